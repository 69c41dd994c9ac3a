import { BACKEND_ATTRIBUTE } from '../annotations.js';
import type { Target } from '../decide/target.js';
import type { Subject } from '../decide/subject.js';
import type { Container } from '../kubernetes/pod.js';
import { askedSpec } from '../resolve/asked.js';
import type { Resolution } from '../resolve/resolve.js';
import { isPicked } from '../resolve/scope.js';
import { encodedValue } from './attribute-text.js';
import { ownerAttributes } from './owners.js';
import { resourceAnnotations } from '../decide/resource-annotations.js';
import { serviceVersion } from './service-identity.js';

export const POD_NAME = 'OTEL_RESOURCE_ATTRIBUTES_POD_NAME';
export const POD_UID = 'OTEL_RESOURCE_ATTRIBUTES_POD_UID';
export const NODE_NAME = 'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME';

/** What the attributes of one container are made from. */
export interface AttributeSource {
  readonly subject: Subject;
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
export function resourceAttributes(source: AttributeSource): ReadonlyMap<string, string> {
  const { subject, targets, resolution, taken } = source;
  const hasUid = wantsPodUid(source);
  const layers: readonly ReadonlyMap<string, string>[] = [
    new Map([['k8s.node.name', `$(${NODE_NAME})`]]),
    encoded(clusterAttributes(subject)),
    // Written as they are: an Instrumentation may refer to variables in them.
    new Map(Object.entries(askedSpec(targets, ({ resource }) => resource?.resourceAttributes) ?? {})),
    encoded(kubernetesFacts(source)),
    new Map([['service.instance.id', instanceId(subject.namespaceName, source.container.name)]]),
    new Map([
      ['k8s.pod.name', `$(${POD_NAME})`],
      ...(hasUid ? [['k8s.pod.uid', `$(${POD_UID})`] as const] : []),
    ]),
    encoded(annotated(subject)),
    encoded(new Map([['service.namespace', serviceNamespace(subject)]])),
    encoded(versions(source)),
    resolution.backend === undefined || !isPickedThroughCollector(source)
      ? new Map()
      : new Map([[BACKEND_ATTRIBUTE, resolution.backend.value]]),
  ];
  const merged = new Map<string, string>(layers.flatMap((layer) => [...layer]));
  return new Map([...merged].filter(([key, value]) => !taken.has(key) && value !== ''));
}

/** Tells whether the pod's UID is among the attributes: always with a platform, else when an Instrumentation asks. */
export function wantsPodUid({ subject, targets }: Pick<AttributeSource, 'subject' | 'targets'>): boolean {
  return (
    subject.platform !== undefined ||
    askedSpec(targets, ({ resource }) => resource?.addK8sUIDAttributes) === true
  );
}

/** The Collector sends a trace to one backend when it carries this attribute, and to all without. */
function isPickedThroughCollector({ subject, resolution }: AttributeSource): boolean {
  return subject.platform?.route.value === 'collector' && isPicked(resolution);
}

/** The name of the cluster under both of the keys that it has; the Collector adds it where there is one between. */
export function clusterAttributes({ platform }: Pick<Subject, 'platform'>): ReadonlyMap<string, string> {
  const name = platform?.route.value === 'direct' ? (platform.cluster.name ?? '') : '';
  return new Map([
    ['cluster.name', name],
    ['k8s.cluster.name', name],
  ]);
}

/** Facts of the pod, as they are known; the names in them also make the name of the service. */
export function kubernetesFacts({
  subject,
  container,
  targets,
}: Omit<AttributeSource, 'taken' | 'resolution'>): ReadonlyMap<string, string> {
  const withUids = askedSpec(targets, ({ resource }) => resource?.addK8sUIDAttributes) === true;
  return new Map([
    ['k8s.namespace.name', subject.namespaceName],
    ['k8s.container.name', container.name],
    ['k8s.pod.name', subject.pod.metadata?.name ?? ''],
    ...ownerAttributes(subject, withUids),
  ]);
}

function annotated(subject: Subject): ReadonlyMap<string, string> {
  const attributes = Object.entries(resourceAnnotations(subject)).map(
    ([key, value]) => [encodedValue(key), value] as const,
  );
  return new Map(attributes.filter(([key]) => key !== '' && key !== 'service.name'));
}

function serviceNamespace(subject: Subject): string {
  const annotation = resourceAnnotations(subject)['service.namespace'] ?? '';
  return annotation === '' ? subject.namespaceName : annotation;
}

/** The version of the service. */
function versions({ subject, container, targets }: AttributeSource): ReadonlyMap<string, string> {
  const useLabels = askedSpec(targets, ({ defaults }) => defaults?.useLabelsForResourceAttributes) === true;
  return new Map([['service.version', serviceVersion(subject, container.image, useLabels) ?? '']]);
}

/** `<namespace>.<pod>.<container>`; https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/ */
const instanceId = (namespace: string, container: string): string =>
  `${namespace}.$(${POD_NAME}).${container}`;

const encoded = (attributes: ReadonlyMap<string, string>): ReadonlyMap<string, string> =>
  new Map([...attributes].map(([key, value]) => [key, encodedValue(value)]));
