import { describe, expect, test } from 'vitest';
import { getQosClass, isSetByAll, type QosClass } from '../../../../src/core/kubernetes/pod-resources.js';
import type { Container, PodSpec, Quantities } from '../../../../src/core/kubernetes/pod.js';

const asking = (requests?: Quantities, limits?: Quantities): Container => ({
  name: 'c',
  resources: { ...(requests === undefined ? {} : { requests }), ...(limits === undefined ? {} : { limits }) },
});
const only = (...containers: readonly Container[]): PodSpec => ({ containers });
const BOTH = { cpu: '1', memory: '1Gi' };
const full = asking(BOTH, BOTH);

describe('qosClass', () => {
  test.each<[string, PodSpec, QosClass]>([
    ['no containers', only(), 'BestEffort'],
    ['no resources', only({ name: 'c' }), 'BestEffort'],
    ['empty maps', only(asking({}, {})), 'BestEffort'],
    ['zeros', only(asking({ cpu: 0 }, { memory: '0' })), 'BestEffort'],
    ['other resources', only(asking({ 'ephemeral-storage': '1Gi' })), 'BestEffort'],
    ['a request', only(asking({ cpu: '1m' })), 'Burstable'],
    ['a limit', only(asking(undefined, { memory: '1Mi' })), 'Burstable'],
    ['all equal', only(full), 'Guaranteed'],
    ['limits alone', only(asking(undefined, BOTH)), 'Guaranteed'],
    ['requests alone', only(asking(BOTH)), 'Burstable'],
    [
      'equal in another unit',
      only(asking({ cpu: '1000m', memory: '1024Mi' }, { cpu: 1, memory: '1Gi' })),
      'Guaranteed',
    ],
    ['equal in decimals', only(asking({ cpu: '0.7', memory: 1 }, { cpu: '700m', memory: 1 })), 'Guaranteed'],
    ['a lower request', only(asking({ cpu: '500m', memory: '1Gi' }, BOTH)), 'Burstable'],
    ['a request of zero', only(asking({ cpu: 0, memory: '1Gi' }, BOTH)), 'Burstable'],
    ['one resource only', only(asking({ cpu: 1 }, { cpu: 1 })), 'Burstable'],
    ['limits of zero', only(asking(undefined, { cpu: 0, memory: '1Gi' })), 'Burstable'],
    ['a second container without', only(full, { name: 'd' }), 'Burstable'],
    ['an init container without', { ...only(full), initContainers: [{ name: 'i' }] }, 'Burstable'],
    ['an init container with', { ...only(full), initContainers: [full] }, 'Guaranteed'],
    [
      'an init container alone',
      { ...only({ name: 'c' }), initContainers: [asking({ cpu: 1 })] },
      'Burstable',
    ],
    ['other resources beside', only(asking({ ...BOTH, 'ephemeral-storage': 1 }, BOTH)), 'Guaranteed'],
  ])('%s: %s', (_, spec, expected) => {
    expect(getQosClass(spec)).toBe(expected);
  });
});

describe('resources that a quota may demand', () => {
  test.each<[string, PodSpec, boolean, boolean]>([
    ['requests alone', only(asking({ cpu: '1' })), true, false],
    ['limits, which are requests as well', only(asking(undefined, { cpu: '1' })), true, true],
    [
      'requests of one and limits of the other',
      only(asking({ cpu: '1' }), asking({}, { cpu: '1' })),
      true,
      false,
    ],
    ['a request of zero', only(asking({ cpu: 0 })), true, false],
    ['a container without', only(asking({ cpu: '1' }), { name: 'd' }), false, false],
    [
      'an init container without',
      { ...only(asking({ cpu: '1' })), initContainers: [{ name: 'i' }] },
      false,
      false,
    ],
    ['another resource', only(asking({ memory: '1' }, { memory: '1' })), false, false],
  ])('%s', (_, spec, requests, limits) => {
    expect([isSetByAll(spec, 'requests')('cpu'), isSetByAll(spec, 'limits')('cpu')]).toEqual([
      requests,
      limits,
    ]);
  });
});
