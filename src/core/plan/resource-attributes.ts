import { BACKEND_ATTRIBUTE } from '../annotations.js';
import type { PodContext } from '../decide/pod-context.js';
import { findInstrumentationVariable, findSpecField } from '../resolve/instrumentation-values.js';
import { type ContainerContext, isBackendPicked } from '../resolve/container-context.js';
import { findContainerValue, isSetByContainer } from '../resolve/container-view.js';
import { ATTRIBUTES } from '../resolve/variable-names.js';
import { encodeAttributeText, parseAttributeKeys } from './attribute-text.js';
import { buildKubernetesAttributes } from './kubernetes-attributes.js';
import { resolveServiceVersion } from './service-identity.js';

export const POD_NAME = 'OTEL_RESOURCE_ATTRIBUTES_POD_NAME';
export const POD_UID = 'OTEL_RESOURCE_ATTRIBUTES_POD_UID';
export const NODE_NAME = 'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME';

/**
 * The resource attributes of one container by key, ready to be written; later sources win, and keys that the
 * container sets itself are left out. https://opentelemetry.io/docs/specs/semconv/resource/k8s/
 */
export function buildResourceAttributes(context: ContainerContext): ReadonlyMap<string, string> {
  const { namespaceName, container, targets } = context;
  const taken = collectTakenKeys(context);
  const merged = new Map<string, string>();
  const write = (key: string, value: string): void => {
    merged.set(key, value);
  };
  const encode = (key: string, value: string): void => {
    write(key, encodeAttributeText(value));
  };
  const writeAll = (entries: Iterable<readonly [string, string]>, how: typeof write): void => {
    for (const [key, value] of entries) how(key, value);
  };
  write('k8s.node.name', `$(${NODE_NAME})`);
  writeAll(buildClusterAttributes(context), encode);
  // Written as they are: an Instrumentation may refer to variables in them.
  writeAll(
    Object.entries(findSpecField(targets, ({ resource }) => resource?.resourceAttributes) ?? {}),
    write,
  );
  writeAll(buildKubernetesAttributes(context), encode);
  write('service.instance.id', formatInstanceId(namespaceName, container.name));
  write('k8s.pod.name', `$(${POD_NAME})`);
  if (hasPodUid(context)) write('k8s.pod.uid', `$(${POD_UID})`);
  writeAll(collectAnnotatedAttributes(context), encode);
  encode('service.namespace', resolveServiceNamespace(context));
  const version = resolveServiceVersion(context);
  // Where nothing is known of it, a weaker layer may have it.
  if (version !== undefined) encode('service.version', version);
  writeAll(buildBackendAttribute(context), write);
  for (const [key, value] of merged) if (taken.has(key) || value === '') merged.delete(key);
  return merged;
}

/** Keys that the container's attributes, or the Instrumentation's variable, set already. */
export function collectTakenKeys({ view, targets }: ContainerContext): ReadonlySet<string> {
  const text = isSetByContainer(view, ATTRIBUTES)
    ? findContainerValue(view, ATTRIBUTES)
    : findInstrumentationVariable(targets, ATTRIBUTES)?.value;
  return parseAttributeKeys(text ?? '');
}

/** Tells whether the pod's UID is among the attributes: always with a platform, else when an Instrumentation asks. */
export function hasPodUid({ platform, targets }: ContainerContext): boolean {
  return (
    platform !== undefined || findSpecField(targets, ({ resource }) => resource?.addK8sUIDAttributes) === true
  );
}

/** The Collector sends a trace to one backend when it carries this attribute, and to all without. */
function buildBackendAttribute(context: ContainerContext): ReadonlyMap<string, string> {
  const { backend, platform } = context;
  const isTold = platform?.route.value === 'collector' && isBackendPicked(context);
  return new Map(isTold && backend !== undefined ? [[BACKEND_ATTRIBUTE, backend.value]] : []);
}

/** The name of the cluster under both of the keys that it has; the Collector adds it where there is one between. */
export function buildClusterAttributes({ platform }: PodContext): ReadonlyMap<string, string> {
  const name = platform?.route.value === 'direct' ? (platform.cluster.name ?? '') : '';
  return new Map([
    ['cluster.name', name],
    ['k8s.cluster.name', name],
  ]);
}

function collectAnnotatedAttributes(context: PodContext): ReadonlyMap<string, string> {
  const attributes = Object.entries(context.resourceAnnotations).map(
    ([key, value]) => [encodeAttributeText(key), value] as const,
  );
  return new Map(attributes.filter(([key]) => key !== '' && key !== 'service.name'));
}

/** The namespace of a service: annotated, or the pod's. */
export function resolveServiceNamespace(context: PodContext): string {
  const annotation = context.resourceAnnotations['service.namespace'] ?? '';
  return annotation === '' ? context.namespaceName : annotation;
}

/** `<namespace>.<pod>.<container>`; https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/ */
const formatInstanceId = (namespace: string, container: string): string =>
  `${namespace}.$(${POD_NAME}).${container}`;
