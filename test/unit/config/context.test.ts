import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { loadContext, type Context } from '../../../src/config/context.js';
import { formatOwnerKey } from '../../../src/core/snapshot.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'context-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
});

const languages = new Set(['java'] as const);

function write(files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
}

async function load(files: Readonly<Record<string, string>>): Promise<Context> {
  write(files);
  const result = await loadContext(folder, { languages });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
}

/** Issues as a person reads them, without the folder. */
async function issues(files: Readonly<Record<string, string>>): Promise<readonly string[]> {
  write(files);
  const result = await loadContext(folder, { languages });
  const list = result.ok ? [] : result.error;
  return list.map(({ path, message }) => `${path}: ${message}`.replaceAll(`${folder}/`, ''));
}

const PLATFORM = `apiVersion: tracing.dokaseca.io/v1alpha1
kind: TracingPlatform
metadata: { name: default }
spec:
  addons: { enable_jaeger: true }
`;

const INSTRUMENTATION = `apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata:
  name: main
spec:
  exporter:
    endpoint: http://otel-collector:4318
  sampler: { type: always_on }
`;

const OTHERS = `apiVersion: v1
kind: List
items:
  - { apiVersion: v1, kind: Namespace, metadata: { name: shop, labels: { a: b } } }
  - { apiVersion: v1, kind: LimitRange, metadata: { name: l, namespace: shop }, spec: { limits: [{ type: Pod, max: { cpu: 1 } }] } }
  - { apiVersion: apps/v1, kind: ReplicaSet, metadata: { name: web-1, namespace: shop } }
  - { apiVersion: batch/v1, kind: Job, metadata: { name: once, namespace: shop } }
  - { apiVersion: v1, kind: ConfigMap, metadata: { name: c, namespace: shop }, data: { A: x } }
  - apiVersion: v1
    kind: ServiceAccount
    metadata: { name: web, namespace: shop, annotations: { kubernetes.io/enforce-mountable-secrets: 'true' } }
    secrets: [{ name: tls }]
    imagePullSecrets: [{ name: registry }, {}]
  - { apiVersion: v1, kind: Secret, metadata: { name: s }, stringData: { password: hunter2 } }
  - { apiVersion: apps/v1, kind: Deployment, metadata: 7 }
`;

test('a folder: every kind that is read, other kinds and files passed over', async () => {
  const { snapshot, notices } = await load({
    'a.yaml': PLATFORM,
    'b.yml': INSTRUMENTATION,
    'c.json': JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'json' } }),
    'd.yaml': OTHERS,
    'notes.txt': 'kind: [',
    '.hidden.yaml': 'kind: [',
  });
  expect(notices).toEqual([]);
  expect(snapshot).toMatchObject({
    platform: { kind: 'ready', platform: { primary: { value: 'jaeger' } } },
    languages,
  });
  expect([...snapshot.namespaces.keys()].sort()).toEqual(['json', 'shop']);
  expect(snapshot.instrumentations.get('default')?.get('main')?.spec.sampler).toEqual({ type: 'always_on' });
  expect(snapshot.limitRanges.get('shop')).toEqual([
    { name: 'l', limits: [{ type: 'Pod', max: { cpu: 1 } }] },
  ]);
  expect([...snapshot.owners.keys()].sort()).toEqual([
    formatOwnerKey('Job', 'shop', 'once'),
    formatOwnerKey('ReplicaSet', 'shop', 'web-1'),
  ]);
  expect([...snapshot.configMaps]).toEqual([['shop/c', { A: 'x' }]]);
  expect([...snapshot.serviceAccounts]).toEqual([
    ['shop/web', { enforcesSecrets: true, secrets: ['tls'], pullSecrets: ['registry'] }],
  ]);
});

test('one file, whatever its name', async () => {
  write({ context: INSTRUMENTATION });
  const result = await loadContext(join(folder, 'context'), { languages });
  expect(result.ok && result.value.snapshot.platform).toEqual({ kind: 'absent' });
});

test('a Secret reaches neither the snapshot nor a notice', async () => {
  const { snapshot, notices } = await load({ 'd.yaml': OTHERS });
  const { configMaps, platform, ...maps } = snapshot;
  const parts = Object.values(maps).map((part) => (typeof part === 'boolean' ? part : [...part]));
  const all = [[...configMaps], platform, ...parts];
  expect(JSON.stringify([all, notices])).toContain('"A":"x"');
  expect(JSON.stringify([all, notices])).not.toContain('hunter2');
});

test('the snapshot cannot be changed', async () => {
  const { snapshot } = await load({ 'a.yaml': PLATFORM, 'b.yaml': INSTRUMENTATION });
  expect(Object.isFrozen(snapshot)).toBe(true);
  expect(Object.isFrozen(snapshot.instrumentations.get('default')?.get('main')?.spec.exporter)).toBe(true);
  expect(() => Object.assign(snapshot.platform, { kind: 'absent' })).toThrow(TypeError);
});

describe('notices name file, line and path', () => {
  test.each<[string, string, string]>([
    [
      'an unknown field',
      `${INSTRUMENTATION}  cobol: {}\n`,
      'x.yaml:9:3: spec.cobol: is not a known field and is ignored; correct its name or remove it',
    ],
    [
      'a warning',
      INSTRUMENTATION.replace('http:', 'https:'),
      'x.yaml:7:5: spec.exporter.endpoint: is https:// without spec.exporter.tls; agents trust only their own CAs',
    ],
    [
      'what the Operator would refuse',
      INSTRUMENTATION.replace('always_on', 'traceidratio, argument: "2"'),
      'x.yaml:8:34: spec.sampler.argument: is "2"; allowed: a number from 0 to 1; correct it',
    ],
    [
      'other flags',
      PLATFORM.replace('{ enable_jaeger', '{ enable_x: 1, enable_jaeger'),
      'x.yaml:5:3: spec.addons: has flags that do not concern tracing and are ignored: enable_x',
    ],
    [
      'another API version',
      INSTRUMENTATION.replace('v1alpha1', 'v1beta1'),
      'x.yaml:1:1: apiVersion: is "opentelemetry.io/v1beta1", so this Instrumentation is skipped; allowed: opentelemetry.io/v1alpha1; correct it if it is meant for tracing',
    ],
  ])('%s', async (_, text, expected) => {
    const { notices } = await load({ 'x.yaml': text });
    expect(notices.map(({ path, message }) => `${path}: ${message}`)).toEqual([`${folder}/${expected}`]);
  });
});

describe('what is refused names file, line, path, what is allowed and the remedy', () => {
  test.each<[string, string, readonly string[]]>([
    ['no YAML', 'kind: "x\n', ['x.yaml:2:1: is not YAML: Missing closing "quote']],
    [
      'a wrong type',
      INSTRUMENTATION.replace('http://otel-collector:4318', '4318'),
      ['x.yaml:7:5: spec.exporter.endpoint: is a number; allowed: text; put it in quotes'],
    ],
    [
      'an unknown field of the platform',
      PLATFORM.replace('addons', 'addon'),
      [
        'x.yaml:5:3: spec.addon: is not a known field; allowed: cluster, addons, backend, route, collector, backends, signals, propagators, sampling, images, agents, injection; correct its name or remove it',
      ],
    ],
    [
      'a missing field',
      INSTRUMENTATION.replace('name: main', 'labels: {}'),
      ['x.yaml:3:1: metadata.name: is missing; allowed: text; add it'],
    ],
    [
      'what cannot work together',
      `${PLATFORM}  backend: tempo\n`,
      [
        'x.yaml:6:3: spec.backend: is tempo, which is not enabled; allowed: jaeger; set spec.addons.enable_tempo: true or name an enabled one',
      ],
    ],
    [
      'an object twice',
      `${INSTRUMENTATION}---\n${INSTRUMENTATION}`,
      [
        'x.yaml:10:1: Instrumentation default/main is at x.yaml:1:1 already; allowed: one object of a kind and name; remove one of the two',
      ],
    ],
    [
      'anchors without end',
      'apiVersion: v1\nkind: ConfigMap\ndata: &d { a: *d }\n',
      ['x.yaml:1:1: has anchors that contain themselves or too many aliases; write it out'],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await issues({ 'x.yaml': text, 'good.yaml': OTHERS })).toEqual(expected);
  });

  test('issues of all files at once', async () => {
    const bad = INSTRUMENTATION.replace('always_on', 'sometimes');
    expect(
      await issues({ 'a.yaml': bad, 'b.yaml': 'kind: [', 'c.yaml': bad.replace('main', 'other') }),
    ).toHaveLength(3);
  });

  test('a path that does not exist', async () => {
    const path = join(folder, 'missing');
    const result = await loadContext(path, { languages });
    const [issue] = result.ok ? [] : result.error;
    expect(issue?.path).toBe(path);
    expect(issue?.message).toMatch(
      /^cannot be read \(.*ENOENT.*; name a file or folder that exists and is readable$/,
    );
  });
});
