import fc from 'fast-check';
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

const P = 'instrumentation.opentelemetry.io';
const containerNames = ['app', 'web', 'worker', 'istio-proxy'];

const CONTAINER_KEYS: Readonly<Record<Language, string>> = {
  java: `${P}/java-container-names`,
  nodejs: `${P}/nodejs-container-names`,
  python: `${P}/python-container-names`,
  dotnet: `${P}/dotnet-container-names`,
  go: `${P}/go-container-names`,
  'apache-httpd': `${P}/apache-httpd-container-names`,
  nginx: `${P}/inject-nginx-container-names`,
  sdk: `${P}/sdk-container-names`,
};

/** Annotations that ask for some languages, on containers that are there or are not. */
const annotations = (names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
  fc
    .uniqueArray(
      fc.record({
        language: fc.constantFrom(...LANGUAGES),
        value: fc.constantFrom('true', 'true', 'true', 'settings', 'shop', 'false', 'True', 'missing'),
        containers: fc.oneof(
          fc.constant(''),
          fc.constantFrom(...names),
          fc.constant(names.join(',')),
          fc.constant('ghost'),
        ),
      }),
      { minLength: 1, maxLength: 3, selector: ({ language }) => language },
    )
    .map((asked) =>
      Object.fromEntries(
        asked.flatMap(({ language, value, containers }) => [
          [`${P}/inject-${language}`, value] as const,
          ...(containers === '' ? [] : [[CONTAINER_KEYS[language], containers] as const]),
          ...(language === 'go' ? [[`${P}/otel-go-auto-target-exe`, '/app/run'] as const] : []),
        ]),
      ),
    );

const asking = (names: readonly string[]): fc.Arbitrary<Record<string, string>> =>
  fc.oneof({ weight: 85, arbitrary: annotations(names) }, { weight: 15, arbitrary: fc.constant({}) });

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

const initContainers = (level: Level): fc.Arbitrary<object[] | undefined> =>
  fc.oneof(
    { weight: 3, arbitrary: fc.constant(undefined) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(containerBody(level), fc.constantFrom({}, { restartPolicy: 'Always' }))
        .map(([body, restart]) => [{ name: 'prepare', ...body, ...restart }]),
    },
  );

/** A pod for one of the namespaces; most ask, and most of them are such that an API server accepts them. */
const podIn = ({ name: namespace, level }: SafetyNamespace): fc.Arbitrary<GeneratedPod> =>
  fc.uniqueArray(fc.constantFrom(...containerNames), { minLength: 1, maxLength: 3 }).chain((names) =>
    fc
      .record({
        annotations: asking(names),
        labels: fc.constantFrom<object>(
          {},
          { app: 'shop' },
          { 'tracing.dokaseca.io/inject': 'disabled' },
          { 'app.kubernetes.io/name': 'shop' },
        ),
        bodies: fc.tuple(...names.map(() => containerBody(level))),
        init: initContainers(level),
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
