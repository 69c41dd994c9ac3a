import { STATUS } from '../core/annotations.js';
import { isAgentContainer } from '../core/decide/pod-kind.js';
import { parseImageReference } from '../core/kubernetes/image-reference.js';
import { formatApiVersion, OBJECT_KINDS } from '../core/object-kinds.js';
import { PLATFORM_NAME } from '../core/objects/tracing-platform.js';
import { parseTracingPlatform } from '../core/rules/parse-platform.js';
import type { KubeObject } from '../kube/object.js';
import { readInstallation } from '../live/installation.js';
import type { LiveCluster } from '../live/live-cluster.js';
import { listImages, mergeImages, type ImageList, type NeededImage } from '../render/images.js';
import { resolveRenderSettings } from '../render/settings.js';
import { line, type TerminalText } from '../text/terminal-text.js';
import { wrapText } from '../text/wrap.js';
import { joinSome } from './finding.js';
import { getName, getNamespace, listContainers, readPodSpec, readSpec, readText } from './object-fields.js';

/** Every image that a cluster needs for its traces. */
export interface ClusterImages extends ImageList {
  /** What could not be read, so that images may be missing; sentences. */
  readonly unread: readonly string[];
}

/** Pods that were injected. */
const INJECTED = `${STATUS} in (injected,partial)`;

/**
 * Reads the images that a cluster needs: the webhook as it is installed, what follows from its TracingPlatform, and the
 * agents of the pods that are injected now, which may be older or another's choice.
 */
export async function readNeededImages(cluster: LiveCluster): Promise<ClusterImages> {
  const [installation, platform, pods] = await Promise.all([
    readInstallation(cluster),
    cluster.read({
      ...{ apiVersion: formatApiVersion(OBJECT_KINDS.TracingPlatform), kind: 'TracingPlatform' },
      name: PLATFORM_NAME,
    }),
    cluster.list({ apiVersion: 'v1', kind: 'Pod', labelSelector: INJECTED }),
  ]);
  const chosen = platform.ok ? listChosenImages(platform.value) : EMPTY;
  const installed = installation.ok ? installation.value?.deployment : undefined;
  return {
    images: mergeImages(
      [
        ...(installed === undefined ? [] : listInstalledImages(installed)),
        // The one of this program is another's, where the webhook is of another version.
        ...chosen.images.filter(({ neededBy }) => installed === undefined || !neededBy.includes('webhook')),
        ...(pods.ok ? pods.value.items.flatMap(listAgentImages) : []),
      ],
      findPulled,
    ),
    charts: chosen.charts,
    unread: [installation, platform, pods].flatMap((read) => (read.ok ? [] : [read.error.message])),
  };
}

const EMPTY: ImageList = { images: [], charts: [] };

function listChosenImages(platform: KubeObject): ImageList {
  const reading = parseTracingPlatform(platform);
  return reading.ok ? listImages(resolveRenderSettings(reading.value, { replicas: 1 })) : EMPTY;
}

const describeImage = (image: string, neededBy: string): NeededImage => {
  const digest = parseImageReference(image)?.digest;
  return { image, ...(digest === undefined ? {} : { digest }), neededBy: [neededBy] };
};

const listInstalledImages = (deployment: KubeObject): readonly NeededImage[] =>
  listContainers(readPodSpec(deployment)).map((container) =>
    describeImage(readText(container, 'image'), 'webhook'),
  );

const listAgentImages = (pod: KubeObject): readonly NeededImage[] =>
  listContainers(readSpec(pod))
    .filter((container) => isAgentContainer({ name: readText(container, 'name') }))
    .map((container) =>
      describeImage(readText(container, 'image'), `pod ${getNamespace(pod)}/${getName(pod)}`),
    );

/** Where the cluster pulls an image from. */
const findPulled = ({ image, pulledAs }: NeededImage): string => pulledAs ?? image;

const COLUMNS = 80;

/** A line for each image and chart, as the cluster pulls it, and below it what needs it. */
export const formatNeededImages = ({ images, charts }: ClusterImages): readonly TerminalText[] => [
  ...images.flatMap((each) => formatNeeded(findPulled(each), each.neededBy)),
  // The images of the others are among those above.
  ...charts.flatMap(({ chart, version = '', neededBy, look }) =>
    look === undefined ? [] : formatNeeded(`the images of the chart ${chart} ${version}: ${look}`, neededBy),
  ),
];

const formatNeeded = (what: string, neededBy: readonly string[]): readonly TerminalText[] => [
  line`${what}`,
  ...wrapText(joinSome(neededBy), COLUMNS - 2).map((part) => line`  ${part}`),
];

/** The same as plain data; schemas/doctor-images.report.schema.json describes it. */
export const buildImagesReport = (place: string, { images, charts, unread }: ClusterImages): unknown => ({
  ...{ place, images, charts, unread },
});
