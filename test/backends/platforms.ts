import { BACKENDS, type Backend } from '../../src/core/domain.js';
import { PINS } from '../../src/core/pins.js';
import { parseTracingPlatform, type PlatformReading } from '../../src/core/rules/parse-platform.js';
import type { Platform } from '../../src/core/platform/platform.js';
import { buildCollectorObjects } from '../../src/render/collector/objects.js';
import { resolveRenderSettings, type RenderSettings } from '../../src/render/settings.js';
import { PATTERNS as PAGE_PATTERNS } from '../support/platforms.js';
import type { RenderedObject } from './rendered-collector.js';

/** The flags of the page's four patterns, and of Zipkin, for which it has none behind a Collector. */
export const PATTERNS = {
  ...PAGE_PATTERNS,
  zipkin: { enable_zipkin: true, enable_opentelemetry_operator: true },
} as const;

export type Pattern = keyof typeof PATTERNS;

/** The Collector that is built here. */
export const COLLECTOR_VERSION = PINS.collector.version;

/** The spec of a TracingPlatform for a pattern. */
export const specOf = (pattern: Pattern, rest: object = {}): object => ({
  cluster: { name: 'production' },
  addons: PATTERNS[pattern],
  collector: { version: COLLECTOR_VERSION },
  ...rest,
});

/** The spec of a platform with every backend behind one Collector. */
export const EVERY_BACKEND = {
  cluster: { name: 'production' },
  addons: {
    enable_tempo: true,
    enable_jaeger: true,
    enable_zipkin: true,
    enable_victoria_traces: true,
    enable_opentelemetry_operator: true,
  },
  collector: { version: COLLECTOR_VERSION },
} as const;

/** Reads a spec as the webhook and `render` do; throws where they would refuse it. */
function readingOf(spec: object): PlatformReading {
  const read = parseTracingPlatform({
    apiVersion: 'tracing.dokaseca.io/v1alpha1',
    kind: 'TracingPlatform',
    metadata: { name: 'default' },
    spec,
  });
  if (read.ok) return read.value;
  throw new Error(read.error.map(({ path, message }) => `${path} ${message}`).join('\n'));
}

export const platformFrom = (spec: object): Platform => readingOf(spec).platform;

/** The backends that a spec enables. */
export const enabledIn = (spec: object): readonly Backend[] =>
  BACKENDS.filter((backend) => platformFrom(spec).backends[backend] !== undefined);

/** What `render` renders from for a spec. */
export const settingsFrom = (spec: object, replicas = 1): RenderSettings =>
  resolveRenderSettings(readingOf(spec), { as: 'plain', replicas });

/** The objects of the Collector that `render` writes for a spec. */
export const collectorFrom = (spec: object, replicas = 1): readonly RenderedObject[] =>
  buildCollectorObjects(settingsFrom(spec, replicas)).map(({ value }) => value as RenderedObject);
