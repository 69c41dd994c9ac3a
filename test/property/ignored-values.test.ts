import { expect, test } from 'vitest';
import fc from 'fast-check';
import { removeEmptyStructs } from '../../src/core/objects/operator-defaults.js';
import { parseInstrumentation } from '../../src/core/objects/parse-instrumentation.js';
import { findPlaces, valueAt, withValue, type Place } from './growth/places.js';
import { must, mustEqual } from './law.js';

const SEED = Number(process.env['PROPERTY_SEED'] ?? 20262);
const RUN = { seed: SEED, numRuns: 1000 };

const resources = { limits: { cpu: 1, memory: '64Mi' }, requests: { 'ephemeral-storage': '1Gi' } };
const securityContext = {
  ...{ runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true, procMount: 'Default' },
  ...{ privileged: true, allowPrivilegeEscalation: true, capabilities: { add: ['CAP_SYS_ADMIN'] } },
  seccompProfile: { type: 'Localhost', localhostProfile: 'audit.json' },
  appArmorProfile: { type: 'RuntimeDefault' },
};
const claim = {
  accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
  resources: { requests: { storage: '1Gi' }, limits: { storage: 1024 } },
  selector: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
  ...{ storageClassName: 'fast', volumeMode: 'Filesystem', volumeAttributesClassName: 'gold' },
  dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' },
};

/** A value for each rule about what a pod may carry. */
const SPEC = {
  exporter: {
    endpoint: 'https://otel:4318',
    tls: { secretName: 's', configMapName: 'c', ca_file: 'ca.crt', cert_file: '/a/crt', key_file: 'key' },
  },
  resource: { resourceAttributes: { 'service.version': '1', team: 'shop' } },
  sampler: { type: 'always_on', argument: '1' },
  env: [
    { name: 'A', value: 'x' },
    { name: 'B', valueFrom: { fieldRef: { fieldPath: 'metadata.name', apiVersion: 'v1' } } },
    { name: 'C', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', containerName: '', divisor: 1 } } },
    { name: 'D', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
  ],
  imagePullPolicy: 'Always',
  initContainerSecurityContext: securityContext,
  java: { image: 'java:1', resources, extensions: [{ image: 'ext:1', dir: '/ext' }] },
  python: {
    volumeLimitSize: '200Mi',
    volumeClaimTemplate: { metadata: { labels: { a: 'b' }, annotations: { 'c.d/e': 'f' } }, spec: claim },
  },
  go: { resourceRequirements: resources, securityContext },
  nginx: { attrs: [{ name: 'NginxModuleEnabled', value: 'ON' }] },
};

const isLeaf = (value: unknown): boolean => typeof value !== 'object';
/** The sampler's type is one of a few for the OpenTelemetry Operator, too: another one refuses the object. */
const PLACES = findPlaces(SPEC, isLeaf).filter((place) => place.join('.') !== 'sampler.type');

const TEXTS = [
  '',
  'a b',
  '\0',
  '..',
  '-a',
  'a\nb',
  'CAP_SYS_ADMIN',
  'Localhost',
  'In',
  '1Gi',
  '1e99',
  '0',
  'A:b',
  'x'.repeat(600),
];
const oddText = fc.constantFrom(...TEXTS);
const oddNumber = fc.constantFrom(-1, 0, 1, 2 ** 31);

/** A place, and a value of the type that stands there. */
const change = fc.constantFrom(...PLACES).chain((place) => {
  const value = valueAt(SPEC, place);
  const other =
    typeof value === 'string' ? oddText : typeof value === 'number' ? oddNumber : fc.constant(!value);
  return fc.tuple(fc.constant(place), other);
});

const applyChanges = (changes: readonly (readonly [Place, unknown])[]): unknown =>
  changes.reduce<unknown>((spec, [place, value]) => withValue(spec, place, value), SPEC);

const read = (spec: unknown): ReturnType<typeof parseInstrumentation> =>
  parseInstrumentation({ metadata: { name: 'main' }, spec });

test('a spec that a pod may carry loses nothing', () => {
  expect(read(SPEC)).toMatchObject({ ok: true, value: { instrumentation: { spec: SPEC, ignored: [] } } });
});

test('however values are wrong, they take no object away, and what is left breaks no rule', () => {
  let ignoring = 0;
  fc.assert(
    fc.property(fc.array(change, { minLength: 1, maxLength: 6 }), (changes) => {
      const first = read(applyChanges(changes));
      must(first.ok, 'the object is refused', first);
      if (!first.ok) return;
      const { spec, ignored } = first.value.instrumentation;
      if (ignored.length > 0) ignoring += 1;
      const again = read(spec);
      must(again.ok, 'what is left is refused', again);
      if (!again.ok) return;
      // A section of which nothing is left says nothing.
      const expected = { spec: removeEmptyStructs(spec), ignored: [] };
      const { spec: kept, ignored: more } = again.value.instrumentation;
      mustEqual({ spec: kept, ignored: more }, expected, 'what is left is not taken as it is');
    }),
    RUN,
  );
  expect(ignoring).toBeGreaterThan(RUN.numRuns / 2);
});
