import { expect, test } from 'vitest';
import { computeConfigHash } from '../../../../src/core/config-hash.js';
import type { Language } from '../../../../src/core/domain.js';
import { podWith, podContextWith, targetsOf } from '../contexts.js';

/** The hash of a pod with Java whose agent sends to Tempo directly. */
function hash(spec: object): string {
  const platform = { addons: { enable_tempo: true }, route: 'direct', ...spec };
  const context = podContextWith(podWith(), { platform });
  return computeConfigHash(targetsOf(['java']), context, context.platform?.primary);
}

const tempo = (settings: object): object => ({ backends: { tempo: settings } });
const header = (name: string, secretName: string): object => ({ name, secretName, key: 'k' });

test('everything that reaches a pod is in the hash', () => {
  const hashes = [
    {},
    { cluster: { name: 'a' } },
    { cluster: { name: 'b' } },
    tempo({ tenant: { fixed: 'a' } }),
    tempo({ tenant: { namespace: true } }),
    tempo({ headers: [header('a', 's')] }),
    tempo({ headers: [header('b', 's')] }),
    tempo({ headers: [header('a', 't')] }),
    tempo({ tls: {} }),
    tempo({ tls: { caFile: '/a' } }),
    tempo({ tls: { caFile: '/b' } }),
    tempo({ tls: { caFile: 'a', secretName: 's' } }),
    tempo({ tls: { caFile: 'a', configMapName: 's' } }),
  ].map(hash);
  expect(new Set(hashes).size).toBe(hashes.length);
});

test('what reaches none is not', () => {
  const without = hash({});
  expect(hash(tempo({ queryEndpoint: 'http://q' }))).toBe(without);
  expect(hash(tempo({ tls: { insecure: true, caFile: '/a' } }))).toBe(without);
  expect(hash({ collector: { name: 'other' } })).toBe(without);
});

test('a hint counts for its own language alone', () => {
  const hashOf = (language: Language, value: string): string => {
    const annotations = { 'instrumentation.opentelemetry.io/otel-python-platform': value };
    return computeConfigHash(targetsOf([language]), podContextWith(podWith({}, { annotations })), undefined);
  };
  expect(hashOf('python', 'musl')).not.toBe(hashOf('python', 'glibc'));
  expect(hashOf('java', 'musl')).toBe(hashOf('java', 'glibc'));
});
