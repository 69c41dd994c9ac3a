import type { PodContext } from '../decide/pod-context.js';
import type { Target } from '../decide/target.js';
import type { Backend, Language, Origin, Setting } from '../domain.js';
import { type Container, type ContainerRef, getContainer } from '../kubernetes/pod.js';
import { canReadVariables } from './capabilities.js';
import { BLANK_VIEW, type ContainerView, createContainerView } from './container-view.js';

/** One container of a pod, with the languages that share its variables: all that their settings are resolved from. */
export interface ContainerContext extends PodContext {
  readonly ref: ContainerRef;
  readonly container: Container;
  /** What the container sets itself. */
  readonly view: ContainerView;
  /** In the order of injection; the earlier one wins. */
  readonly targets: readonly Target[];
  /** The backend; undefined without a platform. */
  readonly backend: Setting<Backend> | undefined;
}

/** The context of targets on one container as if that set nothing; the configuration hash is computed over it. */
export function buildBlankContext(
  targets: readonly [Target, ...Target[]],
  context: PodContext,
  backend: Setting<Backend> | undefined,
): ContainerContext {
  const ref = targets[0].container;
  const container = getContainer(context.pod.spec, ref);
  // What is added comes first: V8 takes microseconds for each object that gets fields after a spread.
  return { ref, container, view: BLANK_VIEW, targets, backend, ...context };
}

/** The context of targets on one container. The Go agent has the variables of its sidecar, where nobody set any. */
export function buildContainerContext(
  targets: readonly [Target, ...Target[]],
  context: PodContext,
  backend: Setting<Backend> | undefined,
): ContainerContext {
  const blank = buildBlankContext(targets, context, backend);
  return targets[0].language === 'go' ? blank : replaceContainer(blank, blank.container);
}

/** A context with another container in the place of its own, and with what that sets. */
export const replaceContainer = (context: ContainerContext, container: Container): ContainerContext => ({
  ...context,
  container,
  view: createContainerView(container, context.namespaceName, context.snapshot.configMaps),
});

/** The languages of a container whose agents read variables; a web server module reads a file of its own. */
export const listVariableReaders = (context: ContainerContext): readonly Language[] =>
  context.targets.map(({ language }) => language).filter(canReadVariables);

/** Where an address came from: an annotation that picked a backend chose the address itself only where there is no Collector between. */
export const resolveAddressOrigin = (context: ContainerContext, origin: Origin): Origin =>
  isBackendPicked(context) && context.platform?.route.value === 'direct'
    ? (context.backend?.origin ?? origin)
    : origin;

/** Tells whether an annotation picked the backend; then what an Instrumentation says of the endpoint does not hold. */
export const isBackendPicked = ({ backend }: ContainerContext): boolean =>
  backend?.origin === 'pod' || backend?.origin === 'namespace';

/** Tells whether a pod resolves names by its node's DNS, which does not know Services. https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/#pod-s-dns-policy */
export function hasNodeDns({ pod }: PodContext): boolean {
  const { hostNetwork, dnsPolicy } = pod.spec;
  if (dnsPolicy === 'Default') return true;
  return hostNetwork === true && (dnsPolicy === undefined || dnsPolicy === 'ClusterFirst');
}
