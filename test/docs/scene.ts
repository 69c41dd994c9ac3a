import { admit } from '../../src/core/admit.js';
import { LANGUAGES } from '../../src/core/domain.js';
import type { Instrumentation } from '../../src/core/objects/instrumentation.js';
import { parseInstrumentation } from '../../src/core/objects/parse-instrumentation.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import type { Outcome } from '../../src/core/outcome.js';
import type {
  Container,
  EnvVar,
  ObjectMeta,
  Pod,
  PodSpec,
  StringMap,
} from '../../src/core/kubernetes/pod.js';
import type { ReasonCode } from '../../src/core/reasons.js';
import { buildCreationRequest } from '../../src/core/review.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot, type PlatformState } from '../../src/core/snapshot.js';

export const NAMESPACE = 'shop';
const OPERATOR = 'instrumentation.opentelemetry.io/';

/** What is told of a pod and its cluster; the rest is a pod with one container `app` that asks for nothing. */
export interface Scene {
  /** Annotations of the Operator without their prefix, and others with it. */
  readonly annotations?: StringMap;
  readonly namespace?: { readonly annotations?: StringMap; readonly labels?: StringMap };
  readonly metadata?: ObjectMeta;
  readonly spec?: Partial<PodSpec> & Readonly<Record<string, unknown>>;
  /** Fields of the container `app`, when `spec` gives no containers. */
  readonly app?: Partial<Container>;
  /** Specs of Instrumentations of the namespace, by name; one called `main` with an endpoint when absent. */
  readonly instrumentations?: Readonly<Record<string, unknown>>;
  /** Spec of the TracingPlatform; none when absent. */
  readonly platform?: unknown;
  readonly snapshot?: Partial<ClusterSnapshot>;
}

export type Decided = Extract<Outcome, { kind: 'decided' }>;

/** The pod of a scene. */
export function podOf({ annotations, metadata, spec, app }: Scene): Pod {
  return {
    metadata: {
      name: 'pod',
      ...metadata,
      annotations: { ...metadata?.annotations, ...prefixed(annotations) },
    },
    spec: { containers: [{ name: 'app', image: 'registry.example/app:1.2.3', ...app }], ...spec },
  };
}

/** What the engine says to the pod of a scene; `again` is its own answer submitted once more. */
export function outcomeOf(scene: Scene, again?: Pod): Outcome {
  return admit(buildCreationRequest(again ?? podOf(scene), NAMESPACE), snapshotOf(scene));
}

/** As `outcomeOf`, for a pod that asked. */
export function decided(scene: Scene): Decided {
  const outcome = outcomeOf(scene);
  if (outcome.kind !== 'decided') throw new Error(`unchanged: ${outcome.why}`);
  return outcome;
}

/** The distinct reason codes of an outcome. */
export const codesOf = ({ findings }: Decided): readonly ReasonCode[] => [
  ...new Set(findings.map(({ code }) => code)),
];

/** A container of the pod after the operations. Throws where there is none of that name. */
export function containerOf({ pod }: Pick<Decided, 'pod'>, name = 'app'): Container {
  const found = [...pod.spec.containers, ...(pod.spec.initContainers ?? [])].find(
    (each) => each.name === name,
  );
  if (found === undefined) throw new Error(`the pod has no container ${name}`);
  return found;
}

/** Names of the variables of a container, in their order. */
export const namesOf = (outcome: Pick<Decided, 'pod'>, name?: string): readonly string[] =>
  (containerOf(outcome, name).env ?? []).map((variable) => variable.name);

/** A variable of a container, as the kubelet takes it: of several with one name the last. */
export const variableOf = (
  outcome: Pick<Decided, 'pod'>,
  variable: string,
  container?: string,
): EnvVar | undefined => containerOf(outcome, container).env?.findLast(({ name }) => name === variable);

/** Resource attributes of a container by key, as the SDK reads them. */
export function attributesOf(outcome: Pick<Decided, 'pod'>, container?: string): StringMap {
  const text = variableOf(outcome, 'OTEL_RESOURCE_ATTRIBUTES', container)?.value ?? '';
  return Object.fromEntries(
    text.split(',').map((item) => [item.slice(0, item.indexOf('=')), item.slice(item.indexOf('=') + 1)]),
  );
}

/** Annotations with the Operator's prefix where they have none. */
export function prefixed(annotations: StringMap = {}): StringMap {
  return Object.fromEntries(
    Object.entries(annotations).map(([key, value]) => [key.includes('/') ? key : OPERATOR + key, value]),
  );
}

function snapshotOf({
  namespace,
  instrumentations = { main: { exporter: { endpoint: 'http://collector:4318' } } },
  platform,
  snapshot,
}: Scene): ClusterSnapshot {
  const { annotations, labels = {} } = namespace ?? {};
  const objects = Object.entries(instrumentations).map(
    ([name, spec]) => [name, instrumentation(name, spec)] as const,
  );
  return {
    ...EMPTY_SNAPSHOT,
    languages: new Set(LANGUAGES),
    namespaces: new Map([[NAMESPACE, { annotations: prefixed(annotations), labels }]]),
    instrumentations: new Map([[NAMESPACE, new Map(objects)]]),
    platform: platformState(platform),
    ...snapshot,
  };
}

/** An Instrumentation as it is read. Throws where it is refused. */
export function instrumentation(name: string, spec: unknown, namespace = NAMESPACE): Instrumentation {
  const result = parseInstrumentation({ metadata: { name, namespace }, spec });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.instrumentation;
}

function platformState(spec: unknown): PlatformState {
  if (spec === undefined) return { kind: 'absent' };
  const result = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return { kind: 'ready', platform: result.value.platform };
}
