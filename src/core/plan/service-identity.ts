import { escapeReferences } from '../kubernetes/variable-reference.js';
import { RESOURCE_PREFIX } from '../annotations.js';
import type { PodContext } from '../decide/pod-context.js';
import type { Setting } from '../domain.js';
import { findControllerName, findRolloutName, type AttributeMap } from './owners.js';
import { collectResourceAnnotations } from '../decide/resource-annotations.js';

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
 * namespace's annotation, the name of what owns the pod, the pod's, or the container's. https://opentelemetry.io/docs/specs/semconv/non-normative/k8s-attributes/
 */
export function resolveServiceName(
  context: PodContext,
  container: string,
  facts: { useLabels: boolean; attributes: AttributeMap },
): Setting<string> {
  const ofPod = findPodValue(
    context,
    'service.name',
    facts.useLabels ? ['app.kubernetes.io/instance', 'app.kubernetes.io/name'] : [],
  );
  if (ofPod !== undefined) return { value: escapeReferences(ofPod), origin: 'pod' };
  const ofNamespace = collectResourceAnnotations(context)['service.name'];
  if (isGiven(ofNamespace)) return { value: escapeReferences(ofNamespace), origin: 'namespace' };
  const owners = [
    facts.attributes.get('k8s.deployment.name'),
    findRolloutName(context),
    ...NAME_SOURCES.map((key) => facts.attributes.get(key)),
    findControllerName(context),
    facts.attributes.get('k8s.pod.name'),
  ];
  return { value: owners.find(isGiven) ?? container, origin: 'default' };
}

const isGiven = (value: string | undefined): value is string => value !== undefined && value !== '';

/** What a pod says of its service: by annotation, else by the first of the labels that it bears. */
function findPodValue({ pod }: PodContext, attribute: string, labels: readonly string[]): string | undefined {
  const { metadata } = pod;
  return [
    metadata?.annotations?.[RESOURCE_PREFIX + attribute],
    ...labels.map((label) => metadata?.labels?.[label]),
  ].find(isGiven);
}

/** The version of the service: annotated, from the pod's label where the Instrumentation says so, or the image's. */
export function resolveServiceVersion(
  context: PodContext,
  image: string | undefined,
  useLabels: boolean,
): string | undefined {
  return (
    [
      findPodValue(context, 'service.version', useLabels ? ['app.kubernetes.io/version'] : []),
      collectResourceAnnotations(context)['service.version'],
    ].find(isGiven) ?? parseImageVersion(image ?? '')
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
