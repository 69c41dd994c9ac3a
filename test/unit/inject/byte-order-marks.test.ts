import { expect, test } from 'vitest';
import { joinYaml } from '../../../src/inject/output.js';
import { parseDocuments } from '../../../src/config/documents.js';
import { readEditableYaml } from '../../../src/yaml-edit/editable-yaml.js';
import { sortInputTexts } from '../../../src/inject/input-texts.js';
import { add, edited } from '../../support/edited-yaml.js';

const MARK = '\ufeff';

/** What a text holds: the places of its objects, or what is wrong with it. */
function read(text: string): readonly string[] {
  const yaml = readEditableYaml(text, 'a');
  if (!yaml.ok) return yaml.error.map(({ path, message }) => `${path}: ${message}`);
  return yaml.value.objects.map(({ kind, node }) => `${kind} ${yaml.value.place(node.range?.[0] ?? 0)}`);
}

test.each([
  ['at the beginning', `${MARK}kind: A\n`, ['A a:1:1']],
  ['in front of a comment', `${MARK}# c\nkind: A\n`, ['A a:2:1']],
  ['in front of a directive', `${MARK}%YAML 1.1\n---\nkind: A\n`, ['A a:3:1']],
  ['in front of the first marker', `${MARK}---\nkind: A\n`, ['A a:2:1']],
  ['in front of JSON', `${MARK}{"kind":"A"}\n`, ['A a:1:1']],
  ['behind a marker', `kind: A\n---\n${MARK}kind: B\n`, ['A a:1:1', 'B a:3:1']],
  ['behind a marker and a comment', `kind: A\n--- # b\n${MARK}kind: B\n`, ['A a:1:1', 'B a:3:1']],
  ['behind a marker of Windows', `kind: A\r\n---\r\n${MARK}kind: B\r\n`, ['A a:1:1', 'B a:3:1']],
  ['behind the end of a document', `kind: A\n...\n${MARK}kind: B\n`, ['A a:1:1', 'B a:3:1']],
  ['in front of a marker', `kind: A\n${MARK}---\nkind: B\n`, ['A a:1:1', 'B a:3:1']],
  [
    'at the beginning of each of three',
    `${MARK}kind: A\n---\n${MARK}kind: B\n${MARK}---\nkind: C\n`,
    ['A a:1:1', 'B a:3:1', 'C a:5:1'],
  ],
  ['alone', MARK, []],
  ['in an empty document', `kind: A\n---\n${MARK}`, ['A a:1:1']],
  ['at the end', `kind: A\n${MARK}`, ['A a:1:1']],
  ['at the end, in front of blank lines', `kind: A\r\n${MARK}\r\n \n`, ['A a:1:1']],
  ['at the end, several times', `kind: A\n${MARK}${MARK}\n${MARK}`, ['A a:1:1']],
  ['at the end, behind a text in a block', `kind: A\nx: |\n  a\n${MARK}`, ['A a:1:1']],
  ['on a later line', `kind: A\n---\n\nkind: B\n${MARK}x: 1\n`, ['A a:1:1', 'B a:4:1']],
])('a mark %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ['a text', `kind: A\nx: "a${MARK}b"\n`],
  ['a comment', `# ${MARK}\nkind: A\n`],
  ['a key', `kind: A\n${MARK}x: 1\n`],
  ['a block of text', `kind: A\nx: |\n  ---\n  ${MARK}y\n`],
  ['a block of text at the end', `kind: A\nx: |\n  y\n  ${MARK}\n`],
  ['a text at the end', `kind: A\nx: y${MARK}\n`],
  ['a block of text that is a document', `kind: A\n--- |\n${MARK}y\n`],
])('a character inside of %s is no mark', (_, text) => {
  const parsed = parseDocuments(text, 'a', {});
  expect(parsed.ok && parsed.value.stream).toMatchObject({ text, restoring: [] });
});

test.each([
  ['a map', `${MARK}kind: A\n`, `${MARK}kind: A\nl: 1\n`],
  ['a map below a comment', `${MARK}# c\nkind: A\n`, `${MARK}# c\nkind: A\nl: 1\n`],
  ['a map of Windows', `${MARK}kind: A\r\n`, `${MARK}kind: A\r\nl: 1\r\n`],
  ['JSON', `${MARK}{"kind":"A"}\n`, `${MARK}{"kind":"A", "l": 1}\n`],
  ['a map in front of a mark at the end', `kind: A\n${MARK}\n`, `kind: A\nl: 1\n${MARK}\n`],
  [
    'a document in front of a marked one',
    `kind: A\n---\n${MARK}kind: B\n`,
    `kind: A\nl: 1\n---\n${MARK}kind: B\n`,
  ],
  [
    'a document in front of a marked marker',
    `kind: A\n${MARK}---\nb: 1\nkind: B\n`,
    `kind: A\nl: 1\n${MARK}---\nb: 1\nkind: B\n`,
  ],
  [
    'a marked document that is not the first',
    `--- # n\n${MARK}# c\nkind: B\n`,
    `--- # n\n${MARK}# c\nkind: B\nl: 1\n`,
  ],
])('an edit of %s keeps its mark', (_, before, after) => {
  expect(edited(before, add('/l', 1))).toBe(after);
});

test.each([
  ['one text', [`${MARK}a: 1\n`], `${MARK}a: 1\n`],
  ['one text without anything else', [MARK], MARK],
  ['one text of blank lines', ['\n\n'], '\n\n'],
  ['the first of two', [`${MARK}a: 1\n`, 'b: 2\n'], `${MARK}a: 1\n---\nb: 2\n`],
  ['the second of two', ['a: 1\n', `${MARK}b: 2\n`], 'a: 1\n---\nb: 2\n'],
  ['the second of two, with a marker', ['a: 1\n', `${MARK}---\nb: 2\n`], 'a: 1\n---\nb: 2\n'],
  ['a text without anything else, beside another', [MARK, 'b: 2\n'], 'b: 2\n'],
])('of %s, joined, only a mark at the beginning stays', (_, texts, joined) => {
  expect(joinYaml(texts)).toBe(joined);
});

test('a template is told as such, though a mark stands in front of its first action', () => {
  const text = `${MARK}{{ if .Values.on }}\nkind: A\n{{ end }}\n`;
  expect(sortInputTexts([{ file: 'a.yaml', text }], undefined).unrendered).toMatchObject([
    { path: 'a.yaml:1:1' },
  ]);
});
