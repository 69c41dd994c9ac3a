import { describe, expect, test } from 'vitest';
import { ignoredOf, readSpec } from './reading.js';

const NAME =
  'is no name of a variable; allowed: letters, digits, "_", "-" and ".", and neither a digit nor ".." first; correct it';
const ALLOWED = 'fieldRef, configMapKeyRef, secretKeyRef, resourceFieldRef';
const FIELDS =
  "metadata.name, metadata.namespace, metadata.uid, spec.nodeName, spec.serviceAccountName, status.hostIP, status.hostIPs, status.podIP, status.podIPs, metadata.labels['<key>'], metadata.annotations['<key>']";
const KEY =
  'is no key of a Secret or ConfigMap; allowed: letters, digits, "-", "_" and ".", and no ".." first; correct it';
const OBJECT =
  'is no Kubernetes name; allowed: lower-case letters, digits, "-" and ".", with a letter or digit at both ends of each part; correct it';
const RESOURCES =
  'limits.cpu, requests.cpu, limits.memory, requests.memory, limits.ephemeral-storage, requests.ephemeral-storage';
/** What is said where nothing stands, from what is said of a wrong text. */
const missing = (wrong: string): string =>
  wrong.replace(/^[^;]*/, 'is missing').replace(/correct it$/, 'add it');

const from = (valueFrom: object): object => ({ name: 'A', valueFrom });
const field = (fieldPath: string): object => from({ fieldRef: { fieldPath } });
const resource = (settings: object): object => from({ resourceFieldRef: settings });
const secret = (settings: object): object => from({ secretKeyRef: settings });

describe('a variable that is ignored', () => {
  test.each<[string, object, string]>([
    ['empty name', { name: '' }, `.name: ${NAME}`],
    ['digit first', { name: '1A' }, `.name: ${NAME}`],
    ['space', { name: 'A B' }, `.name: ${NAME}`],
    ['name with =', { name: 'A=' }, `.name: ${NAME}`],
    ['name of one dot', { name: '.' }, `.name: ${NAME}`],
    ['name with two dots first', { name: '..A' }, `.name: ${NAME}`],
    ['NUL', { name: 'A', value: 'x\0' }, '.value: has a NUL character; allowed: text without it; remove it'],
    [
      'value and reference',
      { name: 'A', value: 'x', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      ': has value and valueFrom; allowed: one of them; remove the other',
    ],
    ['no source', from({}), `.valueFrom: has no known source; allowed: one of ${ALLOWED}; correct it`],
    [
      'source that is not known',
      from({ vaultRef: {} }),
      `.valueFrom: has no known source; allowed: one of ${ALLOWED}; correct it`,
    ],
    [
      'two sources',
      from({ fieldRef: { fieldPath: 'metadata.name' }, secretKeyRef: { name: 's', key: 'k' } }),
      `.valueFrom: has fieldRef and secretKeyRef; allowed: one of ${ALLOWED}; correct it`,
    ],
    [
      'file of a volume',
      from({ fileKeyRef: { volumeName: 'v', path: 'p', key: 'k' } }),
      `.valueFrom: has fileKeyRef; allowed: one of ${ALLOWED}; correct it`,
    ],
    [
      'field that a variable cannot have',
      field('status.phase'),
      `.valueFrom.fieldRef.fieldPath: is "status.phase"; allowed: ${FIELDS}; use one of them`,
    ],
    [
      'all labels',
      field('metadata.labels'),
      `.valueFrom.fieldRef.fieldPath: is "metadata.labels"; allowed: ${FIELDS}; use one of them`,
    ],
    [
      'label that is none',
      field("metadata.labels['a b']"),
      `.valueFrom.fieldRef.fieldPath: is "metadata.labels['a b']"; allowed: ${FIELDS}; use one of them`,
    ],
    [
      'key of another field',
      field("metadata.name['a']"),
      `.valueFrom.fieldRef.fieldPath: is "metadata.name['a']"; allowed: ${FIELDS}; use one of them`,
    ],
    [
      'other version',
      from({ fieldRef: { fieldPath: 'metadata.name', apiVersion: 'v2' } }),
      '.valueFrom.fieldRef.apiVersion: is "v2"; allowed: v1; remove it',
    ],
    [
      'no resource',
      resource({}),
      `.valueFrom.resourceFieldRef.resource: is missing; allowed: ${RESOURCES}; add it`,
    ],
    [
      'unknown resource',
      resource({ resource: 'limits.gpu' }),
      `.valueFrom.resourceFieldRef.resource: is "limits.gpu"; allowed: ${RESOURCES}; use one of them`,
    ],
    [
      'resource of another container',
      resource({ resource: 'limits.cpu', containerName: 'app' }),
      '.valueFrom.resourceFieldRef.containerName: is "app", which not every pod has; allowed: the container itself; remove it',
    ],
    [
      'divisor of CPU',
      resource({ resource: 'limits.cpu', divisor: '1Mi' }),
      '.valueFrom.resourceFieldRef.divisor: is "1Mi"; allowed: 1, 1m; use one of them',
    ],
    [
      'divisor of memory',
      resource({ resource: 'limits.memory', divisor: '1m' }),
      '.valueFrom.resourceFieldRef.divisor: is "1m"; allowed: 1, 1k, 1M, 1G, 1T, 1P, 1E, 1Ki, 1Mi, 1Gi, 1Ti, 1Pi, 1Ei; use one of them',
    ],
    ['no key', secret({ name: 's' }), `.valueFrom.secretKeyRef.key: ${missing(KEY)}`],
    ['no object', secret({ key: 'k' }), `.valueFrom.secretKeyRef.name: ${missing(OBJECT)}`],
    ['empty key', secret({ name: 's', key: '' }), `.valueFrom.secretKeyRef.key: ${KEY}`],
    ['bad key', secret({ name: 's', key: 'a/b' }), `.valueFrom.secretKeyRef.key: ${KEY}`],
    [
      'bad object',
      from({ configMapKeyRef: { name: 'A', key: 'k' } }),
      `.valueFrom.configMapKeyRef.name: ${OBJECT}`,
    ],
  ])('%s', (_, variable, place) => {
    const kept = { name: 'KEPT', value: '1' };
    const whole = (at: string): string => (place.startsWith(':') ? '' : `; ${at} is ignored until then`);
    expect(ignoredOf({ env: [kept, variable] })).toEqual([`spec.env[1]${place}${whole('spec.env[1]')}`]);
    expect(readSpec({ env: [variable, kept] }).spec).toEqual({ env: [kept] });
    expect(ignoredOf({ go: { env: [variable] } })).toEqual([
      `spec.go.env[0]${place}${whole('spec.go.env[0]')}`,
    ]);
  });
});

test.each<[string, object]>([
  ['a name with dots and dashes', { name: '.A-b.c_1' }],
  [
    'an empty value beside a reference',
    { name: 'A', value: '', valueFrom: { fieldRef: { fieldPath: 'metadata.uid' } } },
  ],
  ['a field of version v1', from({ fieldRef: { fieldPath: 'status.hostIPs', apiVersion: 'v1' } })],
  ['the old name of a field', field('spec.host')],
  ['a label', field("metadata.labels['app.kubernetes.io/name']")],
  ['an annotation', field("metadata.annotations['Example.com/a']")],
  ['a resource', resource({ resource: 'requests.memory', divisor: '1Mi' })],
  ['a resource in its base unit', resource({ resource: 'limits.cpu', divisor: 1 })],
  ['huge pages', resource({ resource: 'limits.hugepages-2Mi' })],
  ['a key', secret({ name: 'my.secret', key: '.dot_and-dash' })],
])('%s is kept', (_, variable) => {
  expect(readSpec({ env: [variable] })).toMatchObject({ spec: { env: [variable] }, ignored: [] });
});

test('a variable that is there twice stays twice', () => {
  const env = [
    { name: 'A', value: '1' },
    { name: 'A', value: '2' },
  ];
  expect(readSpec({ env })).toMatchObject({ spec: { env }, ignored: [] });
});

test('a variable with two faults is told of both and left out once', () => {
  const env = [
    { name: '1', valueFrom: {} },
    { name: 'A', value: 'x' },
  ];
  expect(ignoredOf({ env })).toHaveLength(2);
  expect(readSpec({ env }).spec).toEqual({ env: [{ name: 'A', value: 'x' }] });
});

test('a value is never repeated, as it may be a secret', () => {
  expect(ignoredOf({ env: [{ name: '1', value: 'hunter2', valueFrom: {} }] }).join()).not.toContain(
    'hunter2',
  );
});

describe('directives of web servers', () => {
  test.each<[string, object, string]>([
    ['empty name', { name: '' }, `.name: ${NAME}`],
    [
      'line break',
      { name: 'A', value: 'on\nInclude /etc/passwd' },
      '.value: has a line break, after which another directive would begin; allowed: one line; write two entries',
    ],
    ['NUL', { name: 'A', value: '\0' }, '.value: has a NUL character; allowed: text without it; remove it'],
  ])('%s', (_, attribute, place) => {
    expect(ignoredOf({ nginx: { attrs: [attribute] } })).toEqual([
      `spec.nginx.attrs[0]${place}; spec.nginx.attrs[0] is ignored until then`,
    ]);
    expect(readSpec({ apacheHttpd: { attrs: [attribute] } }).spec).toEqual({ apacheHttpd: { attrs: [] } });
  });

  test('where a value would come from is not read', () => {
    expect(ignoredOf({ nginx: { attrs: [{ name: 'A', value: 'x', valueFrom: {} }] } })).toEqual([]);
  });
});

test('other texts that become variables are ignored for a NUL only', () => {
  const spec = {
    exporter: { endpoint: 'http://a\0' },
    sampler: { type: 'always_on', argument: '\0' },
    resource: { resourceAttributes: { 'a.b': '\0', c: 'd' } },
  };
  const nul = 'has a NUL character; allowed: text without it; remove it';
  expect(ignoredOf(spec)).toEqual([
    `spec.exporter.endpoint: ${nul}`,
    `spec.resource.resourceAttributes["a.b"]: ${nul}`,
    `spec.sampler.argument: ${nul}`,
  ]);
  expect(readSpec(spec).spec).toEqual({
    exporter: {},
    sampler: { type: 'always_on' },
    resource: { resourceAttributes: { c: 'd' } },
  });
});
