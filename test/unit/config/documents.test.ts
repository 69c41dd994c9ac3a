import { expect, test } from 'vitest';
import { parseObjects } from '../../../src/config/documents.js';

function objects(text: string): readonly { header: string; value: unknown; at: string }[] {
  const result = parseObjects(text, 'a.yaml');
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.map(({ apiVersion, kind, value, locate }) => {
    const data = value();
    return { header: `${apiVersion} ${kind}`, value: data.ok ? data.value : data.error, at: locate('') };
  });
}

test.each<[string, string, readonly (readonly [string, string])[]]>([
  ['nothing', '', []],
  ['comments', '# nothing\n---\n# here\n', []],
  [
    'several documents',
    'apiVersion: v1\nkind: A\n---\n---\nkind: B\n',
    [
      ['v1 A', '1:1'],
      [' B', '5:1'],
    ],
  ],
  ['JSON', '{"apiVersion": "v1", "kind": "A"}', [['v1 A', '1:1']]],
  [
    'a List',
    'apiVersion: v1\nkind: List\nitems:\n- kind: A\n- kind: List\n  items: [{kind: B}]\n',
    [
      [' A', '4:3'],
      [' B', '6:11'],
    ],
  ],
  [
    'a typed list',
    'apiVersion: apps/v1\nkind: ReplicaSetList\nitems:\n- metadata: {}\n',
    [['apps/v1 ReplicaSet', '4:3']],
  ],
  [
    'Secrets',
    'kind: Secret\n---\nkind: List\nitems:\n- kind: Secret\n---\nkind: SecretList\nitems:\n- data: {}\n',
    [],
  ],
])('%s', (_, text, expected) => {
  expect(objects(text).map(({ header, at }) => [header, at])).toEqual(
    expected.map(([header, at]) => [header, `a.yaml:${at}`]),
  );
});

test('values are plain data, with anchors and merges resolved', () => {
  const text = 'kind: A\nbase: &b {x: 1}\nown: {<<: *b, y: 2}\nwhen: 2020-01-01\n';
  expect(objects(text)[0]?.value).toEqual({
    kind: 'A',
    base: { x: 1 },
    own: { x: 1, y: 2 },
    when: '2020-01-01',
  });
});

test('an anchor that contains itself is reported, not followed', () => {
  expect(objects('kind: A\nspec: &s {self: *s}\n')[0]?.value).toEqual([
    { path: '', message: 'has anchors that contain themselves or too many aliases; write it out' },
  ]);
});

const LOCATED = `kind: A
spec: &spec
  env:
    - name: X
    - value: Y
  "a.b": 1
copy: *spec
`;

test.each([
  ['', '1:1'],
  ['spec', '2:1'],
  ['spec.env[1].value', '5:7'],
  ['spec.env[1].name', '5:7'],
  ['spec.env[7]', '3:3'],
  ['spec["a.b"]', '6:3'],
  ['copy.env[0].name', '4:7'],
  ['nowhere.at.all', '1:1'],
])('the path %j is at %s', (path, at) => {
  const result = parseObjects(LOCATED, 'a.yaml');
  expect(result.ok && result.value[0]?.locate(path)).toBe(`a.yaml:${at}`);
});

test.each<[string, string, object]>([
  [
    'no YAML',
    'kind: A\nspec: [1, 2\n',
    {
      path: 'a.yaml:3:1',
      message:
        'is not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    },
  ],
  [
    'a key twice',
    'kind: A\nx: 1\nx: 2\n',
    { path: 'a.yaml:3:1', message: 'is not YAML: Map keys must be unique' },
  ],
  [
    'text',
    'hello\n',
    { path: 'a.yaml:1:1', message: 'is not an object; allowed: a map with apiVersion and kind' },
  ],
  [
    'a list',
    '- kind: A\n',
    { path: 'a.yaml:1:1', message: 'is not an object; allowed: a map with apiVersion and kind' },
  ],
  [
    'no kind',
    'a: 1\n---\nspec: {}\n',
    { path: 'a.yaml:1:1', message: 'has no kind; allowed: a Kubernetes object; add apiVersion and kind' },
  ],
])('%s is refused', (_, text, issue) => {
  const result = parseObjects(text, 'a.yaml');
  expect(result.ok ? [] : result.error[0]).toEqual(issue);
});

test.each<[string, string, string]>([
  ['a text that is not closed', '"hunter2\n', '4:1: is not YAML: Missing closing "quote'],
  [
    'a text after the sign of a block',
    '|hunter2\n',
    '3:14: is not YAML: Block scalar header includes extra characters',
  ],
  [
    'a text in a second line',
    '\nhunter2secret\n  x: 1\n',
    '4:1: is not YAML: Implicit keys need to be on a single line',
  ],
  ['what follows a bracket', 'a\n}hunter2\n', '4:2: is not YAML: Unexpected scalar token in YAML stream'],
  ['an escape', '"\\Uhunter2secret"\n', '3:14: is not YAML: Invalid escape sequence'],
  ['a tag', '!hunter2!secret x\n', '3:13: is not YAML: Invalid tag'],
])('what is wrong in a Secret is reported without its text: %s', (_, value, issue) => {
  const result = parseObjects(`kind: Secret\nstringData:\n  password: ${value}`, 'a.yaml');
  expect(result.ok).toBe(false);
  expect(JSON.stringify(result)).not.toContain('hunter2');
  expect(result.ok ? [] : result.error.map(({ path, message }) => `${path}: ${message}`)).toContain(
    `a.yaml:${issue}`,
  );
});

test('what the parser itself says of colons is kept', () => {
  const result = parseObjects(`[${'a'.repeat(1100)}: 1]`, 'a.yaml');
  expect(result.ok ? [] : result.error.map(({ message }) => message)).toEqual([
    'is not YAML: The : indicator must be at most 1024 chars after the start of an implicit flow sequence key',
  ]);
});
