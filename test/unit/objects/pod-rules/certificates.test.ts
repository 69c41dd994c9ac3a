import { describe, expect, test } from 'vitest';
import { ignoredOf, readSpec } from './reading.js';

const NAME =
  'is no Kubernetes name; allowed: lower-case letters, digits, "-" and ".", with a letter or digit at both ends of each part; correct it';
const FILE =
  'is no file; allowed: a key of the Secret or ConfigMap or an absolute path, without ".." and ":"; correct it';
const GOOD = { secretName: 'client', ca_file: 'ca.crt' };

describe('certificates are left out together', () => {
  test.each<[string, object, string]>([
    ['secretName', { secretName: 'My Secret' }, NAME],
    ['secretName', { secretName: 'a/b' }, NAME],
    ['configMapName', { configMapName: '..' }, NAME],
    ['ca_file', { ca_file: '../ca.crt' }, FILE],
    ['cert_file', { cert_file: '/etc/../key' }, FILE],
    ['key_file', { key_file: 'C:key' }, FILE],
    ['key_file', { key_file: 'a\0' }, FILE],
  ])('%s', (field, part, message) => {
    const exporter = { endpoint: 'https://c:4318', tls: { ...GOOD, ...part } };
    expect(ignoredOf({ exporter })).toEqual([
      `spec.exporter.tls.${field}: ${message}; spec.exporter.tls is ignored until then`,
    ]);
    expect(readSpec({ exporter }).spec).toEqual({ exporter: { endpoint: 'https://c:4318' } });
  });
});

test.each<[string, object]>([
  ['names with dots', { secretName: 'client.example.com', configMapName: 'ca.example.com' }],
  ['empty names', { secretName: '', configMapName: '', ca_file: '' }],
  ['absolute paths', { ca_file: '/etc/ssl/..data/ca.crt', cert_file: '/a', key_file: '/b' }],
])('%s are kept', (_, tls) => {
  const spec = { exporter: { tls } };
  expect(readSpec(spec)).toMatchObject({ spec, ignored: [] });
});
