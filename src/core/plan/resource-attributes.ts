import { BACKEND_ATTRIBUTE } from '../annotations.js';
import type { PodContext } from '../decide/pod-context.js';
import { findInstrumentationVariable, findSpecField } from '../resolve/instrumentation-values.js';
import { type ContainerContext, isBackendPicked } from '../resolve/container-context.js';
import { findContainerValue, isSetByContainer } from '../resolve/container-view.js';
import { ATTRIBUTES } from '../resolve/variable-names.js';
import { encodeAttributeText, parseAttributeKeys } from './attribute-text.js';
import { buildKubernetesAttributes } from './kubernetes-attributes.js';
import { collectResourceAnnotations } from '../decide/resource-annotations.js';
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
  const layers: readonly ReadonlyMap<string, string>[] = [
    new Map([['k8s.node.name', `$(${NODE_NAME})`]]),
    encodeAttributes(buildClusterAttributes(context)),
    // Written as they are: an Instrumentation may refer to variables in them.
    new Map(Object.entries(findSpecField(targets, ({ resource }) => resource?.resourceAttributes) ?? {})),
    encodeAttributes(buildKubernetesAttributes(context)),
    new Map([['service.instance.id', formatInstanceId(namespaceName, container.name)]]),
    new Map([
      ['k8s.pod.name', `$(${POD_NAME})`],
      ...(hasPodUid(context) ? [['k8s.pod.uid', `$(${POD_UID})`] as const] : []),
    ]),
    encodeAttributes(collectAnnotatedAttributes(context)),
    encodeAttributes(
      new Map([
        ['service.namespace', resolveServiceNamespace(context)],
        ...listGiven('service.version', resolveServiceVersion(context)),
      ]),
    ),
    buildBackendAttribute(context),
  ];
  const merged = new Map<string, string>(layers.flatMap((layer) => [...layer]));
  return new Map([...merged].filter(([key, value]) => !taken.has(key) && value !== ''));
}

/** An attribute, unless nothing is known of it; then a weaker layer may have it. */
const listGiven = (key: string, value: string | undefined): readonly (readonly [string, string])[] =>
  value === undefined ? [] : [[key, value]];

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
  const attributes = Object.entries(collectResourceAnnotations(context)).map(
    ([key, value]) => [encodeAttributeText(key), value] as const,
  );
  return new Map(attributes.filter(([key]) => key !== '' && key !== 'service.name'));
}

/** The namespace of a service: annotated, or the pod's. */
export function resolveServiceNamespace(context: PodContext): string {
  const annotation = collectResourceAnnotations(context)['service.namespace'] ?? '';
  return annotation === '' ? context.namespaceName : annotation;
}

/** `<namespace>.<pod>.<container>`; https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/ */
const formatInstanceId = (namespace: string, container: string): string =>
  `${namespace}.$(${POD_NAME}).${container}`;

const encodeAttributes = (attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...attributes].map(([key, value]) => [key, encodeAttributeText(value)]));
