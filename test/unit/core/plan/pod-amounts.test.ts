import { describe, expect, test } from 'vitest';
import { PodAmounts } from '../../../../src/core/kubernetes/pod-amounts.js';
import type { Container, PodSpec, Quantities } from '../../../../src/core/kubernetes/pod.js';

const asking = (requests?: Quantities, limits?: Quantities): Container => ({
  name: 'c',
  resources: { ...(requests === undefined ? {} : { requests }), ...(limits === undefined ? {} : { limits }) },
});
const only = (...containers: readonly Container[]): PodSpec => ({ containers });
const cpu = (request?: string, limit?: string): Container =>
  asking(
    request === undefined ? undefined : { cpu: request },
    limit === undefined ? undefined : { cpu: limit },
  );
const sidecar = (request?: string, limit?: string): Container => ({
  ...cpu(request, limit),
  restartPolicy: 'Always',
});

describe('effective', () => {
  test.each<[string, PodSpec, number, number | undefined]>([
    ['nothing', only({ name: 'c' }), 0, undefined],
    ['no containers', only(), 0, 0],
    ['one', only(cpu('1', '2')), 1, 2],
    ['a sum', only(cpu('1', '2'), cpu('3', '4')), 4, 6],
    ['a limit is the request too', only(cpu(undefined, '2')), 2, 2],
    ['one without a limit', only(cpu('1', '2'), cpu('1')), 2, undefined],
    ['a smaller init container', { ...only(cpu('2', '2')), initContainers: [cpu('1', '1')] }, 2, 2],
    ['a larger init container', { ...only(cpu('2', '2')), initContainers: [cpu('5', '6')] }, 5, 6],
    [
      'init containers run one by one',
      { ...only(cpu('1', '1')), initContainers: [cpu('2', '2'), cpu('3', '3')] },
      3,
      3,
    ],
    [
      'an init container without a limit',
      { ...only(cpu('1', '1')), initContainers: [{ name: 'i' }] },
      1,
      undefined,
    ],
    [
      'a sidecar runs beside the containers',
      { ...only(cpu('1', '2')), initContainers: [sidecar('1', '1')] },
      2,
      3,
    ],
    [
      'a sidecar runs beside a later init container',
      { ...only(cpu('1', '1')), initContainers: [sidecar('1', '1'), cpu('4', '4')] },
      5,
      5,
    ],
    [
      'not beside an earlier one',
      { ...only(cpu('1', '1')), initContainers: [cpu('4', '4'), sidecar('1', '1')] },
      4,
      4,
    ],
    [
      'two sidecars',
      { ...only(cpu('1', '1')), initContainers: [sidecar('1', '1'), sidecar('2', '2')] },
      4,
      4,
    ],
    ['a sidecar without a limit', { ...only(cpu('1', '1')), initContainers: [sidecar('1')] }, 2, undefined],
  ])('%s', (_, spec, request, limit) => {
    expect(new PodAmounts(spec).getEffectiveAmount('requests', 'cpu')).toBe(request);
    expect(new PodAmounts(spec).getEffectiveAmount('limits', 'cpu')).toBe(limit);
  });
});

describe('ofSidecars', () => {
  test.each<[string, PodSpec, number, number | undefined]>([
    ['none', only(cpu('1', '1')), 0, 0],
    ['init containers that end', { ...only(cpu('1')), initContainers: [cpu('2', '2')] }, 0, 0],
    [
      'two',
      { ...only(cpu('1')), initContainers: [sidecar('1', '2'), cpu('9', '9'), sidecar(undefined, '3')] },
      4,
      5,
    ],
    [
      'one without a limit',
      { ...only(cpu('1')), initContainers: [sidecar('1', '2'), sidecar('1')] },
      2,
      undefined,
    ],
  ])('%s', (_, spec, request, limit) => {
    expect(new PodAmounts(spec).getSidecarAmount('requests', 'cpu')).toBe(request);
    expect(new PodAmounts(spec).getSidecarAmount('limits', 'cpu')).toBe(limit);
  });
});
