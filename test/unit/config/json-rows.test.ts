import { expect, test } from 'vitest';
import { readDocumentStream } from '../../../src/config/document-stream.js';
import { parseObjects } from '../../../src/config/documents.js';
import { add, edited } from '../../support/edited-yaml.js';

/** What a text holds: its objects with their places, or what is wrong with it. */
function read(text: string): readonly string[] {
  const objects = parseObjects(text, 'a');
  return objects.ok
    ? objects.value.map(({ kind, locate }) => `${kind} ${locate('x')}`)
    : objects.error.map(({ path, message }) => `${path}: ${message}`);
}

const A = '{"kind":"A"}';
const B = '{"kind":"B","x":1}';
const SPREAD = '{\n  "kind": "S",\n  "x": {\n    "y": "}{"\n  }\n}\n';

test.each<[string, string, readonly string[]]>([
  ['lines', `${A}\n${B}\n`, ['A a:1:1', 'B a:2:13']],
  ['lines of Windows', `${A}\r\n${B}\r\n`, ['A a:1:1', 'B a:2:13']],
  ['nothing between', `${A}${B}`, ['A a:1:1', 'B a:1:25']],
  ['a space between', `${A} ${B}`, ['A a:1:1', 'B a:1:26']],
  ['a tab and blank lines between', `${A}\t\n\n \n${B}`, ['A a:1:1', 'B a:4:13']],
  ['spaces in front of each', `  ${A}\n  ${B}\n`, ['A a:1:3', 'B a:2:15']],
  ['objects over several lines', `${SPREAD}${SPREAD}${A}`, ['S a:3:3', 'S a:9:3', 'A a:13:1']],
  ['objects over several lines, and nothing between', `${SPREAD.trim()}${SPREAD}`, ['S a:3:3', 'S a:8:3']],
  ['brackets and quotes in texts', `{"kind":"A","s":"}{\\"]["}${B}`, ['A a:1:1', 'B a:1:38']],
  ['a backslash at the end of a text', `{"kind":"A","s":"\\\\"}${B}`, ['A a:1:1', 'B a:1:34']],
  ['a line separator of Unicode in a text', `{"kind":"A","s":"\u2028---  "}${B}`, ['A a:1:1', 'B a:1:38']],
  ['null, which is passed over', `${A}\nnull\n${B}null${A}`, ['A a:1:1', 'B a:3:13', 'A a:3:23']],
  ['a marker between', `${A}\n---\n${B}\n${A}`, ['A a:1:1', 'B a:3:13', 'A a:4:1']],
  ['a marker in front', `---\n${A}\n${B}`, ['A a:2:1', 'B a:3:13']],
  ['a marker in front, on the same line', `--- ${A}\n${B}`, ['A a:1:5', 'B a:2:13']],
  ['two markers in front', `---\n---\n${A}${B}`, ['A a:3:1', 'B a:3:25']],
  ['YAML in front', `kind: Y\n---\n${A}\n${B}`, ['Y a:1:1', 'A a:3:1', 'B a:4:13']],
  ['YAML behind', `${A}\n${B}\n---\nkind: C\nx: 1\n`, ['A a:1:1', 'B a:2:13', 'C a:5:1']],
  ['a comment behind the last', `${A}\n${B} # c\n# d\n`, ['A a:1:1', 'B a:2:13']],
  ['the end of a document behind the last', `${A}\n${B}\n...\n`, ['A a:1:1', 'B a:2:13']],
  ['a byte order mark in front', `\ufeff${A}${B}`, ['A a:1:1', 'B a:1:25']],
  [
    'byte order marks in front of rows',
    `\ufeff${A}\n${B}\n---\n\ufeff${A}${B}`,
    ['A a:1:1', 'B a:2:13', 'A a:4:1', 'B a:4:25'],
  ],
  ['a mark in front of each', `\ufeff${A}\n\ufeff${B}\n\ufeff${A}`, ['A a:1:1', 'B a:2:13', 'A a:3:1']],
  ['a mark in front of each, of Windows', `\ufeff${A}\r\n\ufeff${B}\r\n`, ['A a:1:1', 'B a:2:13']],
  ['a mark in front of each, and nothing between', `\ufeff${A}\ufeff${B}`, ['A a:1:1', 'B a:1:26']],
  ['marks of empty files between', `${A}\n\ufeff\ufeff\n\ufeff${B}`, ['A a:1:1', 'B a:3:13']],
  ['a mark in front of null', `${A}\n\ufeffnull\ufeff${B}`, ['A a:1:1', 'B a:2:18']],
  ['a mark behind the last', `${A}\n${B}\n\ufeff`, ['A a:1:1', 'B a:2:13']],
  ['a mark behind the last, and nothing between', `${A}${B}\ufeff`, ['A a:1:1', 'B a:1:25']],
  ['a mark behind one value', `${A}\n\ufeff\n`, ['A a:1:1']],
  [
    'a mark in front of each, between markers',
    `${A}\ufeff\n---\n\ufeff${B}\n\ufeff${A}\n`,
    ['A a:1:1', 'B a:3:13', 'A a:4:1'],
  ],
  ['a mark and a marker in front', `\ufeff---\n${A}${B}`, ['A a:2:1', 'B a:2:25']],
  [
    'a mark and a marker between',
    `${A}\n${B}\n\ufeff---\n${A}${B}`,
    ['A a:1:1', 'B a:2:13', 'A a:4:1', 'B a:4:25'],
  ],
  ['a mark, a marker and YAML behind', `${A}\n\ufeff---\nkind: C\nx: 1\n`, ['A a:1:1', 'C a:4:1']],
  ['a List', `{"kind":"List","items":[${A},${B}]}\n${A}`, ['A a:1:25', 'B a:1:50', 'A a:2:1']],
])('JSON values in a row: %s', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ['a map as the key of a map', '{"a": 1}: b\n'],
  ['a list as the key of a map', '["a"] : b\n'],
  ['quotes of YAML', `{kind: A, x: '"}{"'}\n`],
  ['a text with braces', 'kind: A\nx: |\n  {}{}\n  ---\n  {}{}\n'],
  ['a document that is a text with braces', '--- |\n {}{}\n'],
  ['one value', `${A}\n`],
  ['one value with a comment', `${A} # c\n`],
  ['one value in front of a comment', `${A}\n# c\n`],
  ['one value and the end of its document', `${A}\n...\nkind: B\n`],
])('%s is YAML as before', (_, text) => {
  expect(readDocumentStream(text)).toMatchObject({ text, restoring: [], stray: undefined });
});

const STRAY =
  'is not YAML: Unexpected text behind a JSON value; allowed: another object or list, or a line of --- in front of it';
const NO_OBJECT = 'is not an object; allowed: a map with apiVersion and kind';
const TOO_DEEP = 'is nested deeper than 500 levels; remove what holds maps or lists inside each other';
const DEPTH = 20_000;

test.each<[string, string, readonly string[]]>([
  ['a word', `${A} hunter2 ${B}`, [`a:1:14: ${STRAY}`]],
  ['a comma', `${A},\n${B}`, [`a:1:13: ${STRAY}`]],
  ['a bracket too many', `${A}\n${A}}\n${B}`, [`a:2:13: ${STRAY}`]],
  ['a number', `${A}\n5\n`, [`a:2:1: ${STRAY}`]],
  ['a word that begins with null', `${A}\nnullify\n`, [`a:2:1: ${STRAY}`]],
  ['a key', `${A}\nkind: B\n`, [`a:2:1: ${STRAY}`]],
  ['a value behind a comment', `${A}\n# c\n${B}`, [`a:3:1: ${STRAY}`]],
  ['a comment without a space in front', `${A}#c`, [`a:1:13: ${STRAY}`]],
  ['a byte order mark in front of a word', `${A}\n\ufeffhunter2`, [`a:2:1: ${STRAY}`]],
  ['a zero', `${A}\0${B}`, [`a:1:13: ${STRAY}`]],
  ['lists', `[${A}]\n[${B}]\n`, [`a:1:1: ${NO_OBJECT}`, `a:2:1: ${NO_OBJECT}`]],
  [
    'an object without a kind',
    `${A}\n{}\n`,
    ['a:2:1: has no kind; allowed: a Kubernetes object; add apiVersion and kind'],
  ],
  [
    'a bracket that is never closed',
    `${A}\n{"kind":"B"\n`,
    ['a:3:1: is not YAML: Flow map must end with a }'],
  ],
  ['brackets that are never closed', '['.repeat(DEPTH), [`a:1:501: ${TOO_DEEP}`]],
  [
    'more levels than can be read',
    `${A}${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}${B}`,
    [`a:1:513: ${TOO_DEEP}`],
  ],
])('%s is told', (_, text, expected) => {
  expect(read(text)).toEqual(expected);
});

test.each([
  ['on lines of their own', `${A}\n${B}\n`, '{"kind":"A", "l": 1}\n{"kind":"B","x":1}\n'],
  ['on one line', `${A}${B}`, '{"kind":"A", "l": 1}{"kind":"B","x":1}\n'],
  ['with spaces', ` ${A} \t ${B}\n`, ' {"kind":"A", "l": 1} \t {"kind":"B","x":1}\n'],
  ['over several lines', `${SPREAD}${SPREAD}`, `${SPREAD.replace('}\n}', '},\n  "l": 1\n}')}${SPREAD}`],
  ['of Windows', `${A}\r\n${B}\r\n`, '{"kind":"A", "l": 1}\r\n{"kind":"B","x":1}\r\n'],
  [
    'with a mark each',
    `\ufeff${A}\n\ufeff${B}\n\ufeff\n`,
    '\ufeff{"kind":"A", "l": 1}\n\ufeff{"kind":"B","x":1}\n\ufeff\n',
  ],
  [
    'with a mark each, on one line',
    `${A}\ufeff${B}\ufeff\n`,
    '{"kind":"A", "l": 1}\ufeff{"kind":"B","x":1}\ufeff\n',
  ],
  [
    'with a mark',
    `\ufeff${A}null${B}\n---\nkind: C\n`,
    '\ufeff{"kind":"A", "l": 1}null{"kind":"B","x":1}\n---\nkind: C\n',
  ],
])('an edit of the first of two values %s leaves all else as it is', (_, before, after) => {
  expect(edited(before, add('/l', 1))).toBe(after);
});

test.each([
  ['unclosed objects', '---\n{\n'],
  ['unclosed texts', '---\n{"\n'],
  ['empty objects', '{}'],
  ['what is nearly JSON', '---\n{"a":1,}{}'],
  ['escaped quotes', '{"\\"'],
  ['marks', '\ufeff'],
  ['marks on lines', '\ufeff\n'],
  ['marked objects', '\ufeff{}'],
])('a megabyte of %s is read at once', (_, part) => {
  const start = performance.now();
  readDocumentStream(part.repeat(1_000_000 / part.length));
  expect(performance.now() - start).toBeLessThan(10_000);
});
