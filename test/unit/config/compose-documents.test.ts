import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { MOST_TEXT_LEVELS } from '../../../src/config/bounds.js';
import { composeDocuments } from '../../../src/config/compose-documents.js';
import { parseDocuments } from '../../../src/config/documents.js';
import { KUBERNETES_YAML } from '../../../src/yaml-edit/kubernetes-yaml.js';

const DEEP = 20_000;
const FORMS: readonly (readonly [string, (levels: number) => string])[] = [
  ['lists', (levels) => '['.repeat(levels) + ']'.repeat(levels)],
  ['maps', (levels) => '{"a":'.repeat(levels) + '1' + '}'.repeat(levels)],
  ['lists of dashes', (levels) => `${'- '.repeat(levels)}1\n`],
  ['keys', (levels) => `${'? '.repeat(levels)}1\n`],
  ['lists that are not closed', (levels) => '['.repeat(levels)],
  ['maps that are not closed', (levels) => '{"a":'.repeat(levels)],
];

test.each(FORMS)('%s are read up to the bound, and refused behind it', (_, build) => {
  expect(composeDocuments(build(MOST_TEXT_LEVELS), {})).toMatchObject({ ok: true });
  expect(composeDocuments(build(MOST_TEXT_LEVELS + 1), {})).toMatchObject({ ok: false });
  expect(composeDocuments(build(DEEP), {})).toMatchObject({ ok: false });
});

test('lists and maps one beside the other are not deep', () => {
  const text = '- []\n- {a: []}\n'.repeat(DEEP);
  expect(composeDocuments(text, {})).toMatchObject({ ok: true });
});

test('the first place that is too deep is told, and nothing else', () => {
  const text = `kind: A\n---\nkind: B\nx: ${'['.repeat(DEEP)}\n`;
  expect(parseDocuments(text, 'a', KUBERNETES_YAML)).toEqual({
    ok: false,
    error: [
      {
        path: `a:4:${4 + MOST_TEXT_LEVELS - 1}`,
        message: 'is nested deeper than 500 levels; remove what holds maps or lists inside each other',
      },
    ],
  });
});

test.each([
  ['', []],
  ['# c\n', []],
  ['a: u\n---\nb: v\n', [{ a: 'u' }, { b: 'v' }]],
  ['%YAML 1.1\n---\non: yes\n', [{ true: true }]],
  ['--- a\n...\n--- b\n', ['a', 'b']],
])('%j is read as the library does by itself', (text, expected) => {
  const composed = composeDocuments(text, KUBERNETES_YAML);
  const values = composed.ok ? composed.value.map((document): unknown => document.toJS()) : undefined;
  expect(values).toEqual(expected);
  expect(values).toEqual([...parseAllDocuments(text, KUBERNETES_YAML)].map((each): unknown => each.toJS()));
});
