import { describe, expect, test } from 'vitest';
import { escapeReferences, listReferences } from '../../../../src/core/kubernetes/variable-reference.js';
import { expandReferences } from '../../../../demo/expansion.js';

describe('referencesIn', () => {
  test.each<[string, string | undefined, readonly string[]]>([
    ['nothing', undefined, []],
    ['text', 'abc', []],
    ['a reference', '$(A)', ['A']],
    ['several, one of them twice', 'x$(A)$(B)y$(A)', ['A', 'B', 'A']],
    ['an escaped one', '$$(A)', []],
    ['one after an escaped dollar', '$$$(A)', ['A']],
    ['two escaped dollars', '$$$$(A)', []],
    ['one that is not closed', '$(A', []],
    ['one inside another', '$($(A)', ['$(A']],
    ['shell', '$A ${B}', []],
    ['an empty name', '$()', ['']],
    ['an escaped one beside a plain one', '$$(A) $(B)', ['B']],
  ])('%s', (_, value, expected) => {
    expect(listReferences(value)).toEqual(expected);
  });
});

describe('literal', () => {
  test.each<[string, string, string]>([
    ['text', 'abc', 'abc'],
    ['a reference', '$(A)', '$$(A)'],
    ['references side by side', '$(A)$(B)', '$$(A)$$(B)'],
    ['a lone dollar', 'a$b $ $', 'a$b $ $'],
    ['two dollars', 'a$$b', 'a$$$$b'],
    ['what looks escaped', '$$(A)', '$$$$(A)'],
    ['three dollars before a bracket', '$$$(A)', '$$$$$$(A)'],
    ['a bracket that is not closed', '$(', '$$('],
  ])('%s, which the kubelet makes into the same text again', (_, text, expected) => {
    expect(escapeReferences(text)).toBe(expected);
    expect(expandReferences(escapeReferences(text), () => 'expanded')).toBe(text);
  });
});
