import { escapeReferences } from '../kubernetes/variable-reference.js';
import { RESOURCE_PREFIX } from '../annotations.js';
import type { Setting } from '../domain.js';
import type { ContainerContext } from '../resolve/container-context.js';
import { findSpecField } from '../resolve/instrumentation-values.js';
import { buildKubernetesAttributes, findControllerName, findRolloutName } from './kubernetes-attributes.js';
import { collectResourceAnnotations } from '../decide/resource-annotations.js';
import { findStableName } from './stable-names.js';

/** Attributes that name a service, most telling first. */
const NAME_SOURCES = [
  'k8s.replicaset.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.cronjob.name',
  'k8s.job.name',
];

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
  const ofNamespace = collectResourceAnnotations(context)['service.name'];
  if (isGiven(ofNamespace)) return { value: escapeReferences(ofNamespace), origin: 'namespace' };
  const { targets, container } = context;
  const attributes = new Map([
    ...Object.entries(findSpecField(targets, ({ resource }) => resource?.resourceAttributes) ?? {}),
    ...buildKubernetesAttributes(context),
    ...Object.entries(collectResourceAnnotations(context)),
  ]);
  const owners = [
    // What somebody wrote on the pod itself goes before what a controller did.
    collectResourceAnnotations(context)['k8s.deployment.name'],
    findStableName(context.pod.metadata?.labels),
    attributes.get('k8s.deployment.name'),
    findRolloutName(context),
    ...NAME_SOURCES.map((key) => attributes.get(key)),
    findControllerName(context),
    attributes.get('k8s.pod.name'),
  ];
  return { value: owners.find(isGiven) ?? container.name, origin: 'default' };
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
      collectResourceAnnotations(context)['service.version'],
    ].find(isGiven) ?? parseImageVersion(context.container.image ?? '')
  );
}

/**
 * `[domain[:port]/]path[:tag][@digest]`; https://github.com/distribution/reference. Other than `IMAGE` of
 * text-forms.ts, which is for what a person writes, it takes any separators in a path and no IPv6 host: here only tag and
 * digest are taken out of what a pod has.
 */
const TAGGED_IMAGE =
  /^(?:[A-Za-z0-9.-]+(?::\d+)?\/)?[a-z0-9]+(?:[._/-]+[a-z0-9]+)*(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z0-9+._-]+:[0-9a-fA-F]{32,}))?$/;

/** Tag and digest of an image: `tag@digest`, the digest, the tag, or nothing. */
function parseImageVersion(image: string): string | undefined {
  if (image.length > 512) return undefined;
  const [, tag, digest] = TAGGED_IMAGE.exec(image) ?? [];
  if (tag !== undefined && digest !== undefined) return `${tag}@${digest}`;
  return digest ?? tag;
}
