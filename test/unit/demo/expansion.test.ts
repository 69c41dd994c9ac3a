import { describe, expect, test } from 'vitest';
import { expandReferences } from '../../../demo/expansion.js';

const KNOWN: Readonly<Record<string, string>> = { A: 'a', B: 'b', EMPTY: '', REF: '$(A)', 'with.dot': 'dot' };

describe('expand', () => {
  test.each([
    ['text without references', 'plain', 'plain'],
    ['a reference', '$(A)', 'a'],
    ['references side by side', '$(A)$(B)', 'ab'],
    ['a reference inside text', 'x-$(A)-y', 'x-a-y'],
    ['a reference to the empty text', '[$(EMPTY)]', '[]'],
    ['a name with a dot', '$(with.dot)', 'dot'],
    ['an unknown name stays', '$(MISSING)', '$(MISSING)'],
    ['an unknown name beside a known one', '$(MISSING)-$(A)', '$(MISSING)-a'],
    ['what was put in is not expanded again', '$(REF)', '$(A)'],
    ['an escaped reference', '$$(A)', '$(A)'],
    ['an escaped reference to an unknown name', '$$(MISSING)', '$(MISSING)'],
    ['an escaped operator before a reference', '$$$(A)', '$a'],
    ['two escaped operators', '$$$$(A)', '$$(A)'],
    ['two operators', '$$', '$'],
    ['a lone operator', '$', '$'],
    ['an operator at the end', 'cost: 5$', 'cost: 5$'],
    ['a shell variable', '$A ${A}', '$A ${A}'],
    ['an opening that is never closed', '$(A', '$(A'],
    ['an opening that is never closed after a reference', '$(A)$(B', 'a$(B'],
    ['an operator inside a reference', '$($(A)', '$($(A)'],
    ['an empty name', '$()', '$()'],
    ['a closing alone', ')$(A))', ')a)'],
  ])('%s', (_, text, expected) => {
    expect(expandReferences(text, (name) => KNOWN[name])).toBe(expected);
  });
});
