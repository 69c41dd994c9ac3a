import { expect, test } from 'vitest';
import picocolors from 'picocolors';
import { formatDifferences, joinYaml, formatObjectsJson } from '../../../src/inject/output.js';

const injected = (before: string, after: string) => ({ file: 'a.yaml', before, after });
const plain = picocolors.createColors(false);

test.each([
  [['a: 1\n', 'b: 2\n'], 'a: 1\n---\nb: 2\n'],
  [['a: 1', 'b: 2'], 'a: 1\n---\nb: 2'],
  [['a: 1\n', '# c\n---\nb: 2\n'], 'a: 1\n# c\n---\nb: 2\n'],
  [['', 'b: 2\n', '\n'], 'b: 2\n'],
])('%j are joined', (texts, joined) => {
  expect(joinYaml(texts)).toBe(joined);
});

/** A text as JSON in which nothing was decided. */
function jsonOf(before: string): string {
  const json = formatObjectsJson([{ file: 'a.yaml', before, documents: [], decisions: [] }]);
  if (!json.ok) throw new Error(JSON.stringify(json.error));
  return json.value;
}

test('JSON is what kubectl reads in the YAML', () => {
  const text =
    'kind: A\nmode: 0644\non: yes\ntime: 12:30\nday: 2020-01-01\nbig: 123456789012345678901\n---\n';
  expect(jsonOf(text)).toBe(
    [
      ...['{', '  "kind": "A",', '  "mode": 420,', '  "true": true,', '  "time": "12:30",'],
      ...['  "day": "2020-01-01",', '  "big": 123456789012345678901', '}', ''],
    ].join('\n'),
  );
});

test('JSON keeps texts that look like integers inside', () => {
  const texts = ['\u00005', 'x"\u00005', '"5"', '\\"5', 'integer 5', '"integer 5'];
  const text = `kind: A\nnumber: 5\ntexts: ${JSON.stringify(texts)}\n`;
  expect(JSON.parse(jsonOf(text))).toEqual({ kind: 'A', number: 5, texts });
});

test('an object that did not change has no difference', () => {
  expect(formatDifferences(injected('kind: A\n---\nkind: B\n', 'kind: A\n---\nkind: B\nl: 1\n'), plain)).toBe(
    '--- B (a.yaml:3:1)\n+++ B (injected)\n@@ -1,1 +1,2 @@\n kind: B\n+l: 1\n',
  );
});

test('what is around a change is redacted by its names, too', () => {
  const applied = 'kubectl.kubernetes.io/last-applied-configuration';
  const lines = [
    ...['kind: A', `${applied}: '{"value":"hunter2"}'`, 'token: |', '  hunter2', '  hunter2'],
    ...['env: [{ value: hunter2, name: DB_PASSWORD }]', 'url: http://me:hunter2@host/', ''],
  ];
  const text = formatDifferences(
    injected(lines.join('\n'), lines.join('\n').replace('kind: A', 'kind: A\nl: 1')),
    plain,
  );
  expect(text).toContain('+l: 1\n');
  expect(text).toContain(` ${applied}: "[redacted]"\n`);
  expect(text).not.toContain('hunter2');
});

test('colours are those of the given set', () => {
  const colored = formatDifferences(injected('kind: A\n', 'kind: A\nl: 1\n'), picocolors.createColors(true));
  expect(colored).toContain('\u001b[32m+l: 1\u001b[39m\n');
});
