import { apply, kubectl } from '../test-cluster.js';
import { environmentOf, INJECT, podWith, statusOf, untilPod } from '../webhook.js';
import type { Mistake } from './mistake.js';
import { applyAll, deployment, HERE, instrumentation, PLATFORM } from './objects.js';

const platform = (spec: object, name = 'default'): object => ({
  ...{ apiVersion: 'tracing.dokaseca.io/v1alpha1', kind: 'TracingPlatform', metadata: { name } },
  spec,
});

const { addons } = PLATFORM;
const SDK = { [`${INJECT}sdk`]: 'true' };

/** Waits until new pods have this ratio; undefined is none. */
const untilSampled = (ratio: string | undefined): Promise<unknown> =>
  untilPod('The platform is not seen', HERE, {
    pod: podWith(SDK),
    is: (pod) => environmentOf(pod)['OTEL_TRACES_SAMPLER_ARG'] === ratio,
  });

/** What the API server refuses, each with the words in which it does. */
const REFUSED: readonly Mistake[] = (
  [
    ['a backend that is no backend', platform({ addons, backend: 'jeager' }), ['spec.backend']],
    ['a backend that is off', platform({ addons, backend: 'zipkin' }), ['zipkin']],
    [
      'a ratio above 1',
      platform({ addons, sampling: { strategy: 'probabilistic', ratio: 10 } }),
      ['spec.sampling.ratio'],
    ],
    [
      'sampling in the Collector without one',
      platform({ addons, route: 'direct', sampling: { strategy: 'tail' } }),
      ['tail'],
    ],
    ['a second platform', platform({ addons }, 'other'), ['default']],
    [
      'a misspelt addon',
      platform({ addons: { enable_jeager: true } }),
      ['enables no tracing backend; allowed: enable_tempo, enable_jaeger'],
    ],
    [
      'a misspelt addon beside another',
      platform({ addons: { ...addons, enable_zipkn: true } }),
      [
        'spec.addons.enable_zipkn: is not a flag for tracing and is ignored; write enable_zipkin if that is meant',
      ],
    ],
    [
      'an endpoint without a scheme',
      instrumentation('unfinished', HERE, { exporter: { endpoint: 'otel-collector:4318' } }),
      ['spec.exporter.endpoint'],
    ],
  ] as const
).map(([what, object, words]) => ({
  ...{ what, made: 'alone', objects: [object], toldBy: 'apply', words },
  edit: {
    why: 'a manifest that is refused is corrected by whoever wrote it',
    apply: () => apply(JSON.stringify(platform(PLATFORM))),
  },
}));

/** What becomes of workloads when the platform changes. */
export const PLATFORM_MISTAKES: readonly Mistake[] = [
  ...REFUSED,
  {
    what: 'a platform that has changed',
    made: 'alone',
    objects: [platform({ ...PLATFORM, sampling: { strategy: 'probabilistic', ratio: 0.5 } })],
    act: () => untilSampled('0.5'),
    toldBy: 'explain',
    about: 'deployment/right',
    words: ['OUTDATED', 'OTEL_TRACES_SAMPLER_ARG was (absent), now 0.5'],
  },
  {
    what: 'a language that is switched off',
    made: 'alone',
    objects: [platform({ ...PLATFORM, agents: { ...PLATFORM.agents, sdk: { enabled: false } } })],
    act: async (): Promise<void> => {
      const pod = podWith(SDK);
      await untilPod('It is not switched off', HERE, { pod, is: (each) => statusOf(each) === 'skipped' });
      applyAll([deployment('disabled', { onTemplate: SDK })]);
    },
    toldBy: 'explain',
    about: 'deployment/disabled',
    words: ['language-disabled', 'skipped'],
  },
  {
    what: 'no platform',
    made: 'alone',
    objects: [],
    act: () => kubectl('delete', 'tracingplatforms', '--all'),
    toldBy: 'explain',
    about: 'deployment/right',
    words: ['new pods skipped', 'instrumentation-missing'],
  },
];
