import { isRecord, readRecord, type Fields } from '../../core/json.js';

/**
 * The names in the default configuration of the Collector's chart, over which values are merged.
 * https://github.com/open-telemetry/opentelemetry-helm-charts/blob/main/charts/opentelemetry-collector/values.yaml
 */
const DEFAULTS: Fields = {
  receivers: { otlp: {}, jaeger: {}, prometheus: {}, zipkin: {} },
  processors: { batch: {}, memory_limiter: {} },
  exporters: { debug: {} },
  extensions: { health_check: {} },
  service: {
    extensions: ['health_check'],
    pipelines: {
      logs: buildPipeline('otlp'),
      metrics: buildPipeline('otlp', 'prometheus'),
      traces: buildPipeline('otlp', 'jaeger', 'zipkin'),
    },
  },
};

function buildPipeline(...receivers: readonly string[]): Fields {
  return { receivers, processors: ['memory_limiter', 'batch'], exporters: ['debug'] };
}

/** What presets of the chart add, and put into pipelines themselves. */
const OF_PRESETS: Readonly<Record<string, readonly string[]>> = {
  receivers: [
    ...['hostmetrics', 'k8s_cluster', 'kubeletstats', 'filelog', 'file_log', 'k8sobjects', 'k8s_objects'],
    ...['k8s_events', 'receiver_creator/logs', 'receiver_creator/metrics', 'profiling'],
  ],
  processors: ['k8sattributes', 'k8s_attributes', 'resourcedetection', 'resource_detection'],
  extensions: ['file_storage', 'k8s_observer'],
  'receivers of pipelines': ['logs', 'metrics', 'profiles'],
  'exporters of pipelines': ['profiles'],
};

/** Tells whether a preset of values may have added a component, or some of a kind to a pipeline. */
export const isOfPreset = (values: Fields, section: string, id: string): boolean =>
  Object.values(readRecord(values, 'presets')).some(isPresetOn) && (OF_PRESETS[section] ?? []).includes(id);

/** Tells whether a preset is on; one that has several is switched by each of them. */
const isPresetOn = (preset: unknown): boolean =>
  isRecord(preset) &&
  ('enabled' in preset
    ? preset['enabled'] === true
    : Object.values(preset).some((each) => isRecord(each) && each['enabled'] === true));

/** A configuration in values as the chart passes it on; `null` takes a default away. https://helm.sh/docs/chart_template_guide/values_files/ */
export const completeConfig = (config: Fields): Fields => mergeValues(DEFAULTS, config);

function mergeValues(defaults: Fields, own: Fields): Fields {
  const kept = Object.entries(defaults).filter(([key]) => own[key] !== null);
  const set = Object.entries(own).filter(([key, value]) => value !== null || !(key in defaults));
  const merged = set.map(([key, value]) => {
    const before = defaults[key];
    return [key, isRecord(before) && isRecord(value) ? mergeValues(before, value) : value] as const;
  });
  return Object.fromEntries([...kept, ...merged]);
}
