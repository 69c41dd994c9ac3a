import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runIn, type Run } from './run-in.js';
import { like } from '../support/like.js';

let folder: string;

const run = (words: readonly string[], input = ''): Promise<Run> =>
  runIn(folder, ['inject', ...words], input);

const CONTEXT = `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: tracing.dokaseca.io/v1alpha1
kind: TracingPlatform
metadata: { name: default }
spec: { addons: { enable_tempo: true, enable_opentelemetry_operator: true } }
`;

const RUNNER = `apiVersion: actions.summerwind.dev/v1alpha1
kind: RunnerDeployment
metadata: { name: ci, namespace: shop }
spec:
  template:
    metadata:
      annotations:
        instrumentation.opentelemetry.io/inject-nodejs: 'true'
    spec:
      containers:
        - name: runner
          image: runner:1
`;

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: cart
  namespace: shop
  annotations:
    instrumentation.opentelemetry.io/inject-nodejs: 'true'
spec:
  containers:
    - name: app
      image: cart:1
`;

const FILES = {
  'context.yaml': CONTEXT,
  'runner.yaml': RUNNER,
  'chart/Chart.yaml': 'apiVersion: v2\nname: shop\nversion: 1.0.0\n',
  'chart/values.yaml': 'replicas: 3\n',
  'chart/templates/pod.yaml': POD.replace('name: cart', 'name: {{ .Release.Name }}'),
  'kustomized/kustomization.yaml': 'resources: [pod.yaml]\n',
  'kustomized/pod.yaml': POD,
};

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'inject-kinds-'));
  for (const [name, text] of Object.entries(FILES)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const withContext = ['--context', 'context.yaml'];

test.each([[[]], [['-o', 'json']], [['--diff']], [['--explain']], [['--explain', '-o', 'json']]])(
  'a kind that holds a pod template and is not looked into is named with %j, and gives 1',
  async (words) => {
    const { code, err } = await run(['-f', 'runner.yaml', ...withContext, ...words]);
    expect({ code, err }).toEqual({
      code: 1,
      err:
        'RunnerDeployment shop/ci (runner.yaml:1:1) skipped\n' +
        '  refusal template-unknown: spec.template looks like a pod template, but inject does not know this kind. ' +
        'Give --template-path RunnerDeployment.actions.summerwind.dev=spec.template, or ' +
        '--template-path RunnerDeployment.actions.summerwind.dev=none to skip it.\n',
    });
  },
);

test('--template-path has it looked into, or passed over', async () => {
  const kind = 'RunnerDeployment.actions.summerwind.dev';
  const injected = await run([
    '-f',
    'runner.yaml',
    ...withContext,
    '--template-path',
    `${kind}=spec.template`,
  ]);
  expect({ code: injected.code, err: injected.err }).toEqual({
    code: 0,
    err: 'RunnerDeployment shop/ci (runner.yaml:1:1) injected: nodejs into runner\n',
  });
  expect(injected.out).toContain('tracing.dokaseca.io/status: injected');
  const passed = await run(['-f', 'runner.yaml', ...withContext, '--template-path', `${kind}=none`]);
  expect(passed).toEqual({ code: 0, out: RUNNER, err: '' });
  const wrong = await run(['-f', 'runner.yaml', '--template-path', 'spec.template']);
  expect(wrong.code).toBe(2);
  expect(wrong.err).toMatch(/"spec\.template" is no place of a pod template; allowed: KIND=PATH/);
});

test('files of a folder that hold no object are passed over with one note, and are not written', async () => {
  const { code, out, err } = await run(['-f', 'kustomized', ...withContext]);
  expect(code).toBe(0);
  expect(err).toBe(
    'note: kustomized: kustomization.yaml holds no Kubernetes object and is passed over.' +
      ' It is a kustomization: kubectl kustomize kustomized | doka-tracing inject -f -\n' +
      `Pod shop/cart (${join('kustomized', 'pod.yaml')}:1:1) injected: nodejs into app\n`,
  );
  expect(out).not.toContain('resources:');
});

test('the folder of a chart is told how it is rendered', async () => {
  const { code, out, err } = await run(['-f', 'chart']);
  expect({ code, out }).toEqual({ code: 0, out: '' });
  expect(err).toContain('It is a Helm chart: helm template NAME chart | doka-tracing inject -f -\n');
  expect(err).toContain(
    'note: chart: folders in it are not read: templates. Name them with -f if they hold objects.\n',
  );
});

test.each([
  ['a file', join('chart', 'templates', 'pod.yaml')],
  ['a folder', join('chart', 'templates')],
])('a template of a chart in %s gets one line, and gives 2', async (_, path) => {
  const { code, out, err } = await run(['-f', path]);
  expect({ code, out }).toEqual({ code: 2, out: '' });
  expect(err.split('\n').filter((line) => line.includes('{{'))).toEqual([
    like.stringContaining(
      `${join('chart', 'templates', 'pod.yaml')}:4:9: is a template with {{ … }}, as in a Helm chart, and not a manifest; render it first: helm template NAME CHART`,
    ),
  ]);
});

test('a part of a pod that is malformed is reported with its place in the file', async () => {
  const malformed = `${POD}      env: [{ name: FOO, value: 8080 }]\n`;
  const { code, err } = await run(['-f', '-', ...withContext], malformed);
  expect(code).toBe(1);
  expect(err).toBe(
    'Pod shop/cart (stdin:1:1) skipped\n' +
      '  refusal pod-malformed: stdin:12:26: spec.containers[0].env[0].value (container app, variable FOO) is a number; ' +
      'it must be text, so put it in quotes. Correct the field that the message names; the API server refuses the pod as it is.\n',
  );
  const inTemplate = await run(
    [
      '-f',
      '-',
      ...withContext,
      '--template-path',
      'RunnerDeployment=spec.template',
      '--explain',
      '-o',
      'json',
    ],
    `${RUNNER}          env: [{ name: FOO, value: 8080 }]\n`,
  );
  expect(JSON.parse(inTemplate.out)).toMatchObject([
    { reasons: [{ code: 'pod-malformed', place: 'stdin:13:30' }] },
  ]);
});

test('what was meant to ask is reported on objects that are no workloads', async () => {
  const misspelt = CONTEXT.replace(
    'name: shop',
    'name: shop, annotations: { instrumentation.opentelemetry.io/inject-node: "true" }',
  );
  const bare = POD.replace(/ {2}annotations:\n.*\n/, '');
  const { code, err } = await run(['-f', '-'], `${misspelt}---\n${bare}`);
  expect(code).toBe(1);
  expect(err).toContain(
    'Namespace shop (stdin:1:1) skipped\n  refusal annotation-unknown: metadata.annotations: nothing reads instrumentation.opentelemetry.io/inject-node; did you mean inject-nodejs?',
  );
  expect(err).toContain(
    'refusal annotation-unknown: Namespace shop has the annotation instrumentation.opentelemetry.io/inject-node, which nothing reads; write the annotation instrumentation.opentelemetry.io/inject-nodejs if that is meant.',
  );
  const service =
    'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  annotations: { instrumentation.opentelemetry.io/inject-java: "true" }\n';
  expect(await run(['-f', '-', '-n', 'shop'], service)).toMatchObject({
    code: 0,
    err: like.stringMatching(/^note: Service shop\/web \(stdin:1:1\) has instrumentation/),
  });
});
