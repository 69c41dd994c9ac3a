import { expect, test } from 'vitest';
import { fillRangeDefaults } from '../../../../src/core/kubernetes/limit-range-defaults.js';
import type { LimitRangeItem } from '../../../../src/core/kubernetes/limit-range.js';
import type { ResourceRequirements } from '../../../../src/core/kubernetes/pod.js';

type Items = readonly Partial<LimitRangeItem>[];

/** `requests limits` of CPU after LimitRanges, each of some items; `-` for none. */
function fill(resources: ResourceRequirements, ...ranges: readonly Items[]): string {
  const spec = fillRangeDefaults(
    { containers: [{ name: 'a', resources }] },
    ranges.map((items) => ({ name: 'l', limits: items.map((item) => ({ type: 'Container', ...item })) })),
  );
  const filled = spec.containers[0]?.resources;
  return `${filled?.requests?.['cpu'] ?? '-'} ${filled?.limits?.['cpu'] ?? '-'}`;
}

const cpu = (amount: string): { readonly cpu: string } => ({ cpu: amount });

test.each<[string, ResourceRequirements, readonly Items[], string]>([
  ['nothing', {}, [], '- -'],
  ['both', {}, [[{ default: cpu('2'), defaultRequest: cpu('1') }]], '1 2'],
  ['a limit is the request, too', {}, [[{ default: cpu('2') }]], '2 2'],
  ['a maximum is the limit', {}, [[{ max: cpu('3') }]], '3 3'],
  ['a maximum beside a default', {}, [[{ max: cpu('3'), default: cpu('2') }]], '2 2'],
  ['a minimum is the request', {}, [[{ min: cpu('1') }]], '1 -'],
  ['a minimum beside a maximum', {}, [[{ min: cpu('1'), max: cpu('3') }]], '3 3'],
  ['a request alone', {}, [[{ defaultRequest: cpu('1') }]], '1 -'],
  ['what the container says stays', { requests: cpu('4'), limits: cpu('5') }, [[{ max: cpu('6') }]], '4 5'],
  ['its limit is its request', { limits: cpu('5') }, [[{ defaultRequest: cpu('1') }]], '5 5'],
  ['its request stays beside a default', { requests: cpu('1') }, [[{ default: cpu('2') }]], '1 2'],
  ['of two items the last', {}, [[{ default: cpu('2') }, { default: cpu('3') }]], '3 3'],
  ['of two LimitRanges the first', {}, [[{ default: cpu('2') }], [{ default: cpu('3') }]], '2 2'],
  ['of another resource', {}, [[{ default: { memory: '1Gi' } }]], '- -'],
  ['of whole pods', {}, [[{ type: 'Pod', max: cpu('3') }]], '- -'],
])('%s', (_, resources, ranges, expected) => {
  expect(fill(resources, ...ranges)).toBe(expected);
});

test('init containers are filled, too, and all else stays', () => {
  const spec = {
    containers: [{ name: 'a', image: 'shop:1' }],
    initContainers: [{ name: 'b' }],
    resources: { limits: cpu('8') },
  };
  const filled = { limits: cpu('2'), requests: cpu('2') };
  expect(
    fillRangeDefaults(spec, [{ name: 'l', limits: [{ type: 'Container', default: cpu('2') }] }]),
  ).toEqual({
    ...spec,
    containers: [{ name: 'a', image: 'shop:1', resources: filled }],
    initContainers: [{ name: 'b', resources: filled }],
  });
});

test('a pod without defaults is the one that was received', () => {
  const spec = { containers: [{ name: 'a' }] };
  expect(fillRangeDefaults(spec, [{ name: 'l', limits: [{ type: 'Pod', max: cpu('2') }] }])).toBe(spec);
});
