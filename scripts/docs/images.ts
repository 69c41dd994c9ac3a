import { LANGUAGES } from '../../src/core/domain.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import { listImages } from '../../src/render/images.js';
import { resolveRenderSettings } from '../../src/render/settings.js';
import { formatCode, formatTable } from './markdown.js';

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
      .filter(({ neededBy }) => !neededBy.includes('webhook'))
      .map(({ image, neededBy }) => [formatCode(image), neededBy.join(', ')]),
  );
}
