import { BACKEND_ATTRIBUTE } from '../annotations.js';
import type { Target } from '../decide/target.js';
import type { PodContext } from '../decide/pod-context.js';
import type { Container } from '../kubernetes/pod.js';
import { findSpecField } from '../resolve/instrumentation-values.js';
import type { Resolution } from '../resolve/resolve.js';
import { isBackendPicked } from '../resolve/scope.js';
import { encodeAttributeText } from './attribute-text.js';
import { collectOwnerAttributes } from './owners.js';
import { collectResourceAnnotations } from '../decide/resource-annotations.js';
import { resolveServiceVersion } from './service-identity.js';

export const POD_NAME = 'OTEL_RESOURCE_ATTRIBUTES_POD_NAME';
export const POD_UID = 'OTEL_RESOURCE_ATTRIBUTES_POD_UID';
export const NODE_NAME = 'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME';

/** What the attributes of one container are made from. */
export interface AttributeSource {
  readonly context: PodContext;
  readonly container: Container;
  readonly targets: readonly Target[];
  readonly resolution: Resolution;
  /** Keys that the container sets itself; the user's hold. */
  readonly taken: ReadonlySet<string>;
}

/**
 * The resource attributes of one container by key, ready to be written; later sources win, and keys that the
 * container sets itself are left out. https://opentelemetry.io/docs/specs/semconv/resource/k8s/
 */
export function buildResourceAttributes(source: AttributeSource): ReadonlyMap<string, string> {
  const { context, targets, resolution, taken } = source;
  const hasUid = hasPodUid(source);
  const layers: readonly ReadonlyMap<string, string>[] = [
    new Map([['k8s.node.name', `$(${NODE_NAME})`]]),
    encodeAttributes(buildClusterAttributes(context)),
    // Written as they are: an Instrumentation may refer to variables in them.
    new Map(Object.entries(findSpecField(targets, ({ resource }) => resource?.resourceAttributes) ?? {})),
    encodeAttributes(buildKubernetesAttributes(source)),
    new Map([['service.instance.id', formatInstanceId(context.namespaceName, source.container.name)]]),
    new Map([
      ['k8s.pod.name', `$(${POD_NAME})`],
      ...(hasUid ? [['k8s.pod.uid', `$(${POD_UID})`] as const] : []),
    ]),
    encodeAttributes(collectAnnotatedAttributes(context)),
    encodeAttributes(new Map([['service.namespace', resolveServiceNamespace(context)]])),
    encodeAttributes(buildVersionAttribute(source)),
    resolution.backend === undefined || !isPickedThroughCollector(source)
      ? new Map()
      : new Map([[BACKEND_ATTRIBUTE, resolution.backend.value]]),
  ];
  const merged = new Map<string, string>(layers.flatMap((layer) => [...layer]));
  return new Map([...merged].filter(([key, value]) => !taken.has(key) && value !== ''));
}

/** Tells whether the pod's UID is among the attributes: always with a platform, else when an Instrumentation asks. */
export function hasPodUid({ context, targets }: Pick<AttributeSource, 'context' | 'targets'>): boolean {
  return (
    context.platform !== undefined ||
    findSpecField(targets, ({ resource }) => resource?.addK8sUIDAttributes) === true
  );
}

/** The Collector sends a trace to one backend when it carries this attribute, and to all without. */
function isPickedThroughCollector({ context, resolution }: AttributeSource): boolean {
  return context.platform?.route.value === 'collector' && isBackendPicked(resolution);
}

/** The name of the cluster under both of the keys that it has; the Collector adds it where there is one between. */
export function buildClusterAttributes({
  platform,
}: Pick<PodContext, 'platform'>): ReadonlyMap<string, string> {
  const name = platform?.route.value === 'direct' ? (platform.cluster.name ?? '') : '';
  return new Map([
    ['cluster.name', name],
    ['k8s.cluster.name', name],
  ]);
}

/** Facts of the pod, as they are known; the names in them also make the name of the service. */
export function buildKubernetesAttributes({
  context,
  container,
  targets,
}: Omit<AttributeSource, 'taken' | 'resolution'>): ReadonlyMap<string, string> {
  const withUids = findSpecField(targets, ({ resource }) => resource?.addK8sUIDAttributes) === true;
  return new Map([
    ['k8s.namespace.name', context.namespaceName],
    ['k8s.container.name', container.name],
    ['k8s.pod.name', context.pod.metadata?.name ?? ''],
    ...collectOwnerAttributes(context, withUids),
  ]);
}

function collectAnnotatedAttributes(context: PodContext): ReadonlyMap<string, string> {
  const attributes = Object.entries(collectResourceAnnotations(context)).map(
    ([key, value]) => [encodeAttributeText(key), value] as const,
  );
  return new Map(attributes.filter(([key]) => key !== '' && key !== 'service.name'));
}

function resolveServiceNamespace(context: PodContext): string {
  const annotation = collectResourceAnnotations(context)['service.namespace'] ?? '';
  return annotation === '' ? context.namespaceName : annotation;
}

/** The version of the service. */
function buildVersionAttribute({
  context,
  container,
  targets,
}: AttributeSource): ReadonlyMap<string, string> {
  const useLabels =
    findSpecField(targets, ({ defaults }) => defaults?.useLabelsForResourceAttributes) === true;
  return new Map([['service.version', resolveServiceVersion(context, container.image, useLabels) ?? '']]);
}

/** `<namespace>.<pod>.<container>`; https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/ */
const formatInstanceId = (namespace: string, container: string): string =>
  `${namespace}.$(${POD_NAME}).${container}`;

const encodeAttributes = (attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...attributes].map(([key, value]) => [key, encodeAttributeText(value)]));
