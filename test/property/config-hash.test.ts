import { expect, test } from 'vitest';
import fc from 'fast-check';
import { admit } from '../../src/core/admit.js';
import { computeConfigHash } from '../../src/core/config-hash.js';
import { decideTargets } from '../../src/core/decide/decide.js';
import { listLanguageRequests } from '../../src/core/decide/language-requests.js';
import { buildPodContext } from '../../src/core/decide/pod-context.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import type { Platform } from '../../src/core/platform/platform.js';
import { resolveBackend } from '../../src/core/resolve/resolve.js';
import { buildCreationRequest } from '../../src/core/review.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../src/core/snapshot.js';
import { admitted, cases, decisionOf } from '../support/arbitraries-cases.js';
import { platformWith, podWith } from '../unit/core/contexts.js';

const SEED = 20261;

/** The hash that is computed from a pod alone, without what its admission has resolved. */
function hashOf(pod: Pod, namespace: string, snapshot: ClusterSnapshot): string | undefined {
  const context = buildPodContext(pod, namespace, snapshot);
  const requests = listLanguageRequests(pod.metadata ?? {}, context.namespace, context.platform);
  const verdict = decideTargets(requests, context);
  if (verdict.kind === 'done') return undefined;
  const backend = resolveBackend(context);
  return computeConfigHash(verdict.targets, context, backend.ok ? backend.value : undefined);
}

test('the hash of an admission is that of the pod alone, whatever its containers set', () => {
  const decisions = fc
    .sample(cases, { seed: SEED, numRuns: 600 })
    .flatMap((one) => decisionOf(admitted(one)) ?? []);
  // One that is told too large has no targets any more.
  const whole = decisions.filter(({ outcome }) => outcome.findings.every(({ code }) => code !== 'too-large'));
  for (const { before, request, snapshot, outcome } of whole)
    if (snapshot.namespaces.has(request.namespace))
      expect(hashOf(before, request.namespace, snapshot)).toBe(outcome.configHash);
  expect(whole.length).toBeGreaterThan(300);
});

/** Counts how often an exporter is resolved: each time reads the signals of the platform anew. */
function readsOf(
  languages: readonly string[],
  env: readonly { readonly name: string; readonly value: string }[],
) {
  let reads = 0;
  const platform: Platform = Object.defineProperty({ ...platformWith({}) }, 'signals', {
    get: () => {
      reads += 1;
      return ['traces'] as const;
    },
  });
  const annotations = Object.fromEntries(
    languages.map((language) => [`instrumentation.opentelemetry.io/inject-${language}`, 'true']),
  );
  const pod = podWith({ containers: [{ name: 'app', env }] }, { annotations });
  const snapshot: ClusterSnapshot = {
    ...EMPTY_SNAPSHOT,
    platform: { kind: 'ready', platform },
    namespaces: new Map([['shop', { annotations: {}, labels: {} }]]),
  };
  const outcome = admit(buildCreationRequest(pod, 'shop'), snapshot);
  expect(outcome).toMatchObject({ status: 'injected' });
  return reads;
}

/** Metrics and logs, each to see whether it is wanted and who said so. */
const READS = 4;

test.each<[string, readonly string[], readonly { readonly name: string; readonly value: string }[], number]>([
  ['one language', ['java'], [], 1],
  ['one language, beside a variable that has no part in it', ['java'], [{ name: 'A', value: 'b' }], 1],
  ['an sdk', ['sdk'], [], 1],
])('an exporter is resolved once for a container with %s', (_, languages, env, times) => {
  expect(readsOf(languages, env)).toBe(times * READS);
});

test('and once more for the hash where the container sets what it is resolved from', () => {
  expect(readsOf(['java'], [{ name: 'OTEL_TRACES_SAMPLER', value: 'always_on' }])).toBe(2 * READS);
});
