import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import jsonPatch, { type Operation as PatchOperation } from 'fast-json-patch';
import { platformWith } from '../core/subjects.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../../src/core/snapshot.js';
import { readEditable } from '../../../src/inject/editable-yaml.js';
import { injectText, type Injected } from '../../../src/inject/inject.js';
import { jsonText } from '../../../src/inject/kubernetes-yaml.js';
import { commentedYaml, commentsIn, type Json } from '../../support/commented-yaml.js';

/** More runs, and others: PROPERTY_RUNS=2000 PROPERTY_SEED=7 */
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 150);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20261);

type Map = Readonly<Record<string, Json>>;

const INJECT = 'instrumentation.opentelemetry.io/inject-';
const snapshot: ClusterSnapshot = {
  ...EMPTY_SNAPSHOT,
  platform: { kind: 'ready', platform: platformWith({}) },
  // The Namespace asks, so that a pod may be without annotations.
  namespaces: new Map([['shop', { annotations: { [`${INJECT}nodejs`]: 'true' }, labels: {} }]]),
};

const variables = fc.uniqueArray(
  fc.constantFrom<Map>(
    { name: 'NODE_OPTIONS', value: '--max-old-space-size=512' },
    { name: 'JAVA_TOOL_OPTIONS', value: '-Xmx1g' },
    { name: 'A', value: 'plain' },
    { name: 'B', value: 'two\nlines' },
    { name: 'C', value: 'and\nan end\n' },
    { name: 'D', value: '' },
    { name: 'E' },
    { name: 'S', valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } },
    { name: 'NODE_OPTIONS', valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } },
    { name: 'OTEL_SERVICE_NAME', value: 'cart' },
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=shop' },
  ),
  { maxLength: 5, selector: ({ name }) => name },
);

const nothing = fc.constantFrom<Json>(null, []);
/** A field that may be absent, null or empty. */
const sparse = <T extends Json>(filled: fc.Arbitrary<T>): fc.Arbitrary<Json | undefined> =>
  fc.oneof(
    { arbitrary: fc.constant(undefined), weight: 1 },
    { arbitrary: nothing, weight: 1 },
    { arbitrary: filled, weight: 4 },
  );

const containerNamed = (name: string): fc.Arbitrary<Map> =>
  fc
    .record({
      command: sparse(fc.constant(['node', 'server.js'])),
      args: sparse(fc.constant(['-c', 'one\ntwo\n', 'x: y'])),
      env: sparse(variables),
      volumeMounts: sparse(fc.constant([{ name: 'data', mountPath: '/data' }])),
      resources: fc.constantFrom<Json | undefined>(
        undefined,
        null,
        {},
        { limits: { memory: '1Gi', cpu: 1 } },
      ),
    })
    .map((fields) => present({ name, image: 'shop:1', ...fields }));

const present = (fields: Readonly<Record<string, Json | undefined>>): Map =>
  Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );

const annotations = fc.constantFrom<Json | undefined>(
  undefined,
  null,
  {},
  { [`${INJECT}java`]: 'true' },
  { 'a.example/note': 'one\ntwo', [`${INJECT}java`]: 'true', [`${INJECT}go`]: 'true' },
  {
    'tracing.dokaseca.io/status': 'skipped',
    'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': 'data',
  },
);

const template = fc
  .record({
    annotations,
    labels: fc.constantFrom<Json | undefined>(undefined, null, { app: 'cart' }),
    containers: fc
      .constantFrom(['app'], ['app', 'side'])
      .chain((names) => fc.tuple(...names.map(containerNamed))),
    initContainers: sparse(containerNamed('init').map((each) => [each])),
    volumes: sparse(
      fc.constant([
        { name: 'data', emptyDir: {} },
        { name: 'c', configMap: { name: 'c' } },
      ]),
    ),
    last: fc.constantFrom<Json>(null, 30, 'text\n\n', ['x'], { a: { b: ['c'] } }),
  })
  .map(({ annotations: notes, labels, containers, last, ...spec }) => ({
    metadata: present({ labels, annotations: notes }),
    spec: present({ ...spec, containers, xLast: last }),
  }));

const workload = fc.oneof(
  template.map(({ metadata, spec }): Map => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { ...metadata, name: 'cart', namespace: 'shop' },
    spec,
  })),
  template.map((pod): Map => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'cart', namespace: 'shop' },
    spec: { replicas: 2, template: pod },
  })),
);

const other: Map = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 's' },
  spec: { ports: [{ port: 80 }] },
};

const documents = fc
  .tuple(fc.boolean(), fc.array(workload, { minLength: 1, maxLength: 2 }), fc.boolean())
  .map(([before, workloads, after]): readonly Map[] => [
    ...(before ? [other] : []),
    ...workloads,
    ...(after ? [other] : []),
  ]);

const dataOf = (text: string): readonly unknown[] => {
  const yaml = readEditable(text, 'pod.yaml');
  if (!yaml.ok) throw new Error(`${JSON.stringify(yaml.error)}\n${text}`);
  return yaml.value.documents.map((document): unknown => JSON.parse(jsonText(document.toJS())));
};

/** The objects of a text with the operations of each workload played onto them. */
function patchedData({ before, decisions }: Injected): readonly unknown[] {
  const objects = [...dataOf(before)];
  const workloads = objects.filter((object) => (object as Map)['kind'] !== 'Service');
  const all = workloads.map((object, index) => {
    const prefix = (object as Map)['kind'] === 'Pod' ? '' : '/spec/template';
    const operations = (decisions[index]?.operations ?? []).map((operation) => ({
      ...operation,
      path: prefix + operation.path,
      ...('from' in operation ? { from: prefix + operation.from } : {}),
    }));
    return jsonPatch.applyPatch(structuredClone(object), structuredClone(operations) as PatchOperation[])
      .newDocument;
  });
  return objects.map((object) => all[workloads.indexOf(object)] ?? object);
}

function injected(text: string): Injected {
  const result = injectText({ file: 'pod.yaml', text }, snapshot, 'shop');
  if (!result.ok) throw new Error(`${JSON.stringify(result.error)}\n${text}`);
  return result.value;
}

const wanderers = (text: string): boolean => /OTEL_RESOURCE_ATTRIBUTES/.test(text);

let count = 0;
test('every comment is there once, in its order, and the objects are what the operations make of them', () => {
  const choices = fc.array(fc.nat(840), { maxLength: 600, size: 'max' });
  fc.assert(
    fc.property(documents, choices, (objects, numbers) => {
      const before = commentedYaml(objects, numbers);
      expect(dataOf(before)).toEqual(objects);
      const result = injected(before);
      const { after } = result;
      const was = commentsIn(before);
      count += was.length;
      const now = commentsIn(after);
      if (wanderers(before)) expect([...now].sort()).toEqual([...was].sort());
      else expect(now).toEqual(was);
      expect(dataOf(after)).toEqual(patchedData(result));
    }),
    { numRuns: RUNS, seed: SEED },
  );
  process.stdout.write(`\n${count} comments in ${RUNS} texts, PROPERTY_SEED=${SEED}\n`);
});
