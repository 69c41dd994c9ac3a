import { describe, expect, test } from 'vitest';
import { ignoredOf, readSpec } from './reading.js';

const CLAIM = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
const QUANTITY =
  'is not a quantity; allowed: a number with an optional unit; write it as 500m, 0.5, 64Mi or 1Gi';
const MODES =
  'allowed: ReadWriteOnce, ReadOnlyMany, ReadWriteMany, ReadWriteOncePod, the last one alone; correct it';
const NOTHING = 'asks for nothing; allowed: a quantity above 0; write it as 1Gi';
const SOURCE =
  'names no object; allowed: kind and name, with the apiGroup of any kind but PersistentVolumeClaim; correct it';
const CLASS =
  'is no Kubernetes name; allowed: lower-case letters, digits, "-" and ".", with a letter or digit at both ends of each part; correct it';
const SELECTOR = 'is no label selector; allowed: matchLabels, matchExpressions; correct it';

const withClaim = (spec: object): object => ({ nodejs: { volumeClaimTemplate: { spec } } });
const requests = (storage: string | number): object => ({ resources: { requests: { storage } } });
const expression = (key: string, operator: string, values?: readonly string[]): object => ({
  selector: { matchExpressions: [{ key, operator, ...(values && { values }) }] },
});

describe('a claim that is left out whole', () => {
  test.each<[string, object, string]>([
    ['no access mode', { accessModes: [] }, `.accessModes: is ""; ${MODES}`],
    ['unknown access mode', { accessModes: ['rw'] }, `.accessModes: is "rw"; ${MODES}`],
    [
      'one pod beside another mode',
      { accessModes: ['ReadWriteOncePod', 'ReadWriteMany'] },
      `.accessModes: is "ReadWriteOncePod, ReadWriteMany"; ${MODES}`,
    ],
    ['no storage', { resources: {} }, `.resources.requests.storage: ${NOTHING}`],
    ['storage of nothing', requests('0Gi'), `.resources.requests.storage: ${NOTHING}`],
    [
      'limit that is no quantity',
      { resources: { ...CLAIM.resources, limits: { storage: '1 GB' } } },
      `.resources.limits.storage: ${QUANTITY}`,
    ],
    ['block device', { volumeMode: 'Block' }, '.volumeMode: is "Block"; allowed: Filesystem; remove it'],
    ['no volume mode', { volumeMode: '' }, '.volumeMode: is ""; allowed: Filesystem; remove it'],
    ['storage class', { storageClassName: 'Fast SSD' }, `.storageClassName: ${CLASS}`],
    ['attributes class', { volumeAttributesClassName: 'A' }, `.volumeAttributesClassName: ${CLASS}`],
    ['label of a selector', { selector: { matchLabels: { 'a b': 'c' } } }, `.selector: ${SELECTOR}`],
    ['operator of a selector', expression('a', 'Is', ['b']), `.selector: ${SELECTOR}`],
    ['selector without values', expression('a', 'In'), `.selector: ${SELECTOR}`],
    ['selector with values', expression('a', 'Exists', ['b']), `.selector: ${SELECTOR}`],
    ['source without name', { dataSource: { kind: 'PersistentVolumeClaim' } }, `.dataSource: ${SOURCE}`],
    [
      'source without group',
      { dataSourceRef: { kind: 'VolumeSnapshot', name: 'a' } },
      `.dataSourceRef: ${SOURCE}`,
    ],
    [
      'two sources',
      {
        dataSource: { kind: 'PersistentVolumeClaim', name: 'a' },
        dataSourceRef: { kind: 'PersistentVolumeClaim', name: 'b' },
      },
      '.dataSource: is set together with dataSourceRef; allowed: one of them; remove dataSource',
    ],
  ])('%s', (_, part, place) => {
    const at = 'spec.nodejs.volumeClaimTemplate';
    expect(ignoredOf(withClaim({ ...CLAIM, ...part }))).toEqual([
      `${at}.spec${place}; ${at} is ignored until then`,
    ]);
    expect(readSpec(withClaim({ ...CLAIM, ...part })).spec).toEqual({ nodejs: {} });
  });

  test('an empty one is as good as none', () => {
    expect(ignoredOf(withClaim({}))).toEqual([]);
    expect(readSpec(withClaim({})).spec).toEqual({});
  });

  test('storage that is no quantity', () => {
    expect(ignoredOf(withClaim({ ...CLAIM, ...requests('much') }))).toHaveLength(2);
  });
});

test.each<[string, object]>([
  ['one pod alone', { accessModes: ['ReadWriteOncePod'] }],
  ['several modes', { accessModes: ['ReadWriteOnce', 'ReadOnlyMany'] }],
  ['a number', requests(1024)],
  ['a class', { storageClassName: 'fast.example.com', volumeMode: 'Filesystem' }],
  ['no class', { storageClassName: '' }],
  [
    'a selector',
    { selector: { matchLabels: { a: '' }, matchExpressions: [{ key: 'b', operator: 'Exists' }] } },
  ],
  ['a snapshot', { dataSource: { apiGroup: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshot', name: 'a' } }],
])('a claim with %s is kept', (_, part) => {
  const spec = withClaim({ ...CLAIM, ...part });
  expect(readSpec(spec)).toMatchObject({ spec, ignored: [] });
});

test('metadata loses what a template may not have, and the claim stays', () => {
  const metadata = {
    name: 'mine',
    labels: { 'a b': 'c', d: 'e f', g: 'h' },
    annotations: { 'x y': 'z', 'Example.com/a': 'any text' },
  };
  const spec = { java: { volumeClaimTemplate: { metadata, spec: CLAIM } } };
  const at = 'spec.java.volumeClaimTemplate.metadata';
  expect(ignoredOf(spec).map((line) => line.slice(0, line.indexOf(': ')))).toEqual([
    `${at}.labels["a b"]`,
    `${at}.labels.d`,
    `${at}.annotations["x y"]`,
    `${at}.name`,
  ]);
  expect(readSpec(spec).spec).toEqual({
    java: {
      volumeClaimTemplate: {
        metadata: { labels: { g: 'h' }, annotations: { 'Example.com/a': 'any text' } },
        spec: CLAIM,
      },
    },
  });
});

test.each(['much', '-1Gi', '1 Gi'])('size limit %j is ignored', (volumeLimitSize) => {
  expect(ignoredOf({ python: { volumeLimitSize } })).toEqual([`spec.python.volumeLimitSize: ${QUANTITY}`]);
  expect(readSpec({ python: { volumeLimitSize } }).spec).toEqual({ python: {} });
});

test.each([0, '0', '512Mi', 1e6])('size limit %j is kept', (volumeLimitSize) => {
  expect(readSpec({ python: { volumeLimitSize } })).toMatchObject({
    spec: { python: { volumeLimitSize } },
    ignored: [],
  });
});
