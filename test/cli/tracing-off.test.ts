import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEFAULT_LANGUAGES } from '../../src/core/agents/agents.js';
import { loadContexts } from '../../src/serve/live-context.js';
import { createServing, fetchFrom } from '../support/serving.js';
import { runIn, type Run } from './run-in.js';

/** A workspace with all tracing flags off, in every form of the platform's choice: a file, its text, and the flags’ place. */
const FORMS: readonly (readonly [string, string, string])[] = [
  [
    'terraform.tfvars',
    'region = "europe"\naddons = {\n  enable_argocd = true\n  enable_tempo  = false\n}\n',
    '2:1: addons',
  ],
  [
    'variables.tf',
    'variable "addons" {\n  type = any\n  default = { enable_zipkin = false }\n}\n',
    '3:3: variable.addons.default',
  ],
  ['flags.yaml', 'addons:\n  enable_tempo: false\n', '1:1: addons'],
  ['bare.yaml', 'enable_tempo: false\nenable_opentelemetry_operator: true\n', '1:1'],
  ['flags.json', '{"addons": {"enable_tempo": "false"}}', '1:2: addons'],
  [
    'secret.yaml',
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: hub\n  labels:\n    argocd.argoproj.io/secret-type: cluster\n    enable_tempo: "false"\n',
    '5:3: metadata.labels',
  ],
  [
    'platform.yaml',
    'apiVersion: tracing.dokaseca.io/v1alpha1\nkind: TracingPlatform\nmetadata: { name: default }\nspec:\n  addons: {}\n',
    '5:3: spec.addons',
  ],
];

const FLAGS = 'enable_tempo, enable_jaeger, enable_victoria_traces, enable_zipkin to true';

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: cart
  namespace: shop
  annotations: { instrumentation.opentelemetry.io/inject-java: 'true' }
spec:
  containers: [{ name: app, image: 'cart:1' }]
`;
const INSTRUMENTATION = `apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: { name: main, namespace: shop }
spec: { exporter: { endpoint: 'http://otel:4318' } }
`;
const PLATFORM = `---
apiVersion: tracing.dokaseca.io/v1alpha1
kind: TracingPlatform
metadata: { name: default }
spec: { addons: { enable_zipkin: true } }
`;

let folder: string;
const run = (...words: readonly string[]): Promise<Run> => runIn(folder, words);

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'tracing-off-'));
  const files = { 'pod.yaml': POD, 'instrumentation.yaml': INSTRUMENTATION, 'cluster.yaml': PLATFORM };
  for (const [name, text] of [...FORMS, ...Object.entries(files)]) writeFileSync(join(folder, name), text);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const countLines = (text: string, part: string): number =>
  text.split('\n').filter((line) => line.includes(part)).length;

describe.each(FORMS)('%s', (file, _text, place) => {
  const notice = `${file}:${place}: enables no tracing backend, so `;

  test('render renders nothing', async () => {
    const { code, out, err } = await run('render', '-f', file);
    expect([code, out, countLines(err, `notice: ${notice}nothing is rendered; `)]).toEqual([0, '', 1]);
  });

  test('verify has nothing to verify', async () => {
    const { code, out, err } = await run('verify', '-f', file);
    expect([code, out, countLines(err, `notice: ${notice}there is nothing to verify; `)]).toEqual([0, '', 1]);
    expect(err).toContain(FLAGS);
    const json = await run('verify', '-f', file, '-o', 'json');
    expect([json.code, JSON.parse(json.out)]).toEqual([0, { arrived: true, ways: [] }]);
  });

  test.each([
    ['without an Instrumentation', [], 1, 'instrumentation-missing'],
    ['that has an Instrumentation', ['--context', 'instrumentation.yaml'], 0, 'injected'],
    ['whatever the context chooses', ['--context', 'cluster.yaml'], 1, 'instrumentation-missing'],
  ])('inject has no platform for a pod %s', async (_, words, expected, outcome) => {
    const { code, err } = await run('inject', '-f', 'pod.yaml', '--platform', file, ...words);
    expect([code, countLines(err, `notice: ${notice}there is no platform; `)]).toEqual([expected, 1]);
    expect(err).toContain(FLAGS);
    expect(err).toContain(outcome);
  });

  test('serve has no platform, and its first load says so once', async () => {
    const serving = createServing();
    const path = join(folder, file);
    try {
      const { adminPort } = await serving.start(
        '--context',
        join(folder, 'instrumentation.yaml'),
        '--platform',
        path,
      );
      const { body } = await fetchFrom(adminPort, '/metrics');
      expect(body).toContain('doka_tracing_platform_state{state="absent"} 1');
    } finally {
      serving.end();
    }
    expect(await serving.ended()).toBe(0);
    const loaded = await loadContexts({
      paths: [],
      platform: { path },
      languages: new Set(DEFAULT_LANGUAGES),
    });
    const notices = loaded.ok ? loaded.value.notices : [];
    expect(notices.filter(({ message }) => message.startsWith('enables no tracing backend'))).toHaveLength(1);
  });
});

test('options that do not go together are refused all the same', async () => {
  const { code, err } = await run('verify', '-f', 'flags.yaml', '--backend', 'http://tempo:3200');
  expect([code, err]).toEqual([
    2,
    'error: --backend is for a route without -f; with it, write --query URL.\n',
  ]);
});
