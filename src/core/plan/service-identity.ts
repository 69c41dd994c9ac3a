import { parseImageReference } from '../kubernetes/image-reference.js';
import { escapeReferences } from '../kubernetes/variable-reference.js';
import { RESOURCE_PREFIX } from '../annotations.js';
import type { Setting } from '../domain.js';
import type { ContainerContext } from '../resolve/container-context.js';
import { findSpecField } from '../resolve/instrumentation-values.js';
import { buildKubernetesAttributes, findControllerName, findRolloutName } from './kubernetes-attributes.js';
import { TIME_END } from './stable-name-label.js';
import { findStableName } from './stable-names.js';

/** Attributes that name a service, most telling first. */
const NAME_SOURCES = [
  'k8s.replicaset.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.cronjob.name',
  'k8s.job.name',
];

/** What AdvancedCronJobs of OpenKruise put behind their names: https://openkruise.io/docs/user-manuals/advancedcronjob */
const cutTimeOfRun = (name: string | undefined): string | undefined => name?.replace(TIME_END, '');

/**
 * The name of the service in a container: the pod's annotation, its labels where the Instrumentation says so, its
 * namespace's annotation, the label in which its controller tells a name that stays, the name of what owns the pod, the
 * pod's, or the container's. https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/
 */
export function resolveServiceName(context: ContainerContext): Setting<string> {
  const ofPod = findPodValue(context, 'service.name', [
    'app.kubernetes.io/instance',
    'app.kubernetes.io/name',
  ]);
  if (ofPod !== undefined) return { value: escapeReferences(ofPod), origin: 'pod' };
  const ofNamespace = context.resourceAnnotations['service.name'];
  if (isGiven(ofNamespace)) return { value: escapeReferences(ofNamespace), origin: 'namespace' };
  return { value: findOwnerName(context) ?? context.container.name, origin: 'default' };
}

/** The first name that is given, of the pod's owners and in the end of the pod; undefined where it has none. */
function findOwnerName(context: ContainerContext): string | undefined {
  const { targets, resourceAnnotations: annotated } = context;
  const asked = findSpecField(targets, ({ resource }) => resource?.resourceAttributes) ?? {};
  const known = buildKubernetesAttributes(context);
  const findOwn = (key: string): string | undefined =>
    key === 'k8s.job.name' ? cutTimeOfRun(known.get(key)) : known.get(key);
  const find = (key: string): string | undefined => annotated[key] ?? findOwn(key) ?? asked[key];
  const sources: readonly (() => string | undefined)[] = [
    // What somebody wrote on the pod itself goes before what a controller did.
    () => annotated['k8s.deployment.name'],
    () => findStableName(context.pod.metadata?.labels),
    () => find('k8s.deployment.name'),
    () => findRolloutName(context),
    () => NAME_SOURCES.map(find).find(isGiven),
    () => cutTimeOfRun(findControllerName(context)),
    () => find('k8s.pod.name'),
  ];
  for (const source of sources) {
    const name = source();
    if (isGiven(name)) return name;
  }
  return undefined;
}

const isGiven = (value: string | undefined): value is string => value !== undefined && value !== '';

/** What a pod says of its service: by annotation, else by the first of the labels that it bears, where the Instrumentation says so. */
function findPodValue(
  { pod: { metadata }, targets }: ContainerContext,
  attribute: string,
  labels: readonly string[],
): string | undefined {
  const useLabels =
    findSpecField(targets, ({ defaults }) => defaults?.useLabelsForResourceAttributes) === true;
  return [
    metadata?.annotations?.[RESOURCE_PREFIX + attribute],
    ...(useLabels ? labels.map((label) => metadata?.labels?.[label]) : []),
  ].find(isGiven);
}

/** The version of the service: annotated, from the pod's label where the Instrumentation says so, or the image's. */
export function resolveServiceVersion(context: ContainerContext): string | undefined {
  return (
    [
      findPodValue(context, 'service.version', ['app.kubernetes.io/version']),
      context.resourceAnnotations['service.version'],
    ].find(isGiven) ?? parseImageVersion(context.container.image ?? '')
  );
}

/** Tag and digest of an image: `tag@digest`, the digest, the tag, or nothing. */
function parseImageVersion(image: string): string | undefined {
  const { tag, digest } = parseImageReference(image) ?? {};
  if (tag !== undefined && digest !== undefined) return `${tag}@${digest}`;
  return digest ?? tag;
}
