import { expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import { type Language } from '../../../../src/core/domain.js';
import type { ResourceRequirements } from '../../../../src/core/kubernetes/pod.js';
import { getSectionName } from '../../../../src/core/objects/instrumentation-sections.js';
import { admitInShop, podWith } from '../contexts.js';

/** What the pod says of the resources that its Instrumentation writes for a language. */
function readNotices(
  written: ResourceRequirements,
  ofPod: ResourceRequirements,
  language: Language = 'java',
): readonly string[] {
  const pod = podWith(
    { containers: [{ name: 'app', resources: ofPod }] },
    {
      annotations: {
        [getInjectKey(language)]: 'true',
        'instrumentation.opentelemetry.io/otel-go-auto-target-exe': '/app',
      },
    },
  );
  const spec = {
    exporter: { endpoint: 'http://otel-collector:4318' },
    [getSectionName(language) ?? '']: { resources: written },
  };
  const outcome = admitInShop(pod, { asked: spec });
  return outcome.findings.flatMap(({ code, message }) => (code === 'resources-adjusted' ? [message] : []));
}

const BEST_EFFORT =
  'the pod has no resources and stays BestEffort, so those of the Instrumentation are not used';
const FITTED = 'the resources of the Instrumentation are fitted to the pod and its LimitRanges';
const BURSTABLE = { requests: { cpu: '100m', memory: '256Mi' } };
const both = { cpu: '1', memory: '1Gi' };
const GUARANTEED = { requests: both, limits: both };

test.each<[string, ResourceRequirements, ResourceRequirements, readonly string[]]>([
  ['none, in a BestEffort pod', {}, {}, []],
  [
    'a request, in a BestEffort pod',
    { requests: { cpu: '20m' } },
    {},
    [`${BEST_EFFORT}: requests.cpu 20m is left out.`],
  ],
  [
    'several, in a BestEffort pod',
    { requests: { cpu: '20m' }, limits: { memory: '64Mi' } },
    {},
    [`${BEST_EFFORT}: requests.cpu 20m is left out, limits.memory 64Mi is left out.`],
  ],
  ['those that fit a Burstable pod', { requests: { cpu: '20m' }, limits: { cpu: '20m' } }, BURSTABLE, []],
  ['the same amount in other words', { requests: { cpu: '0.02' }, limits: { cpu: '20m' } }, BURSTABLE, []],
  [
    'a request below the limit, in a Guaranteed pod',
    { requests: { cpu: '20m' }, limits: { cpu: '100m' } },
    GUARANTEED,
    [`${FITTED}: requests.cpu 20m becomes 100m.`],
  ],
  [
    'a request that is the limit, in a Guaranteed pod',
    { requests: { cpu: '100m' }, limits: { cpu: '100m' } },
    GUARANTEED,
    [],
  ],
])('%s', (_, written, ofPod, expected) => {
  expect(readNotices(written, ofPod)).toEqual(expected.map((each) => `java: ${each}`));
});

test.each(['nodejs', 'python', 'dotnet', 'apache-httpd', 'nginx', 'go'] as const)('of %s too', (language) => {
  expect(readNotices({ requests: { cpu: '20m' } }, {}, language)).toEqual([
    `${language}: ${BEST_EFFORT}: requests.cpu 20m is left out.`,
  ]);
});
