import { computeHash } from '../hash.js';
import { isRecord } from '../json.js';
import type { TracingPlatformSpec } from '../objects/tracing-platform.js';
import { resolveAddons, resolvePlatform } from './defaults.js';

/**
 * Label of the Collector's Service that says for which choice it was rendered. The Operator copies labels of its object to
 * the Service, and Kubernetes those of a Service to its EndpointSlices.
 */
export const COLLECTOR_HASH = 'tracing.dokaseca.io/collector-hash';

/**
 * A hash over what of a platform the rendered Collector follows from, with every default applied. What only
 * agents use plays no part, and neither do the options of `render`, which the object does not know.
 */
export function computeCollectorHash(spec: TracingPlatformSpec): string {
  const { cluster, backends, collector, sampling } = resolvePlatform(spec);
  const addons = resolveAddons(spec);
  const parts = [
    [cluster.name, cluster.domain],
    // Whether a value is written out or a default is no difference.
    Object.entries(backends).map(([backend, settings]) => [backend, { ...settings, origin: undefined }]),
    { ...collector, endpoint: undefined },
    sampling,
    FLAGS.filter((flag) => addons[flag] === true),
  ];
  return computeHash(JSON.stringify(sortKeys(parts)));
}

/** Flags that say in which form the Collector is rendered, and where it writes metrics of traces. */
const FLAGS = [
  'enable_opentelemetry_operator',
  'enable_victoria_metrics_k8s_stack',
  'enable_kube_prometheus_stack',
] as const;

/** The value with the keys of each object in one order: files and API servers have them in their own. */
function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (!isRecord(value)) return value;
  const sorted = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, each]) => [key, sortKeys(each)]));
}
