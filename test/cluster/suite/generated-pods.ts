import fc from 'fast-check';
import { buildSampleHints, CONTAINER_NAMES_OF, getInjectKey } from '../../../src/core/annotations.js';
import { LANGUAGES, type Language } from '../../../src/core/domain.js';
import { containerBody, LEVELS, present, type Level } from './generated-containers.js';

/** What a namespace limits. */
const BOUNDS = ['plain', 'limits', 'quota'] as const;
type Bound = (typeof BOUNDS)[number];

/** A namespace that enforces a level and has, or has not, a LimitRange or a ResourceQuota. */
export interface SafetyNamespace {
  readonly name: string;
  readonly level: Level;
  readonly bound: Bound;
}

export const SAFETY_NAMESPACES: readonly SafetyNamespace[] = LEVELS.flatMap((level) =>
  BOUNDS.map((bound) => ({ name: `safety-${level}-${bound}`, level, bound })),
);

export interface GeneratedPod {
  readonly namespace: string;
  readonly pod: object;
}

const containerNames = ['app', 'web', 'worker', 'istio-proxy'];

const weighted = <T>(...entries: readonly (readonly [number, T])[]): fc.Arbitrary<T> =>
  fc.oneof(...entries.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));

/** Go is refused but where everything is allowed, so it is asked for more often there. */
const language = (level: Level): fc.Arbitrary<Language> =>
  fc.oneof(fc.constantFrom(...LANGUAGES), fc.constant(level === 'privileged' ? 'go' : 'nginx'));

/** Annotations that ask for some languages, most on containers that are there. */
const annotations = (names: readonly string[], level: Level): fc.Arbitrary<Record<string, string>> =>
  fc
    .uniqueArray(
      fc.record({
        language: language(level),
        value: weighted([12, 'true'], [2, 'settings'], [1, 'True'], [1, 'false'], [1, 'missing']),
        containers: fc.oneof(
          { weight: 8, arbitrary: fc.constantFrom(...names) },
          { weight: 3, arbitrary: weighted([2, ''], [1, names.join(',')]) },
          { weight: 1, arbitrary: fc.constant('ghost') },
        ),
      }),
      { minLength: 1, maxLength: 3, selector: (asked) => asked.language },
    )
    .map((asked) =>
      Object.fromEntries(
        asked.flatMap(({ language: name, value, containers }) => {
          const [key = ''] = CONTAINER_NAMES_OF[name];
          const own = containers === '' ? {} : { [key]: containers };
          return Object.entries({ [getInjectKey(name)]: value, ...own, ...buildSampleHints(name) });
        }),
      ),
    );

const asking = (names: readonly string[], level: Level): fc.Arbitrary<Record<string, string>> =>
  fc.oneof({ weight: 85, arbitrary: annotations(names, level) }, { weight: 15, arbitrary: fc.constant({}) });

/** Fields of a pod that not every level allows. */
const podFields = (level: Level): fc.Arbitrary<object> => {
  const odd = fc.constantFrom<object>(
    { hostNetwork: true },
    { hostPID: true },
    { shareProcessNamespace: true },
    { dnsPolicy: 'Default' },
    { os: { name: 'windows' } },
    { nodeSelector: { 'kubernetes.io/arch': 'arm64' } },
    { restartPolicy: 'Never' },
    { automountServiceAccountToken: false, enableServiceLinks: false },
    { resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } } },
  );
  const context =
    level === 'restricted'
      ? fc.constantFrom<object>({}, { securityContext: { runAsUser: 1000, fsGroup: 1000 } })
      : fc.constantFrom<object>(
          {},
          {},
          { securityContext: { runAsUser: 0 } },
          { securityContext: { runAsNonRoot: true } },
        );
  const fields = fc.oneof({ weight: 3, arbitrary: fc.constant({}) }, { weight: 1, arbitrary: odd });
  return fc.tuple(fields, context).map(([a, b]) => ({ ...a, ...b }));
};

const volumes = [
  { name: 'data', emptyDir: {} },
  { name: 'settings', configMap: { name: 'settings', optional: true } },
];

const initContainers = (level: Level, whole: boolean): fc.Arbitrary<object[] | undefined> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(containerBody(level, whole), fc.constantFrom({}, { restartPolicy: 'Always' }))
        .map(([body, restart]) => [{ name: 'prepare', ...body, ...restart }]),
    },
  );

/** A pod for one of the namespaces; most ask, and most of them are such that an API server accepts them. */
const podIn = ({ name: namespace, level, bound }: SafetyNamespace): fc.Arbitrary<GeneratedPod> =>
  fc.uniqueArray(fc.constantFrom(...containerNames), { minLength: 1, maxLength: 3 }).chain((names) =>
    fc
      .record({
        annotations: asking(names, level),
        labels: weighted<object>(
          [8, {}],
          [4, { app: 'shop' }],
          [1, { 'tracing.dokaseca.io/inject': 'disabled' }],
        ),
        bodies: fc.tuple(...names.map(() => containerBody(level, bound === 'quota'))),
        init: initContainers(level, bound === 'quota'),
        fields: podFields(level),
      })
      .map(({ annotations: asked, labels, bodies, init, fields }) => ({
        namespace,
        pod: {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { generateName: 'generated-', annotations: asked, labels },
          spec: present({
            containers: names.map((name, index) => ({ name, ...bodies[index] })),
            initContainers: init,
            volumes,
            ...fields,
          }),
        },
      })),
  );

/** So many pods over all namespaces; the same ones for a seed. */
export function generatedPods(count: number, seed: number): readonly GeneratedPod[] {
  const any = fc.constantFrom(...SAFETY_NAMESPACES).chain(podIn);
  return fc.sample(any, { numRuns: count, seed });
}
