import { describe, expect, test } from 'vitest';
import { fitInitResources } from '../../../../src/core/plan/init-resources.js';
import { PodAmounts } from '../../../../src/core/kubernetes/pod-amounts.js';
import type {
  Container,
  PodSpec,
  Quantities,
  ResourceRequirements,
} from '../../../../src/core/kubernetes/pod.js';
import type { LimitRangeItem } from '../../../../src/core/kubernetes/limit-range.js';

const DEFAULTS: ResourceRequirements = {
  limits: { cpu: '500m', memory: '256Mi' },
  requests: { cpu: '50m', memory: '64Mi' },
};
const asking = (requests?: Quantities, limits?: Quantities): Container => ({
  name: 'c',
  resources: { ...(requests === undefined ? {} : { requests }), ...(limits === undefined ? {} : { limits }) },
});
const sidecar = (...words: Parameters<typeof asking>): Container =>
  Object.assign(asking(...words), { restartPolicy: 'Always' });
const pod = (...containers: readonly Container[]): PodSpec => ({ containers });

const fitted = (spec: PodSpec, ranges: readonly LimitRangeItem[] = []): ResourceRequirements | undefined =>
  fitInitResources({ resources: DEFAULTS, written: {} }, new PodAmounts(spec), [
    { name: 'l', limits: ranges },
  ]);

/** `<cpu request>/<cpu limit> <memory request>/<memory limit>`; `-` for none. */
function brief(resources: ResourceRequirements | undefined): string {
  const pair = (name: string): string =>
    `${String(resources?.requests?.[name] ?? '-')}/${String(resources?.limits?.[name] ?? '-')}`;
  return `${pair('cpu')} ${pair('memory')}`;
}

const MI = 2 ** 20;
const bytes = (mebibytes: number): string => (mebibytes * MI).toString();

describe('without LimitRanges', () => {
  test.each<[string, PodSpec, string]>([
    ['BestEffort gets nothing', pod({ name: 'c' }), '-/- -/-'],
    [
      'zeros that a quota demands are repeated',
      pod({ name: 'c', resources: { requests: { cpu: '0' } } }),
      '0/- -/-',
    ],
    ['Burstable with room', pod(asking({ cpu: 1, memory: '1Gi' })), '50m/500m 64Mi/256Mi'],
    [
      'Burstable with small requests',
      pod(asking({ cpu: '10m', memory: '32Mi' })),
      `10m/500m ${bytes(32)}/256Mi`,
    ],
    [
      'Burstable with small limits',
      pod(asking({ cpu: '100m', memory: '64Mi' }, { cpu: '200m', memory: '128Mi' })),
      `50m/200m 64Mi/${bytes(128)}`,
    ],
    ['Burstable that asks for one resource', pod(asking({ memory: '1Gi' })), '0m/500m 64Mi/256Mi'],
    [
      'the sum of containers is room',
      pod(asking({ cpu: '30m', memory: '40Mi' }), asking({ cpu: '30m', memory: '40Mi' })),
      '50m/500m 64Mi/256Mi',
    ],
    [
      'a limit that some container does not set is none',
      pod(asking({ cpu: 1, memory: '1Gi' }, { cpu: '1', memory: '64Mi' }), asking({ cpu: 1 })),
      '50m/500m 64Mi/256Mi',
    ],
    ['Guaranteed with room', pod(asking(undefined, { cpu: 1, memory: '1Gi' })), '500m/500m 256Mi/256Mi'],
    [
      'Guaranteed and small',
      pod(asking(undefined, { cpu: '100m', memory: '64Mi' })),
      `100m/100m ${bytes(64)}/${bytes(64)}`,
    ],
    [
      'native sidecars take their part',
      {
        ...pod(asking({ cpu: '30m', memory: '32Mi' })),
        initContainers: [{ ...asking({ cpu: '1', memory: '1Gi' }), restartPolicy: 'Always' }],
      },
      `30m/500m ${bytes(32)}/256Mi`,
    ],
  ])('%s', (_, spec, expected) => {
    expect(brief(fitted(spec))).toBe(expected);
  });
});

describe('with a LimitRange', () => {
  const burstable = pod(asking({ cpu: 1, memory: '1Gi' }));
  const guaranteed = pod(asking(undefined, { cpu: 1, memory: '1Gi' }));
  test.each<[string, PodSpec, LimitRangeItem, string]>([
    ['max of a container', burstable, { type: 'Container', max: { cpu: '300m' } }, '50m/300m 64Mi/256Mi'],
    ['max below the request', burstable, { type: 'Container', max: { cpu: '20m' } }, '20m/20m 64Mi/256Mi'],
    ['max of a pod', burstable, { type: 'Pod', max: { memory: '100Mi' } }, `50m/500m 64Mi/${bytes(100)}`],
    [
      'max that is wide',
      burstable,
      { type: 'Container', max: { cpu: 4, memory: '4Gi' } },
      '50m/500m 64Mi/256Mi',
    ],
    ['min of a container', burstable, { type: 'Container', min: { cpu: '60m' } }, '60m/500m 64Mi/256Mi'],
    [
      'min above the limit',
      burstable,
      { type: 'Container', min: { memory: '300Mi' } },
      `50m/500m ${bytes(300)}/${bytes(300)}`,
    ],
    [
      'min of a pod concerns the whole pod',
      burstable,
      { type: 'Pod', min: { cpu: 1 } },
      '50m/500m 64Mi/256Mi',
    ],
    [
      'ratio',
      burstable,
      { type: 'Container', maxLimitRequestRatio: { cpu: 2, memory: 1 } },
      `50m/100m 64Mi/${bytes(64)}`,
    ],
    ['of claims', burstable, { type: 'PersistentVolumeClaim', max: { cpu: '1m' } }, '50m/500m 64Mi/256Mi'],
    ['Guaranteed: max', guaranteed, { type: 'Container', max: { cpu: '300m' } }, '300m/300m 256Mi/256Mi'],
    [
      'Guaranteed: min',
      guaranteed,
      { type: 'Container', min: { memory: '512Mi' } },
      `500m/500m ${bytes(512)}/${bytes(512)}`,
    ],
    [
      'Guaranteed: ratio',
      guaranteed,
      { type: 'Container', maxLimitRequestRatio: { cpu: 1 } },
      '500m/500m 256Mi/256Mi',
    ],
    ['BestEffort gets nothing', pod({ name: 'c' }), { type: 'Container', max: { cpu: 1 } }, '-/- -/-'],
    [
      'ratio of a pod counts no limit that is missing',
      burstable,
      { type: 'Pod', maxLimitRequestRatio: { cpu: 4 } },
      '50m/50m 64Mi/256Mi',
    ],
    [
      'min that is no whole number of bytes',
      pod(asking({ cpu: 1, memory: '1Gi' })),
      { type: 'Container', min: { memory: '0.1Gi' } },
      '50m/500m 107374183/256Mi',
    ],
  ])('%s', (_, spec, item, expected) => {
    expect(brief(fitted(spec, [item]))).toBe(expected);
  });

  test('a resource that it would give a default is asked for as nothing', () => {
    const spec = pod(asking({ cpu: 1, memory: '1Gi' }));
    expect(fitted(spec, [{ type: 'Container', default: { 'ephemeral-storage': '1Gi' } }])).toEqual({
      limits: { cpu: '500m', memory: '256Mi' },
      requests: { cpu: '50m', memory: '64Mi', 'ephemeral-storage': '0' },
    });
  });

  test('the tightest of several holds', () => {
    const limits = [
      { type: 'Container', max: { cpu: '400m' } },
      { type: 'Pod', max: { cpu: '300m' } },
      { type: 'Container', max: { cpu: '350m' } },
    ];
    expect(brief(fitted(pod(asking({ cpu: 1, memory: '1Gi' })), limits))).toBe('50m/300m 64Mi/256Mi');
  });
});

describe('values that an Instrumentation writes', () => {
  const spec = pod(asking({ cpu: '10m', memory: '32Mi' }, { cpu: '20m', memory: '64Mi' }));
  const beside = (...initContainers: Container[]): PodSpec => ({ ...spec, initContainers });
  const wrote = (requests?: Quantities, limits?: Quantities): ResourceRequirements =>
    asking(requests, limits).resources ?? {};
  test.each<[string, PodSpec, ResourceRequirements, readonly LimitRangeItem[], string]>([
    ['stand above the pod’s', spec, wrote({ cpu: 1 }, { cpu: 2 }), [], '1/2 -/-'],
    ['a limit alone is the request', spec, wrote(undefined, { cpu: 2 }), [], '2/2 -/-'],
    ['a request alone has no limit', spec, wrote({ memory: '1Gi' }), [], '-/- 1Gi/-'],
    ['a limit below the request is raised', spec, wrote({ cpu: 2 }, { cpu: 1 }), [], '2/2 -/-'],
    [
      'stay within a max',
      spec,
      wrote({ cpu: 2 }, { cpu: 4 }),
      [{ type: 'Container', max: { cpu: 1 } }],
      '1000m/1000m -/-',
    ],
    [
      'reach a min',
      spec,
      wrote({ cpu: '5m' }, { cpu: '6m' }),
      [{ type: 'Container', min: { cpu: '8m' } }],
      '8m/8m -/-',
    ],
    [
      'are one in a Guaranteed pod',
      pod(asking(undefined, { cpu: 1, memory: '1Gi' })),
      wrote({ cpu: 2 }, { cpu: 4 }),
      [],
      `4/4 ${bytes(1024)}/${bytes(1024)}`,
    ],
    [
      'do not change the class of a BestEffort pod',
      pod({ name: 'c' }),
      wrote({ cpu: 1 }, { cpu: 2 }),
      [],
      '-/- -/-',
    ],
    ['nothing written is nothing', spec, {}, [], '-/- -/-'],
    [
      'of nothing do not change the class of a Guaranteed pod',
      pod(asking(undefined, { cpu: 1, memory: '1Gi' })),
      wrote(undefined, { cpu: 0 }),
      [],
      `1000m/1000m ${bytes(1024)}/${bytes(1024)}`,
    ],
    [
      'of nothing have a ratio',
      spec,
      wrote({ cpu: 0 }, { cpu: 0 }),
      [{ type: 'Container', maxLimitRequestRatio: { cpu: 2 } }],
      '1m/1m -/-',
    ],
    [
      'stay within a max of pods beside a sidecar without a limit',
      beside(sidecar({ memory: '8Mi' })),
      wrote({ memory: '200Mi' }),
      [{ type: 'Pod', max: { memory: '100Mi' } }],
      `-/- ${bytes(92)}/${bytes(92)}`,
    ],
    [
      'stay within a max of pods beside sidecars of which one has a limit',
      beside(sidecar({ memory: '8Mi' }), sidecar({ memory: '4Mi' }, { memory: '50Mi' })),
      wrote({ memory: '80Mi' }, { memory: '200Mi' }),
      [{ type: 'Pod', max: { memory: '100Mi' } }],
      `-/- ${bytes(50)}/${bytes(50)}`,
    ],
    [
      'stay within the resources of the whole pod',
      { ...spec, resources: { requests: { cpu: '30m' }, limits: { cpu: '40m' } } },
      wrote({ cpu: 1 }, { cpu: 2 }),
      [],
      '30m/40m -/-',
    ],
  ])('%s', (...[, around, resources, ranges, expected]) => {
    const result = fitInitResources({ resources, written: resources }, new PodAmounts(around), [
      { name: 'l', limits: ranges },
    ]);
    expect(brief(result)).toBe(expected);
  });
});
