import { PINS } from '../../src/core/pins.js';
import { parseTracingPlatform } from '../../src/core/rules/parse-platform.js';
import { resolveRenderSettings, type RenderSettings, type RenderOptions } from '../../src/render/settings.js';

/** The flags of the page's four architecture patterns. */
export const PATTERNS = {
  default: {
    enable_tempo: true,
    enable_opentelemetry_operator: true,
    enable_victoria_metrics_k8s_stack: true,
  },
  jaeger: { enable_jaeger: true, enable_opentelemetry_operator: true },
  'multi-backend': { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true },
  'high-performance': {
    enable_victoria_traces: true,
    enable_victoria_metrics_k8s_stack: true,
    enable_opentelemetry_operator: true,
  },
} as const;

/** Every flag that matters to what is rendered. */
export const ALL_FLAGS = {
  enable_tempo: true,
  enable_jaeger: true,
  enable_victoria_traces: true,
  enable_zipkin: true,
  enable_opentelemetry_operator: true,
  enable_victoria_metrics_k8s_stack: true,
} as const;

/** A strategy of each kind; `drop` is for Collectors that know it. */
export const STRATEGIES = {
  none: undefined,
  probabilistic: { strategy: 'probabilistic', ratio: 0.1 },
  tail: { strategy: 'tail', slowMs: 2000, percent: 10 },
  adaptive: { strategy: 'adaptive', spansPerSecond: 1000, services: { checkout: 20, 'shop/cart': 10 } },
} as const;

/** Versions of the Collector that the platform runs, or may: its production, the one before, and what the tests run. */
export const VERSIONS = [
  PINS.oldestCollector.version,
  PINS.previousCollector.version,
  PINS.collector.version,
] as const;

/** What a spec of a TracingPlatform is rendered with. Throws where it is refused. */
export function renderSettings(spec: object, wishes: Partial<RenderOptions> = {}): RenderSettings {
  const read = parseTracingPlatform({ metadata: { name: 'default' }, spec });
  if (!read.ok) throw new Error(JSON.stringify(read.error));
  return resolveRenderSettings(read.value, { replicas: 2, ...wishes });
}
