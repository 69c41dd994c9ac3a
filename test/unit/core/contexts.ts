import { admit } from '../../../src/core/admit.js';
import { buildCreationRequest } from '../../../src/core/review.js';
import type { Instrumentation } from '../../../src/core/objects/instrumentation.js';
import { parseInstrumentation } from '../../../src/core/objects/parse-instrumentation.js';
import { parseTracingPlatform } from '../../../src/core/rules/parse-platform.js';
import { buildPodContext, type PodContext } from '../../../src/core/decide/pod-context.js';
import type { Target } from '../../../src/core/decide/target.js';
import { LANGUAGES, type Language } from '../../../src/core/domain.js';
import type { Outcome } from '../../../src/core/outcome.js';
import type { Platform } from '../../../src/core/platform/platform.js';
import type {
  Container,
  ContainerList,
  ContainerRef,
  ObjectMeta,
  Pod,
  PodSpec,
} from '../../../src/core/kubernetes/pod.js';
import type { ContainerContext } from '../../../src/core/resolve/container-context.js';
import { buildTargetContext } from '../../../src/core/resolve/target-context.js';
import type { Variable } from '../../../src/core/resolve/variable.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../../src/core/snapshot.js';
import type { NamespaceFacts } from '../../../src/core/objects/facts.js';

/** Pods, platforms and contexts in the few words that a table row has room for; the objects are read as from a file. */

const NAMESPACE = 'shop';

/** A pod whose spec has one container `app` unless told otherwise. */
export const podWith = (spec: Partial<PodSpec> = {}, metadata?: ObjectMeta): Pod => ({
  ...(metadata === undefined ? {} : { metadata }),
  spec: { containers: [{ name: 'app' }], ...spec },
});

/** A pod with containers, and init containers, of these names. */
export const podNamed = (containers: readonly string[], initContainers?: readonly string[]): Pod =>
  podWith({
    containers: containers.map((name) => ({ name })),
    ...(initContainers === undefined ? {} : { initContainers: initContainers.map((name) => ({ name })) }),
  });

/** What surrounds a pod; absent parts are as in an empty cluster. */
export interface Surroundings {
  readonly namespace?: Partial<NamespaceFacts>;
  readonly platform?: object;
  readonly snapshot?: Partial<ClusterSnapshot>;
}

const snapshotWith = ({ namespace, platform, snapshot }: Surroundings): ClusterSnapshot => ({
  ...EMPTY_SNAPSHOT,
  namespaces: new Map([[NAMESPACE, { annotations: {}, labels: {}, ...namespace }]]),
  ...(platform === undefined ? {} : { platform: { kind: 'ready', platform: platformWith(platform) } }),
  ...snapshot,
});

/** A pod in namespace `shop` of a cluster that holds what is given. */
export const podContextWith = (pod: Pod, surroundings: Surroundings = {}): PodContext =>
  buildPodContext(pod, NAMESPACE, snapshotWith(surroundings));

export type Decided = Extract<Outcome, { readonly kind: 'decided' }>;

/**
 * What is decided of a pod that is created in namespace `shop`, where an Instrumentation has the spec `asked`, if there
 * is one. Every language is switched on. Throws where the pod does not ask.
 */
export function admitInShop(
  pod: Pod,
  { asked, ...surroundings }: Surroundings & { readonly asked?: object },
): Decided {
  const objects = asked === undefined ? [] : [['main', instrumentationWith(asked, 'main')] as const];
  const outcome = admit(buildCreationRequest(pod, NAMESPACE), {
    ...snapshotWith(surroundings),
    instrumentations: new Map([[NAMESPACE, new Map(objects)]]),
    languages: new Set(LANGUAGES),
  });
  if (outcome.kind !== 'decided') throw new Error(outcome.kind);
  return outcome;
}

/** A platform as read from an object with this spec. */
export function platformWith(spec: object): Platform {
  const read = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.platform;
}

/** An Instrumentation as read from an object with this spec. */
export function instrumentationWith(
  spec: object = {},
  name = 'default',
  namespace = NAMESPACE,
): Instrumentation {
  const read = parseInstrumentation({ metadata: { name, namespace }, spec });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return read.value.instrumentation;
}

/** A reference to a container by its place. */
export const refTo = (name: string, index = 0, list: ContainerList = 'containers'): ContainerRef => ({
  list,
  index,
  name,
});

/** What the context of a container is made of; without anything it sets nothing, and there is no platform. */
export interface Situation {
  readonly languages: readonly Language[];
  /** Variables of the container itself. */
  readonly env?: Container['env'];
  /** What the container is started with. */
  readonly command?: Container['command'];
  /** Spec of the Instrumentation. */
  readonly asked?: object;
  readonly platform?: object;
  readonly backend?: ContainerContext['backend'];
  readonly usesNodeDns?: boolean;
  /** More of the pod's spec, and of the cluster. */
  readonly spec?: Partial<PodSpec>;
  readonly snapshot?: Partial<ClusterSnapshot>;
}

/** The context of a container `app` in namespace `shop`; the backend is the platform’s own unless it is given. */
export function containerContextWith(situation: Situation): ContainerContext {
  const {
    languages,
    env = [],
    command,
    asked,
    platform,
    backend,
    usesNodeDns,
    spec,
    snapshot = {},
  } = situation;
  const dns = usesNodeDns === true ? { dnsPolicy: 'Default' } : {};
  const started = command === undefined ? {} : { command };
  const pod = podWith({ containers: [{ name: 'app', env, ...started }], ...dns, ...spec });
  const context = podContextWith(pod, { snapshot, ...(platform === undefined ? {} : { platform }) });
  return buildTargetContext(targetsOf(languages, asked), context, backend ?? context.platform?.primary);
}

/** Languages on their way into one container `app`; they share the Instrumentation. */
export function targetsOf(languages: readonly Language[], asked?: object): readonly [Target, ...Target[]] {
  const instrumentation = asked === undefined ? undefined : instrumentationWith(asked);
  const [first, ...others] = languages.map((language) => ({
    language,
    container: refTo('app'),
    instrumentation,
  }));
  if (first === undefined) throw new Error('no language is given');
  return [first, ...others];
}

/** Variables as `NAME=value` texts, or `NAME=<secret/key>`. */
export const shownVariables = (variables: readonly Variable[]): readonly string[] =>
  variables.map((variable) => `${variable.name}=${shownValue(variable)}`);

/** Variables as `NAME=value (origin)` texts. */
export const shownSettings = (variables: readonly Variable[]): readonly string[] =>
  variables.map((variable) => `${variable.name}=${shownValue(variable)} (${variable.origin})`);

const shownValue = (variable: Variable): string =>
  'secret' in variable ? `<${variable.secret.name}/${variable.secret.key}>` : variable.value;
