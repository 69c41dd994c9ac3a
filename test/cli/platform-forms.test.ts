import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { loadPlatformFile } from '../../src/config/platform-file.js';
import { resolvePlatformRoutes } from '../../src/verify/platform-routes.js';
import { ASKED } from '../verify/trace-route.js';
import { runIn, type Run } from './run-in.js';
import { like } from '../support/like.js';

/** The blocks of the platform's own page on tracing. */
const PAGE = fileURLToPath(new URL('../fixtures/page/', import.meta.url));
const BLOCKS = readdirSync(PAGE).filter((name) => name.endsWith('.tfvars'));

const POD = `apiVersion: v1
kind: Pod
metadata:
  name: cart
  annotations: { instrumentation.opentelemetry.io/inject-java: 'true' }
spec:
  containers: [{ name: app, image: 'cart:1' }]
`;

let folder: string;
const run = (...words: readonly string[]): Promise<Run> => runIn(folder, words, '');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'platform-forms-'));
  writeFileSync(join(folder, 'pod.yaml'), POD);
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const write = (file: string, text: string): string => {
  writeFileSync(join(folder, file), text);
  return file;
};

/** The flags of a block. */
const readFlags = (block: string): Readonly<Record<string, boolean>> =>
  Object.fromEntries(
    [...readFileSync(PAGE + block, 'utf8').matchAll(/(enable_\w+)\s*=\s*(true|false)/g)].map(
      ([, flag = '', value]) => [flag, value === 'true'],
    ),
  );

type Facts = Readonly<Record<string, string>>;

/** What every form says of the cluster, beside the flags. */
const FACTS: Facts = { environment: 'prod', cluster_name: 'hub' };
const HCL_FACTS = 'environment  = "prod"\ncluster_name = "hub"\n';

const buildSecret = (
  name: string,
  flags: Readonly<Record<string, boolean>>,
  labels: Facts = {},
  annotations: Facts = {},
): object => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: {
    name,
    labels: {
      'argocd.argoproj.io/secret-type': 'cluster',
      ...labels,
      ...Object.fromEntries(Object.entries(flags).map(([flag, value]) => [flag, String(value)])),
    },
    annotations,
  },
});

/** A block in every form that a choice may have, as the name of a file and the words that pick it. */
const FORMS: readonly (readonly [string, (block: string) => readonly string[]])[] = [
  ['as it is', (block) => [write(block, HCL_FACTS + readFileSync(PAGE + block, 'utf8'))]],
  [
    'in a whole terraform.tfvars',
    (block) => [
      write(
        'terraform.tfvars',
        `region = "europe"\n${readFileSync(PAGE + block, 'utf8')}\nenable_ack = true\n${HCL_FACTS}`,
      ),
    ],
  ],
  ['as YAML', (block) => [write('flags.yaml', stringify({ addons: readFlags(block), ...FACTS }))]],
  [
    'as JSON with text',
    (block) => [
      write(
        'flags.json',
        JSON.stringify({ ...readFlags(block), ...FACTS }, (_, value: unknown) =>
          typeof value === 'boolean' ? String(value) : value,
        ),
      ),
    ],
  ],
  [
    'as a cluster Secret',
    (block) => [write('secret.yaml', stringify(buildSecret('a', readFlags(block), FACTS)))],
  ],
  [
    'as a cluster Secret with annotations',
    (block) => [
      write(
        'annotated.yaml',
        stringify(
          buildSecret(
            'a',
            readFlags(block),
            { environment: 'prod' },
            { k8s_cluster_name: 'hub', other: '1' },
          ),
        ),
      ),
    ],
  ],
  [
    'as the Secret of one cluster of two',
    (block) => [
      write(
        'clusters.yaml',
        [buildSecret('a', readFlags(block), FACTS), buildSecret('other', { enable_zipkin: true })]
          .map((each) => stringify(each))
          .join('---\n'),
      ),
      '--cluster',
      'hub',
    ],
  ],
  [
    'as a TracingPlatform',
    (block) => [
      write(
        'platform.yaml',
        stringify({
          apiVersion: 'tracing.dokaseca.io/v1alpha1',
          kind: 'TracingPlatform',
          metadata: { name: 'default' },
          spec: { addons: readFlags(block), cluster: { name: 'hub', environment: 'prod' } },
        }),
      ),
    ],
  ],
];

/** What inject, render and verify make of a choice: the variables of a pod, the object, and where a trace is sent. */
async function readChoices([file = '', ...pick]: readonly string[]): Promise<object> {
  const injected = await run('inject', '-f', 'pod.yaml', '--platform', file, ...pick, '-o', 'json');
  const rendered = await run('render', 'platform', '-f', file, ...pick, '-o', 'json');
  const collector = await run('render', 'collector', '-f', file, ...pick);
  expect([injected.code, rendered.code, collector.code]).toEqual([0, 0, 0]);
  const loaded = await loadPlatformFile({ path: join(folder, file), cluster: pick[1] });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.error));
  if ('isOff' in loaded.value) throw new Error(`${file} enables no backend`);
  const routes = resolvePlatformRoutes(ASKED, loaded.value.platform);
  const pod = JSON.parse(injected.out) as { spec: { containers: readonly { env: unknown }[] } };
  return {
    env: pod.spec.containers[0]?.env,
    object: JSON.parse(rendered.out) as unknown,
    collector: collector.out,
    routes: routes.ok ? routes.value.map(({ destination }) => destination) : routes.error,
  };
}

describe.each(BLOCKS)('%s means the same to inject, render and verify', (block) => {
  let plain: object;
  beforeAll(async () => {
    plain = await readChoices(FORMS[0]?.[1](block) ?? []);
  });

  test.each(FORMS)('%s', async (_, build) => {
    expect(await readChoices(build(block))).toEqual(plain);
  });
});

test('of several clusters one has to be picked, and the error lists them', async () => {
  write(
    'two.yaml',
    [buildSecret('hub', { enable_tempo: true }), buildSecret('edge', { enable_zipkin: true })]
      .map((each) => stringify(each))
      .join('---\n'),
  );
  for (const words of [
    ['inject', '-f', 'pod.yaml', '--platform', 'two.yaml'],
    ['render', 'platform', '-f', 'two.yaml'],
    ['verify', '-f', 'two.yaml'],
  ]) {
    expect(await run(...words)).toMatchObject({
      code: 2,
      out: '',
      err: like.stringContaining('pick a cluster by its name: hub, edge'),
    });
    expect(await run(...words, '--cluster', 'nobody')).toMatchObject({
      code: 2,
      err: like.stringContaining('holds no Secret of a cluster "nobody"; allowed: hub, edge'),
    });
  }
});

test.each([
  ['inject', ['inject', '-f', 'pod.yaml', '--cluster', 'hub']],
  ['verify', ['verify', '--collector', 'http://c:4318', '--backend', 'http://b:3200', '--cluster', 'hub']],
])('a cluster without a choice is refused by %s', async (_, words) => {
  expect(await run(...words)).toMatchObject({
    code: 2,
    err: like.stringMatching(/--cluster needs the platform’s choice/),
  });
});

test('the platform of the option wins over that of the context', async () => {
  const context = stringify({
    apiVersion: 'tracing.dokaseca.io/v1alpha1',
    kind: 'TracingPlatform',
    metadata: { name: 'default' },
    spec: { addons: { enable_zipkin: true } },
  });
  write('context.yaml', context);
  write('chosen.yaml', stringify({ addons: { enable_jaeger: true } }));
  const words = ['inject', '-f', 'pod.yaml', '--context', 'context.yaml', '--explain'];
  expect((await run(...words)).out).toContain('for backend zipkin');
  expect((await run(...words, '--platform', 'chosen.yaml')).out).toContain('for backend jaeger');
});

test('a flag that is misspelt is reported with the one that is meant', async () => {
  write(
    'misspelt.yaml',
    stringify({ addons: { enable_tempo: true, enable_victoriatraces: true, enable_argocd: true } }),
  );
  const { err } = await run('render', 'platform', '-f', 'misspelt.yaml');
  expect(err).toContain(
    'enable_victoriatraces: is not a flag for tracing and is ignored; write enable_victoria_traces if that is meant',
  );
  expect(err).toContain('has flags that do not concern tracing and are ignored: enable_argocd');
});
