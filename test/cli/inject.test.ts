import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIn, type Run } from './run-in.js';
import { like } from '../support/like.js';

const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

let folder: string;

const run = (words: readonly string[], input = ''): Promise<Run> =>
  runIn(folder, ['inject', ...words], input);

/** Runs the built command line. */
const runBuilt = (words: readonly string[], input = ''): Promise<Run> =>
  new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [MAIN, 'inject', ...words],
      { cwd: folder },
      (error, out, err) => {
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err });
      },
    );
    child.stdin?.end(input);
  });

const DEPLOYMENT = `# The cart
apiVersion: apps/v1
kind: Deployment
metadata:
  name: cart
  namespace: shop
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-nodejs: 'true'
    spec:
      containers:
        - name: app # the only one
          image: cart:1
          env:
            - { name: API_TOKEN, value: hunter2 }
            - name: OTEL_EXPORTER_OTLP_HEADERS
              value: authorization=hunter3
      terminationGracePeriodSeconds: 12345678901234567890
`;

const NAMESPACE = 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
const INSTRUMENTATION = `apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: { name: inst, namespace: shop }
spec:
  exporter: { endpoint: http://collector.shop:4318 }
  sampler: { type: always_on }
`;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inject-'));
  const files = {
    'cart.yaml': DEPLOYMENT,
    'service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: cart }\n',
    'cluster.yaml': `${NAMESPACE}---\n${INSTRUMENTATION}`,
    'named.yaml': DEPLOYMENT.replace("'true'", 'nosuch'),
    'broken.yaml': 'kind: Pod\nspec: [\n',
    'platform.yaml':
      'apiVersion: tracing.dokaseca.io/v1alpha1\nkind: TracingPlatform\nmetadata: { name: default }\nspec: { backend: tempoo }\n',
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const withContext = ['--context', 'cluster.yaml'];

test('writes the objects with what is added, and says so beside them', async () => {
  const { code, out, err } = await runBuilt(['-f', 'cart.yaml', ...withContext]);
  expect(code).toBe(0);
  expect(err).toBe('Deployment shop/cart (cart.yaml:2:1) injected: nodejs into app\n');
  for (const line of DEPLOYMENT.trimEnd().split('\n')) expect(out).toContain(`${line}\n`);
  expect(out).toContain('name: opentelemetry-auto-instrumentation-nodejs');
  const again = await runBuilt(['-f', '-', ...withContext], out);
  expect(again).toEqual({
    code: 0,
    out,
    err: 'Deployment shop/cart (stdin:2:1) unchanged: it is injected already\n',
  });
});

test('joins several files, and takes the context that is among them', async () => {
  const { code, out } = await run(['-f', 'service.yaml', '-f', 'cluster.yaml', '-f', 'cart.yaml']);
  expect(code).toBe(0);
  expect(out.match(/^kind: .*$/gm)).toEqual([
    ...['kind: Service', 'kind: Namespace', 'kind: Instrumentation', 'kind: Deployment'],
  ]);
  expect(out.match(/^---$/gm)).toHaveLength(3);
  expect(out).toContain('tracing.dokaseca.io/status: injected');
});

test('-n is the namespace of what names none, in the context of the input too', async () => {
  const bare = `${INSTRUMENTATION}---\n${DEPLOYMENT}`.replaceAll(/,? *namespace: shop\n?/g, '\n');
  const inShop = await run(['-f', '-', '-n', 'shop', '--explain'], bare.replace('inst\n }', 'inst }'));
  expect(inShop.out).toContain('by Instrumentation shop/inst');
  expect(inShop.code).toBe(0);
});

test('-o json prints the objects with integers of any size', async () => {
  const { out } = await run(['-f', 'cart.yaml', ...withContext, '-o', 'json']);
  expect(JSON.parse(out)).toMatchObject({ kind: 'Deployment', metadata: { name: 'cart' } });
  expect(out).toContain('"terminationGracePeriodSeconds": 12345678901234567890');
  const two = await run(['-f', 'cart.yaml', '-f', 'service.yaml', ...withContext, '-o', 'json']);
  expect(JSON.parse(two.out)).toMatchObject({
    kind: 'List',
    items: [{ kind: 'Deployment' }, { kind: 'Service' }],
  });
});

test('--diff shows what changes, without values of secrets and, into a pipe, without colours', async () => {
  const { code, out } = await run(['-f', 'cart.yaml', ...withContext, '--diff']);
  expect(code).toBe(0);
  expect(out.split('\n').slice(0, 3)).toEqual([
    ...['--- Deployment cart (cart.yaml:2:1)', '+++ Deployment cart (injected)', like.stringMatching(/^@@ /)],
  ]);
  expect(out).toContain('+        tracing.dokaseca.io/status: injected\n');
  expect(out).toContain('{ name: API_TOKEN, value: "[redacted]" }');
  for (const hidden of ['hunter', '\u001b']) expect(out).not.toContain(hidden);
});

test('--explain says what, why, and where each setting comes from', async () => {
  const { code, out, err } = await run(['-f', 'cart.yaml', ...withContext, '--explain']);
  expect({ code, err }).toEqual({ code: 0, err: '' });
  expect(out).toContain('  nodejs into app, by Instrumentation shop/inst\n');
  expect(out).toMatch(/OTEL_EXPORTER_OTLP_ENDPOINT +instrumentation +http:\/\/collector.shop:4318/);
  expect(out).not.toContain('notice injected');
  const plain = await run(['-f', 'cart.yaml', ...withContext, '--explain', '-o', 'json']);
  expect(JSON.parse(plain.out)).toMatchObject([{ status: 'injected', reasons: [{ code: 'injected' }] }]);
  const json = await run(['-f', 'named.yaml', ...withContext, '--explain', '-o', 'json']);
  expect(json.code).toBe(1);
  expect(JSON.parse(json.out)).toEqual([
    {
      object: {
        apiVersion: 'apps/v1',
        kind: 'Deployment',
        namespace: 'shop',
        name: 'cart',
        place: 'named.yaml:2:1',
      },
      status: 'skipped',
      reasons: [like.objectContaining({ code: 'instrumentation-not-found', kind: 'refusal' })],
      injections: [],
    },
  ]);
});

test('what asked and could not be injected is reported with its remedy, and gives 1', async () => {
  const { code, out, err } = await run(['-f', 'named.yaml', ...withContext]);
  expect(code).toBe(1);
  expect(err).toBe(
    'Deployment shop/cart (named.yaml:2:1) skipped\n' +
      '  refusal instrumentation-not-found: nodejs: there is no Instrumentation nosuch in namespace shop. Create it, or name one that exists.\n',
  );
  expect(out).toContain('tracing.dokaseca.io/reason: instrumentation-not-found');
  expect((await run(['-f', 'service.yaml'])).code).toBe(0);
});

test('an annotation that stands where nothing reads it is reported with its remedy, and gives 1', async () => {
  const annotation = "      annotations:\n        instrumentation.opentelemetry.io/inject-nodejs: 'true'\n";
  const misplaced = DEPLOYMENT.replace(annotation, '').replace(
    '  namespace: shop\n',
    `  namespace: shop\n${annotation.replaceAll(/^ {4}/gm, '')}`,
  );
  const { code, out, err } = await run(['-f', '-', ...withContext], misplaced);
  expect({ code, out }).toEqual({ code: 1, out: misplaced });
  expect(err).toBe(
    'Deployment shop/cart (stdin:2:1) skipped\n' +
      '  refusal annotation-misplaced: The annotation instrumentation.opentelemetry.io/inject-nodejs is in ' +
      'metadata.annotations of the Deployment, where nothing reads it. Move it to spec.template.metadata.annotations.\n',
  );
});

test('an annotation that nothing reads is reported with the nearest one, and gives 1', async () => {
  const unknown = DEPLOYMENT.replace('inject-nodejs', 'inject-nodej');
  const sentence = 'nothing reads instrumentation.opentelemetry.io/inject-nodej; did you mean inject-nodejs?';
  const plain = await run(['-f', '-', ...withContext], unknown);
  expect(plain.code).toBe(1);
  expect(plain.out).toContain('tracing.dokaseca.io/reason: annotation-unknown');
  expect(plain.err).toContain(`refusal annotation-unknown: spec.template.metadata.annotations: ${sentence}`);
  for (const words of [['--explain'], ['--explain', '-o', 'json']]) {
    const { code, out } = await run(['-f', '-', ...withContext, ...words], unknown);
    expect(code).toBe(1);
    expect(out).toContain(sentence);
  }
});

test.each<[string, readonly string[], string]>([
  ['', [], ''],
  ['# switched off\n---\n', [], '# switched off\n---\n'],
  ['', ['-o', 'json'], '{\n  "apiVersion": "v1",\n  "kind": "List",\n  "items": []\n}\n'],
  ['', ['--diff'], ''],
  ['', ['--explain', '-o', 'json'], '[]\n'],
])('input without an object, %j with %j, is reported and gives 0', async (input, words, out) => {
  expect(await run(['-f', '-', ...words], input)).toEqual({
    ...{ code: 0, out },
    err: 'note: the input holds no object; there is nothing to inject into.\n',
  });
});

test.each<[string, readonly string[], RegExp]>([
  ['no file', [], /required option '-f, --filename <path>'/],
  [
    'a file that is not there',
    ['-f', 'nosuch.yaml'],
    /nosuch\.yaml: cannot be read \(.*name a file or folder/,
  ],
  ['what is no YAML', ['-f', 'broken.yaml'], /broken\.yaml:3:1: is not YAML/],
  [
    'a context that is not valid',
    ['-f', 'cart.yaml', '--context', 'platform.yaml'],
    /platform\.yaml:4:9: spec\.backend/,
  ],
  ['a context in the input that is not valid', ['-f', 'platform.yaml'], /platform\.yaml:4:9: spec\.backend/],
  [
    'a language that is none',
    ['-f', 'cart.yaml', '--enable-languages', 'perl'],
    /"perl" is not a language; allowed: java/,
  ],
  ['a format that is none', ['-f', 'cart.yaml', '-o', 'xml'], /Allowed choices are yaml, json/],
  ['two formats', ['-f', 'cart.yaml', '--diff', '--explain'], /--diff and --explain are both given/],
  [
    'a format of the difference',
    ['-f', 'cart.yaml', '--diff', '-o', 'json'],
    /--diff has a format of its own/,
  ],
])('%s is reported on standard error, and gives 2', async (_, words, sentence) => {
  const { code, out, err } = await run(words);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err).toMatch(sentence);
});
