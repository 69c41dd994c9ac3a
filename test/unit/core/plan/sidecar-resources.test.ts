import { expect, test } from 'vitest';
import { PodAmounts } from '../../../../src/core/kubernetes/pod-amounts.js';
import { resolveSidecarResources } from '../../../../src/core/plan/sidecar-resources.js';
import type {
  Container,
  PodSpec,
  Quantities,
  ResourceRequirements,
} from '../../../../src/core/kubernetes/pod.js';
import type { LimitRangeItem } from '../../../../src/core/kubernetes/limit-range.js';

const asking = (requests?: Quantities, limits?: Quantities): Container => ({
  name: 'c',
  resources: { ...(requests === undefined ? {} : { requests }), ...(limits === undefined ? {} : { limits }) },
});
const pod = (...containers: readonly Container[]): PodSpec => ({ containers });
const WANTED: ResourceRequirements = {
  limits: { cpu: '500m', memory: '256Mi' },
  requests: { cpu: '50m', memory: '64Mi' },
};
const burstable = pod(asking({ cpu: 1, memory: '1Gi' }, { cpu: 2, memory: '2Gi' }));
const guaranteed = pod(asking(undefined, { cpu: 1, memory: '1Gi' }));
const EQUAL: ResourceRequirements = {
  limits: { cpu: '500m', memory: '256Mi' },
  requests: { cpu: '500m', memory: '256Mi' },
};

test.each<[string, PodSpec, ResourceRequirements, ResourceRequirements | undefined]>([
  ['BestEffort gets nothing', pod({ name: 'c' }), WANTED, undefined],
  [
    'a pod with resources as a whole shares them',
    { ...burstable, resources: { limits: { cpu: 4 } } },
    WANTED,
    undefined,
  ],
  ['Burstable gets what is wanted', burstable, WANTED, WANTED],
  ['Guaranteed gets the limits as requests', guaranteed, WANTED, EQUAL],
  [
    'a limit without a request is the request',
    burstable,
    { limits: { cpu: 1 } },
    { limits: { cpu: 1 }, requests: { cpu: 1 } },
  ],
  [
    'a request above its limit is the limit',
    burstable,
    { limits: { cpu: 1 }, requests: { cpu: 2 } },
    { limits: { cpu: 1 }, requests: { cpu: 1 } },
  ],
  ['a request without a limit stays', burstable, { requests: { cpu: 2 } }, { requests: { cpu: 2 } }],
])('%s', (_, spec, wanted, value) => {
  expect(resolveSidecarResources(wanted, new PodAmounts(spec), [])).toEqual({ ok: true, value });
});

test.each<[string, PodSpec, LimitRangeItem, string | undefined]>([
  ['a container max that is kept', burstable, { type: 'Container', max: { cpu: '500m' } }, undefined],
  ['a container max below the limit', burstable, { type: 'Container', max: { cpu: '499m' } }, 'cpu'],
  [
    'a container max of a resource without a limit',
    burstable,
    { type: 'Container', max: { 'ephemeral-storage': 1 } },
    'ephemeral-storage',
  ],
  ['a container min that is reached', burstable, { type: 'Container', min: { memory: '64Mi' } }, undefined],
  ['a container min above the request', burstable, { type: 'Container', min: { memory: '65Mi' } }, 'memory'],
  ['a ratio that is kept', burstable, { type: 'Container', maxLimitRequestRatio: { cpu: 10 } }, undefined],
  ['a ratio that is broken', burstable, { type: 'Container', maxLimitRequestRatio: { cpu: 9 } }, 'cpu'],
  [
    'a ratio in a Guaranteed pod',
    guaranteed,
    { type: 'Container', maxLimitRequestRatio: { cpu: 1 } },
    undefined,
  ],
  ['a pod max that is kept', burstable, { type: 'Pod', max: { cpu: '2500m' } }, undefined],
  ['a pod max that the sum breaks', burstable, { type: 'Pod', max: { cpu: '2499m' } }, 'cpu'],
  [
    'a pod max where a container has no limit',
    pod(asking({ cpu: 1 })),
    { type: 'Pod', max: { cpu: 9 } },
    'cpu',
  ],
  ['a pod min, which only grows nearer', burstable, { type: 'Pod', min: { cpu: 9 } }, undefined],
  ['a range of claims', burstable, { type: 'PersistentVolumeClaim', max: { cpu: '1m' } }, undefined],
])('%s', (_, spec, item, broken) => {
  const fitted = resolveSidecarResources(WANTED, new PodAmounts(spec), [{ name: 'tight', limits: [item] }]);
  expect(fitted.ok ? undefined : fitted.error).toBe(
    broken === undefined ? undefined : `its sidecar’s ${broken} does not fit LimitRange tight`,
  );
});

test.each<[string, ResourceRequirements]>([
  ['for one resource only', { limits: { memory: '256Mi' } }],
  ['of nothing', { limits: { cpu: 0, memory: '256Mi' } }],
  ['at all', { requests: { cpu: 1, memory: '256Mi' } }],
])('a Guaranteed pod refuses a sidecar without limits %s', (_, wanted) => {
  expect(resolveSidecarResources(wanted, new PodAmounts(guaranteed), [])).toEqual({
    ok: false,
    error: 'its sidecar has no limit for cpu or memory, which a Guaranteed pod needs',
  });
});
