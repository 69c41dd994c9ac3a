import { afterAll, describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { loadContext } from '../../../src/config/context.js';
import { resolveLanguages } from '../../../src/config/languages.js';
import { EMPTY_SNAPSHOT } from '../../../src/core/snapshot.js';
import { INSPECTION_MEMORY, LARGEST_MANIFEST } from '../../../src/http/bounds.js';
import { createIsolatedJudge } from '../../../src/http/isolation/isolated-judge.js';
import type { InspectedManifest, Inspection, InspectionEnd } from '../../../src/http/page/inspection.js';
import { inspectForm } from '../../../src/serve/inspection.js';
import { like } from '../../support/like.js';

const example = (name: string): string =>
  readFileSync(new URL(`../../../examples/checkout/${name}`, import.meta.url), 'utf8');
const contextFile = new URL('../../../examples/checkout/context.yaml', import.meta.url).pathname;
const context = await loadContext(contextFile, { languages: resolveLanguages({}) });
if (!context.ok) throw new Error('The context of the example is read.');
const { snapshot } = context.value;

const formOf = (manifest: string, namespace?: string): Buffer =>
  Buffer.from(
    new URLSearchParams({ manifest, ...(namespace === undefined ? {} : { namespace }) }).toString(),
  );

const inspect = (manifest: string, namespace?: string, cluster = snapshot): Inspection =>
  inspectForm(formOf(manifest, namespace), cluster);

function inspected(end: InspectionEnd): InspectedManifest {
  if (end.kind !== 'inspected') throw new Error(JSON.stringify(end));
  return end;
}

const podOf = (over: object = {}, env: readonly object[] = []): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: 'cart',
      annotations: { 'instrumentation.opentelemetry.io/inject-nodejs': 'true' },
      ...over,
    },
    spec: { containers: [{ name: 'app', image: 'node:22', env }] },
  });

test('says of a workload what is done, why, where its traces go, and what changes', () => {
  const { objects, differences, notes } = inspected(inspect(example('checkout.yaml')));
  expect(notes).toEqual([]);
  expect(objects).toHaveLength(1);
  expect(objects[0]).toMatchObject({
    title: 'Deployment shop/checkout (manifest:1:1)',
    status: 'injected',
    verdict: 'injected: nodejs into checkout',
    injections: [
      {
        route: [
          { name: 'nodejs agent', address: 'in checkout' },
          { name: 'Collector', address: 'http://otel-collector.monitoring.svc:4318' },
          { name: 'Tempo', address: 'http://tempo.monitoring.svc:4318' },
        ],
      },
    ],
  });
  expect(differences.map(({ name }) => name)).toEqual(['Deployment checkout']);
  expect(differences[0]?.lines).toContainEqual({
    kind: 'in',
    text: '+        tracing.dokaseca.io/status: injected',
  });
});

test('reads line breaks as a browser sends them', () => {
  const sent = example('checkout.yaml').replaceAll('\n', '\r\n');
  expect(inspect(sent)).toEqual(inspect(example('checkout.yaml')));
});

test('objects that name no namespace are in the one that is given', () => {
  expect(inspected(inspect(podOf(), 'shop')).objects[0]?.status).toBe('injected');
  expect(inspected(inspect(podOf(), ' ')).objects[0]?.title).toContain('default/cart');
});

test('objects beside it hold before those of the cluster', () => {
  const other = [
    'apiVersion: tracing.dokaseca.io/v1alpha1',
    'kind: TracingPlatform',
    'metadata: { name: default }',
    'spec: { addons: { enable_jaeger: true }, route: direct }',
  ].join('\n');
  const { objects } = inspected(inspect(`${other}\n---\n${podOf()}`, 'shop'));
  expect(objects[0]?.injections[0]?.route.map(({ name }) => name)).toEqual(['nodejs agent', 'Jaeger']);
});

test('redacts values by their names, in settings and changes', () => {
  const env = [
    { name: 'API_TOKEN', value: 'hidden' },
    { name: 'OTEL_EXPORTER_OTLP_HEADERS', value: 'authorization=hidden' },
    { name: 'OTEL_EXPORTER_OTLP_ENDPOINT', value: 'http://me:hidden@otel.obs.svc:4318' },
  ];
  const end = inspect(podOf({}, env), 'shop');
  expect(inspected(end).objects).toHaveLength(1);
  expect(JSON.stringify(end)).not.toContain('hidden');
  expect(JSON.stringify(end)).toContain('[redacted]');
});

test('shows the first of many objects, and says so', () => {
  const pods = Array.from({ length: 22 }, (_, index) => podOf({ name: `cart-${index}` })).join('\n---\n');
  const { objects, notes, differences } = inspected(inspect(pods, 'shop'));
  expect(objects).toHaveLength(20);
  expect(notes.join(' ')).toContain('2 more objects are not shown');
  expect(differences.length).toBeLessThanOrEqual(20);
});

test.each<[string, string, object]>([
  ['nothing', ' ', { path: 'manifest', message: like.stringContaining('is empty') }],
  ['no YAML', 'a: [', { path: like.stringContaining('manifest:1:'), message: like.stringContaining('YAML') }],
  [
    'too much',
    'x'.repeat(LARGEST_MANIFEST + 1),
    { path: 'manifest', message: like.stringContaining('65536 bytes') },
  ],
])('refuses %s', (_what, text, issue) => {
  expect(inspect(text)).toEqual({ kind: 'refused', issues: like.arrayContaining([issue]) });
});

test('refuses what is no UTF-8', () => {
  expect(inspectForm(Buffer.from([0x6d, 0xff]), snapshot).kind).toBe('refused');
});

test('says so where there is nothing to inspect', () => {
  const { objects, notes } = inspected(
    inspect('apiVersion: v1\nkind: Service\nmetadata: { name: cart }\nspec: {}', 'shop'),
  );
  expect(objects).toEqual([]);
  expect(notes).toEqual(['The text holds no pod, and no object that makes pods.']);
});

describe('the thread', () => {
  const isolated = createIsolatedJudge<{ readonly inspect: Inspection }>({
    // Threads cannot load sources.
    file: new URL('../../../dist/serve/inspect-thread.js', import.meta.url),
    ...{ snapshot: () => snapshot, onThreadEnd: () => undefined },
    // Time is no verdict.
    times: { wait: 60_000, judge: 20_000 },
    memory: INSPECTION_MEMORY,
  });
  afterAll(isolated.stop);
  const judge = (manifest: string): Promise<InspectionEnd> =>
    new Promise((resolve) => {
      isolated.judge('inspect', formOf(manifest, 'shop'), resolve);
    });

  test('says the same as without one', async () => {
    for (const manifest of [example('checkout.yaml'), example('storefront.yaml'), podOf(), 'a: ['])
      expect(await judge(manifest)).toEqual(inspect(manifest, 'shop'));
  });

  test.each<[string, string]>([
    ['lists in lists', '['.repeat(60_000)],
    ['maps in maps', '{a: '.repeat(12_000)],
    ['aliases of aliases', buildAliases()],
    [
      'many pods',
      Array.from({ length: 400 }, () => podOf())
        .join('\n---\n')
        .slice(0, 60_000),
    ],
    [
      'many keys',
      `kind: Pod\napiVersion: v1\nspec: {${Array.from({ length: 5000 }, (_, n) => `a${n}: 1`).join()}}`,
    ],
  ])('comes to an end with %s, and goes on', async (_what, manifest) => {
    expect(['refused', 'given-up', 'inspected']).toContain((await judge(manifest)).kind);
    expect((await judge(podOf())).kind).toBe('inspected');
  });
});

/** A few hundred bytes that would be a million values, were aliases written out. */
function buildAliases(): string {
  const lines = Array.from({ length: 8 }, (_, level) => {
    const item = level === 0 ? 'x' : `*l${level - 1}`;
    return `l${level}: &l${level} [${Array.from({ length: 9 }, () => item).join()}]`;
  });
  return [
    'apiVersion: v1',
    'kind: Pod',
    'metadata: { name: cart }',
    ...lines,
    'spec: { containers: *l7 }',
  ].join('\n');
}

test('nothing of an empty cluster is needed', () => {
  expect(inspected(inspect(podOf(), 'shop', EMPTY_SNAPSHOT)).objects).toHaveLength(1);
});
