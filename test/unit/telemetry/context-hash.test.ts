import { expect, test } from 'vitest';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../../src/core/snapshot.js';
import { hashContext } from '../../../src/telemetry/context-hash.js';

const facts = (label: string) => ({ annotations: {}, labels: { label } });
const withNamespaces = (...entries: [string, string][]): ClusterSnapshot => ({
  ...EMPTY_SNAPSHOT,
  namespaces: new Map(entries.map(([name, label]) => [name, facts(label)])),
});

test('the order in which objects were read plays no part', () => {
  expect(hashContext(withNamespaces(['a', '1'], ['b', '2']))).toBe(
    hashContext(withNamespaces(['b', '2'], ['a', '1'])),
  );
});

test.each([
  ['an object more', withNamespaces(['a', '1'], ['b', '2'])],
  ['another value', withNamespaces(['a', '2'])],
  ['another language', { ...withNamespaces(['a', '1']), languages: new Set(['go'] as const) }],
])('%s changes it', (_what, other) => {
  const hash = hashContext(withNamespaces(['a', '1']));
  expect(hash).toMatch(/^[0-9a-f]{12}$/);
  expect(hashContext(other)).not.toBe(hash);
});
