import { describe, expect, test } from 'vitest';
import type { PodEdit } from '../../../../src/core/edits.js';
import { buildExporterTls } from '../../../../src/core/plan/exporter-tls.js';
import { refTo, shownSettings } from '../contexts.js';

const app = refTo('app');
type Tls = NonNullable<Parameters<typeof buildExporterTls>[0]>;
const planned = (tls: Tls | undefined): ReturnType<typeof buildExporterTls> =>
  buildExporterTls(tls, app, 'instrumentation');
const SECRET_PATH = '/otel-auto-instrumentation-secret-s';
const CONFIG_MAP_PATH = '/otel-auto-instrumentation-configmap-c';

const volumes = (edits: readonly PodEdit[]): readonly string[] =>
  edits.flatMap((edit) => (edit.op === 'volume' ? [edit.volume.name] : []));
const mounts = (edits: readonly PodEdit[]): readonly string[] =>
  edits.flatMap((edit) => (edit.op === 'mount' ? [`${edit.mount.name} ${edit.mount.mountPath}`] : []));

test('no certificates, no edits', () => {
  expect(planned(undefined)).toEqual({ edits: [], variables: [], objects: [] });
  expect(planned({})).toEqual({ edits: [], variables: [], objects: [] });
});

test('a Secret is mounted for reading, and may be missing', () => {
  expect(planned({ secretName: 's' }).edits).toEqual([
    { op: 'volume', volume: { name: 'otel-auto-secret-s', secret: { secretName: 's', optional: true } } },
    {
      op: 'mount',
      container: app,
      mount: { name: 'otel-auto-secret-s', mountPath: SECRET_PATH, readOnly: true },
    },
  ]);
});

test('so is a ConfigMap', () => {
  expect(planned({ configMapName: 'c' }).edits).toEqual([
    { op: 'volume', volume: { name: 'otel-auto-configmap-c', configMap: { name: 'c', optional: true } } },
    {
      op: 'mount',
      container: app,
      mount: { name: 'otel-auto-configmap-c', mountPath: CONFIG_MAP_PATH, readOnly: true },
    },
  ]);
});

test('what is mounted is listed', () => {
  expect(planned({ secretName: 's', configMapName: 'c' }).objects).toEqual([
    { kind: 'Secret', name: 's' },
    { kind: 'ConfigMap', name: 'c' },
  ]);
  expect(planned({ secretName: '', ca_file: '/etc/ssl/ca.pem' }).objects).toEqual([]);
});

const CA = 'OTEL_EXPORTER_OTLP_CERTIFICATE';
const CERT = 'OTEL_EXPORTER_OTLP_CLIENT_CERTIFICATE';
const KEY = 'OTEL_EXPORTER_OTLP_CLIENT_KEY';

test('variables have the origin of their files', () => {
  expect(shownSettings(buildExporterTls({ ca_file: '/ca' }, app, 'platform').variables)).toEqual([
    `${CA}=/ca (platform)`,
  ]);
});

describe('variables', () => {
  test.each<[string, Tls, readonly string[]]>([
    ['CA of the Secret', { secretName: 's', ca_file: 'ca.crt' }, [`${CA}=${SECRET_PATH}/ca.crt`]],
    [
      'CA of the ConfigMap before the Secret',
      { secretName: 's', configMapName: 'c', ca_file: 'ca.crt' },
      [`${CA}=${CONFIG_MAP_PATH}/ca.crt`],
    ],
    ['an absolute CA', { secretName: 's', ca_file: '/etc/ssl/ca.pem' }, [`${CA}=/etc/ssl/ca.pem`]],
    ['an empty CA', { secretName: 's', ca_file: '' }, []],
    [
      'client files are of the Secret',
      { secretName: 's', configMapName: 'c', cert_file: 'tls.crt', key_file: 'tls.key' },
      [`${CERT}=${SECRET_PATH}/tls.crt`, `${KEY}=${SECRET_PATH}/tls.key`],
    ],
    ['absolute client files', { cert_file: '/a/c', key_file: '/a/k' }, [`${CERT}=/a/c`, `${KEY}=/a/k`]],
  ])('%s', (_, tls, expected) => {
    expect(shownSettings(planned(tls).variables)).toEqual(
      expected.map((each) => `${each} (instrumentation)`),
    );
  });
});

describe('names', () => {
  const named = (secretName: string): string => volumes(planned({ secretName }).edits).join();
  test.each<[string, string, RegExp]>([
    ['that fits', 'plain-1', /^otel-auto-secret-plain-1$/],
    ['of 63 characters in all', 'a'.repeat(46), /^otel-auto-secret-a{46}$/],
    ['of 64 characters in all', 'a'.repeat(47), /^otel-auto-secret-a{37}-[0-9a-f]{8}$/],
    ['of 253 characters', 'a'.repeat(253), /^otel-auto-secret-a{37}-[0-9a-f]{8}$/],
    ['with dots', 'otlp.example', /^otel-auto-secret-otlp-example-[0-9a-f]{8}$/],
    ['with a dot at the cut', `${'a'.repeat(36)}.${'b'.repeat(20)}`, /^otel-auto-secret-a{36}-[0-9a-f]{8}$/],
    ['in upper case', 'Mine', /^otel-auto-secret-mine-[0-9a-f]{8}$/],
    ['that ends in a dash', 'mine-', /^otel-auto-secret-mine-[0-9a-f]{8}$/],
  ])('a name %s', (_, secretName, expected) => {
    expect(named(secretName)).toMatch(expected);
    expect(named(secretName)).toMatch(/^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/);
  });

  test('names that would be cut to the same text, or differ in a dot only, stay apart', () => {
    const long = 'a'.repeat(60);
    const names = ['x.y', 'x-y', 'x..y', `${long}1`, `${long}2`].map(named);
    expect(new Set(names).size).toBe(5);
  });

  test('a Secret and a ConfigMap of one name stay apart', () => {
    const { edits } = planned({ secretName: 'n', configMapName: 'n' });
    expect(mounts(edits)).toEqual([
      'otel-auto-secret-n /otel-auto-instrumentation-secret-n',
      'otel-auto-configmap-n /otel-auto-instrumentation-configmap-n',
    ]);
  });
});
