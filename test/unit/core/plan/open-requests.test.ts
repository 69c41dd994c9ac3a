import { describe, expect, test } from 'vitest';
import { PodAmounts } from '../../../../src/core/kubernetes/pod-amounts.js';
import type { LimitRange } from '../../../../src/core/kubernetes/limit-range.js';
import type { PodSpec, ResourceRequirements } from '../../../../src/core/kubernetes/pod.js';
import { fitInitResources } from '../../../../src/core/plan/init-resources.js';

const WANTED: ResourceRequirements = {
  limits: { cpu: '500m', memory: '256Mi' },
  requests: { cpu: '50m', memory: '64Mi' },
};
const whole = (resources: ResourceRequirements, own?: ResourceRequirements): PodSpec => ({
  containers: [{ name: 'a', ...(own === undefined ? {} : { resources: own }) }],
  resources,
});

function fit(spec: PodSpec, ranges: readonly LimitRange[] = [], written = {}): unknown {
  return fitInitResources({ resources: WANTED, written }, new PodAmounts(spec, ranges), ranges);
}

/** Pods asks for memory, so that they are in a class. */
const ASKS = { requests: { memory: '1Gi' } };

describe('an open request of the pod as a whole is left open', () => {
  test.each<[string, PodSpec, boolean]>([
    ['a limit of the pod alone', whole({ limits: { cpu: '8' } }, ASKS), true],
    ['a limit of another resource', whole({ limits: { memory: '8Gi' } }, ASKS), true],
    ['a request of the pod, too', whole({ limits: { cpu: '8' }, requests: { cpu: '2' } }, ASKS), false],
    ['a request of the pod alone', whole({ requests: { memory: '2Gi' } }, ASKS), false],
    [
      'a request of a container',
      whole({ limits: { cpu: '8' } }, { requests: { cpu: '1', memory: '1Gi' } }),
      false,
    ],
    [
      'a limit of a container',
      whole({ limits: { cpu: '8' } }, { limits: { cpu: '1', memory: '1Gi' } }),
      false,
    ],
    ['no resources of the pod', { containers: [{ name: 'a', resources: ASKS }] }, false],
  ])('%s: %s', (_, spec, isOpen) => {
    expect(new PodAmounts(spec).isRequestOpen('cpu')).toBe(isOpen);
    const { requests = {}, limits = {} } = fit(spec) as ResourceRequirements;
    expect([requests['cpu'] === undefined, limits['cpu'] === undefined && isOpen]).toEqual([isOpen, isOpen]);
  });

  test('of resources that a pod as a whole cannot have, nothing is open', () => {
    const amounts = new PodAmounts(whole({ limits: { cpu: '8' } }));
    expect(['ephemeral-storage', 'example.com/gpu'].filter((name) => amounts.isRequestOpen(name))).toEqual(
      [],
    );
  });

  test('what an Instrumentation writes is no request of the pod', () => {
    expect(fit(whole({ limits: { cpu: '8', memory: '8Gi' } }, {}), [], WANTED)).toBeUndefined();
  });

  test('what a LimitRange gives later is none of a container', () => {
    const ranges = [{ name: 'l', limits: [{ type: 'Container', default: { cpu: '200m' } }] }];
    expect(fit(whole({ limits: { cpu: '8' } }, ASKS), ranges)).not.toHaveProperty('requests.cpu');
  });
});

describe('a resource of which the pod as a whole has no limit gets none', () => {
  const requests = { cpu: '1', memory: '1Gi' };
  test.each<[string, PodSpec, string | undefined]>([
    ['a limit of another resource', whole({ requests, limits: { cpu: '8' } }, { requests }), undefined],
    ['a limit of it', whole({ requests, limits: { memory: '128Mi' } }, { requests }), '134217728'],
    [
      'a limit of each container',
      whole({ requests }, { requests, limits: { memory: '100Mi' } }),
      '104857600',
    ],
    ['no resources of the pod', { containers: [{ name: 'a', resources: { requests } }] }, '256Mi'],
  ])('%s: %s', (_, spec, limit) => {
    expect((fit(spec) as ResourceRequirements).limits?.['memory']).toBe(limit);
  });
});
