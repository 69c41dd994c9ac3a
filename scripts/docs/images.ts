import { CHART_IMAGES } from '../../src/core/chart-images.js';
import { LANGUAGES } from '../../src/core/domain.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import { listImages } from '../../src/render/images.js';
import { resolveRenderSettings } from '../../src/render/settings.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';

/** Every language, and every backend behind a Collector with metrics of traces: no default needs another image. */
const EVERYTHING = {
  addons: {
    enable_tempo: true,
    enable_opentelemetry_operator: true,
    enable_victoria_metrics_k8s_stack: true,
  },
  agents: Object.fromEntries(LANGUAGES.map((language) => [language, { enabled: true }])),
};

/** The default images, and what needs each. */
export function buildImageTable(): string {
  const read = parseTracingPlatform({ metadata: { name: 'default' }, spec: EVERYTHING });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  const { images } = listImages(resolveRenderSettings(read.value, { replicas: 2 }));
  return formatTable(
    ['image', 'needed by'],
    // That of the webhook has the version of the release, and is in the registry of whoever builds it.
    images
      .filter(({ neededBy }) => !neededBy.some((need) => need === 'webhook' || need.startsWith('chart ')))
      .map(({ image, neededBy }) => [formatCode(image), neededBy.join(', ')]),
  );
}

/** What the charts of backends pull, by version, and the value that names another registry. */
export const buildChartImageTable = (): string =>
  formatTable(
    ['chart, with its source', 'images', 'another registry by', 'checked on'],
    CHART_IMAGES.map(({ chart, version, images, tests = [], registryValue, source, date }) => [
      `[${chart} ${version}](${source})`,
      [formatCodes(images), ...tests.map((image) => `for \`helm test\` ${formatCode(image)}`)].join('; '),
      formatCode(registryValue),
      date,
    ]),
  );
