import { expect, test } from 'vitest';
import fc from 'fast-check';
import jsonPatch, { type Operation as JsonPatchOperation } from 'fast-json-patch';
import { Document, parseAllDocuments, stringify, visit } from 'yaml';
import { formatPointer, type Operation } from '../../../src/core/operation.js';
import { readEditableYaml, formatEditedYaml } from '../../../src/yaml-edit/editable-yaml.js';
import { formatJson } from '../../../src/yaml-edit/json-text.js';
import { applyOperations } from '../../../src/yaml-edit/apply-operations.js';
import { commentedYaml } from '../../support/commented-yaml.js';
import { drawsOf } from '../../support/draws.js';

type Json = null | boolean | number | string | Json[] | JsonMap;
interface JsonMap {
  [key: string]: Json;
}

const KEYS = ['a', 'env', 'name', 'x/z~', '0', 'true', 'no', 'k: v', '-'];
const TEXTS = [
  '',
  'plain',
  'true',
  '0644',
  '12:30',
  ' lead',
  'a: b',
  '# c',
  'two\nlines',
  'end\n\n',
  "it's",
  '-',
  '{',
  '*x',
];

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 4, depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constantFrom(...TEXTS), fc.integer(), fc.boolean(), fc.constant(null)),
    fc.array(tie('json'), { maxLength: 4 }),
    fc.dictionary(fc.constantFrom(...KEYS), tie('json'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** Blocks that hold flow collections, as people write labels and commands. */
function mixed(value: Json): string {
  const document = new Document(value, { version: '1.1' });
  visit(document, {
    Collection: (_, node, path) => {
      node.flow = path.length % 3 === 1;
    },
  });
  return document.toString({ lineWidth: 0 });
}

const commented = (value: Json): string =>
  stringify(value, { version: '1.1', lineWidth: 0, defaultStringType: 'QUOTE_DOUBLE' }).replaceAll(
    /^( *)(- )?(\S)/gm,
    '$1# about it\n\n$1$2$3',
  );

/** Blocks and flow collections with anchors and aliases, without the blank lines, which an added `|+` would take in. */
const anchored = (value: Json, seed: number): string =>
  commentedYaml([value], drawsOf(seed), () => false).text.replaceAll(/\n{2,}/g, '\n');

/** Text of a value in one of the layouts that people and programs write. */
const LAYOUTS: readonly ((value: Json) => string)[] = [
  (value) => stringify(value, { lineWidth: 0, version: '1.1' }),
  (value) => stringify(value, { indentSeq: false, version: '1.1' }),
  (value) => stringify(value, { indent: 4, version: '1.1', defaultStringType: 'QUOTE_SINGLE' }),
  (value) => stringify(value, { version: '1.1', lineWidth: 0 }).replaceAll('\n', '\r\n'),
  (value) => `# above\n${commented(value)}# below\n`,
  (value) => `${JSON.stringify(value)}\n`,
  (value) => JSON.stringify(value, null, 2),
  (value) => stringify(value, { version: '1.1', collectionStyle: 'flow' }),
  mixed,
];

interface Spot {
  readonly path: readonly (string | number)[];
  readonly value: Json;
}

/** Every place in a value, with what stands there. */
function spots(value: Json, path: Spot['path'] = []): readonly Spot[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  const inner = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  return [{ path, value }, ...inner.flatMap(([key, item]) => spots(item, [...path, key]))];
}

interface Choice {
  readonly op: Operation['op'];
  readonly at: number;
  readonly from: number;
  readonly key: string;
  readonly value: Json;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  op: fc.constantFrom('add', 'replace', 'remove', 'copy', 'move'),
  at: fc.nat(),
  from: fc.nat(),
  key: fc.constantFrom(...KEYS),
  value: json,
});

/** Turns choices into operations that are valid one after the other, and plays them with fast-json-patch. */
function operationsFor(start: Json, choices: readonly Choice[]): { operations: Operation[]; result: Json } {
  let result = start;
  const operations: Operation[] = [];
  for (const each of choices) {
    const operation = operationFor(result, each);
    if (operation === undefined) continue;
    operations.push(operation);
    const patch = structuredClone([operation]) as JsonPatchOperation[];
    result = jsonPatch.applyPatch(structuredClone(result), patch, true).newDocument;
  }
  return { operations, result };
}

function operationFor(value: Json, { op, at, from, key, value: added }: Choice): Operation | undefined {
  const all = spots(value);
  const parents = all.filter((spot) => typeof spot.value === 'object' && spot.value !== null);
  const inner = all.filter(({ path }) => path.length > 0);
  const parent = parents[at % Math.max(1, parents.length)];
  const there = inner[from % Math.max(1, inner.length)];
  if (parent === undefined) return undefined;
  const path = formatPointer(...parent.path, newToken(parent.value, from, key));
  if (op === 'add') return { op, path, value: added };
  if (there === undefined) return undefined;
  const source = formatPointer(...there.path);
  if (op === 'remove') return { op, path: source };
  if (op === 'replace') return { op, path: source, value: added };
  return op === 'copy' ? { op, from: source, path } : move(there, parent, { from, key });
}

/** A place for something new: a key, or an index up to the length of a list. */
const newToken = (parent: Json, from: number, key: string): string | number =>
  Array.isArray(parent) ? ([...parent.keys(), parent.length, '-'][from % (parent.length + 2)] ?? '-') : key;

/** Moves only within one list or map: elsewhere the target may have gone with what is moved. */
function move(there: Spot, parent: Spot, { from, key }: Pick<Choice, 'from' | 'key'>): Operation | undefined {
  const isChild = formatPointer(...there.path.slice(0, -1)) === formatPointer(...parent.path);
  const token = Array.isArray(parent.value) ? from % Math.max(1, parent.value.length) : key;
  const path = formatPointer(...parent.path, token);
  return isChild ? { op: 'move', from: formatPointer(...there.path), path } : undefined;
}

const dataOf = (text: string): unknown => {
  const yaml = readEditableYaml(text, 'pod.yaml');
  if (!yaml.ok) throw new Error(`${yaml.error[0]?.message ?? ''}\n${text}`);
  return JSON.parse(formatJson(yaml.value.documents[0]?.toJS()));
};

const root = json.filter((value) => typeof value === 'object' && value !== null);

/** How often each name is given as an anchor: PyYAML refuses a document that has one twice. */
function countAnchors(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const document of parseAllDocuments(text))
    visit(document, {
      Value: (_, { anchor }) => {
        if (anchor !== undefined) found.set(anchor, (found.get(anchor) ?? 0) + 1);
      },
    });
  return found;
}

/** Plays operations on the text of a value and looks whether that says what they make of the value. */
function expectPlayed(value: Json, choices: readonly Choice[], layout: (value: Json) => string): void {
  const { operations, result } = operationsFor(value, choices);
  const text = layout({ kind: 'Pod', base: value });
  const yaml = readEditableYaml(text, 'pod.yaml');
  const document = yaml.ok ? yaml.value.documents[0] : undefined;
  if (!yaml.ok || document === undefined) throw new Error(`cannot be read:\n${text}`);
  applyOperations(document, ['base'], operations);
  const written = formatEditedYaml(yaml.value);
  if (!written.ok) throw new Error(`cannot be written:\n${text}`);
  expect(dataOf(written.value)).toEqual({ kind: 'Pod', base: result });
  const before = countAnchors(text);
  for (const [name, count] of countAnchors(written.value))
    expect(`${name} ${count}`).toBe(`${name} ${Math.min(count, before.get(name) ?? 0)}`);
  if (operations.length === 0) expect(written.value.trimEnd()).toBe(text.trimEnd());
}

test('operations on a YAML text give what fast-json-patch gives on its JSON, in every layout', () => {
  fc.assert(
    fc.property(root, fc.array(choice, { maxLength: 6 }), fc.constantFrom(...LAYOUTS), expectPlayed),
    { numRuns: 300 },
  );
});

test('and so they do where values that are the same are written once, by anchors and aliases', () => {
  // Through JSON, so that the three are equal but not the same object, which a patch would change at once.
  const alike = root.map(
    (value) => JSON.parse(JSON.stringify([value, { a: value, b: [value] }, value])) as Json,
  );
  const layout = fc.nat().map((seed) => (value: Json) => anchored(value, seed));
  fc.assert(fc.property(alike, fc.array(choice, { minLength: 1, maxLength: 6 }), layout, expectPlayed), {
    seed: 20_260,
    numRuns: 200,
  });
});
