import { AGENTS } from '../core/agents/agents.js';
import { findChartPin, formatChartCommand, type ChartPin } from '../core/chart-images.js';
import { BACKEND_ROWS } from '../core/backends/backends.js';
import { parseChart } from '../core/backends/charts.js';
import { LANGUAGES, type Backend, type Language } from '../core/domain.js';
import { moveImage, parseImageReference } from '../core/kubernetes/image-reference.js';
import { resolvePlatformImage } from '../core/plan/agent-image.js';
import { listEnabledBackends, type Platform } from '../core/platform/platform.js';
import { isLanguageEnabled } from '../core/rules/route-rules.js';
import { readPackageVersion } from '../text/package-version.js';
import { chooseImage } from './collector/config.js';
import { buildTiers } from './collector/tiers.js';
import type { RenderSettings } from './settings.js';

/** An image that the cluster pulls. */
export interface NeededImage {
  /** Where it is published. */
  readonly image: string;
  /** Where the cluster pulls it from, if that is elsewhere. */
  readonly pulledAs?: string;
  /** Which image it is whatever its tag says, where that is known. */
  readonly digest?: string;
  readonly neededBy: readonly string[];
}

/** A chart; it says where its images come from. */
interface NeededChart {
  readonly chart: string;
  /** Of those that the platform does not say, none. */
  readonly version?: string;
  readonly neededBy: readonly string[];
  /** The value by which its images are taken from elsewhere, where they are listed. */
  readonly registryValue?: string;
  /** How to see its images, where they are not listed. */
  readonly look?: string;
}

export interface ImageList {
  readonly images: readonly NeededImage[];
  readonly charts: readonly NeededChart[];
}

/** Every image that follows from a platform's choice, and the charts that bring others. */
export function listImages(settings: RenderSettings): ImageList {
  const charts = listCharts(settings);
  const images = [
    listWebhookImage(settings.platform),
    ...LANGUAGES.flatMap((language) => listAgentImage(language, settings.platform)),
    ...listCollectorImages(settings),
    ...charts.flatMap(listChartImages),
  ];
  return { images: mergeImages(images, ({ image }) => image), charts: charts.map(describeChart) };
}

function listWebhookImage({ images }: Platform): NeededImage {
  const image = `doka-tracing:${readPackageVersion()}`;
  return describeImage(image, images?.registry, ['webhook']);
}

/** The agent of a language that is on; as the webhook resolves it for a pod without an Instrumentation. */
function listAgentImage(language: Language, platform: Platform): readonly NeededImage[] {
  const published = AGENTS[language].files?.image;
  if (published === undefined || !isLanguageEnabled(platform, language)) return [];
  const { value } = resolvePlatformImage(language, platform);
  const isChosen = platform.agents.languages[language]?.image !== undefined;
  const { registry } = platform.agents;
  return [describeImage(isChosen ? value : published, isChosen ? undefined : registry, [language])];
}

function listCollectorImages(settings: RenderSettings): readonly NeededImage[] {
  const { platform } = settings;
  if (platform.route.value === 'direct') return [];
  return buildTiers(settings).map(({ name, pipelines }) =>
    describeImage(chooseImage(pipelines, platform.collector.version), platform.images?.registry, [
      `Collector ${name}`,
    ]),
  );
}

function describeImage(
  image: string,
  registry: string | undefined,
  neededBy: readonly string[],
): NeededImage {
  const digest = parseImageReference(image)?.digest;
  return {
    image,
    ...(registry === undefined ? {} : { pulledAs: moveImage(image, registry) }),
    ...(digest === undefined ? {} : { digest }),
    neededBy,
  };
}

/** One entry for all images of a name, with all that needs them. */
export function mergeImages(
  images: readonly NeededImage[],
  getName: (image: NeededImage) => string,
): readonly NeededImage[] {
  const merged = new Map<string, readonly [first: NeededImage, neededBy: Set<string>]>();
  for (const each of images) {
    const known = merged.get(getName(each));
    if (known === undefined) merged.set(getName(each), [each, new Set(each.neededBy)]);
    else for (const need of each.neededBy) known[1].add(need);
  }
  return [...merged.values()].map(([first, neededBy]) => ({ ...first, neededBy: [...neededBy] }));
}

type ChosenChart = Pick<NeededChart, 'chart' | 'version' | 'neededBy'>;

const listCharts = ({ platform, hasOperator, stacks }: RenderSettings): readonly ChosenChart[] => [
  ...listEnabledBackends(platform).map((backend) => chooseChart(backend, platform)),
  ...(hasOperator ? [{ chart: 'opentelemetry-operator', neededBy: ['enable_opentelemetry_operator'] }] : []),
  ...stacks.map(({ chart, flag }) => ({ chart, neededBy: [flag] })),
];

function chooseChart(backend: Backend, platform: Platform): ChosenChart {
  const { charts, addon } = BACKEND_ROWS[backend];
  const { name = Object.keys(charts)[0] ?? backend, version } = parseChart(
    platform.backends[backend]?.chart ?? '',
  );
  return { chart: name, version, neededBy: [addon] };
}

const findPin = ({ chart, version }: ChosenChart): ChartPin | undefined =>
  version === undefined ? undefined : findChartPin(chart, version);

/** The platform names no registry for these: each chart has a value for that. */
function listChartImages(chosen: ChosenChart): readonly NeededImage[] {
  const { chart, version = '' } = chosen;
  const { images = [], tests = [] } = findPin(chosen) ?? {};
  const describe = (image: string, neededBy: string): NeededImage => ({ image, neededBy: [neededBy] });
  return [
    ...images.map((image) => describe(image, `chart ${chart} ${version}`)),
    ...tests.map((image) => describe(image, `helm test of chart ${chart} ${version}`)),
  ];
}

/** What is listed says by which value its registry is named, and what is not says how to see it. */
function describeChart(chosen: ChosenChart): NeededChart {
  const pin = findPin(chosen);
  if (pin !== undefined) return { ...chosen, registryValue: pin.registryValue };
  return { ...chosen, look: `set by the chart; look with: ${formatChartCommand(chosen)}` };
}
