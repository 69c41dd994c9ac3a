import { BACKENDS, type Backend } from '../../core/domain.js';
import type { Platform } from '../../core/platform/platform.js';
import { serviceHost } from '../../core/backends/backends.js';
import type { RenderSettings } from '../settings.js';
import type { Component, Pipeline } from './component.js';
import { backendExporter } from './exporters.js';
import { traceMetrics, type TraceMetrics } from './metrics.js';
import { typeName } from './names.js';
import {
  BATCH,
  clusterAttributes,
  k8sAttributes,
  MEMORY_LIMITER,
  PICK_REMOVED,
  pickFilter,
} from './processors.js';
import { RECEIVERS } from './receivers.js';
import { collectorSampling, tailSampling } from './sampling.js';
import { headlessService, secondTierName } from './tier-names.js';

/** Processors that need to stand where the pods connect to. */
export function podProcessors({ cluster, collector }: Platform): readonly Component[] {
  return [
    k8sAttributes(collector.version, collector.topology !== 'gateway'),
    ...(cluster.name === undefined ? [] : [clusterAttributes(cluster.name)]),
  ];
}

/** From the receivers to the second tier. */
export function passingPipeline(platform: Platform, memoryMiB: number): Pipeline {
  return {
    id: 'traces',
    receivers: RECEIVERS,
    processors: [MEMORY_LIMITER, ...podProcessors(platform), BATCH],
    exporters: [loadBalancing(platform, memoryMiB)],
  };
}

/**
 * Sends all spans of a trace to one instance. The queue and the retries of its own are on, and those of the connections
 * to the instances off, so that what an instance does not take goes to another one.
 */
function loadBalancing({ collector, cluster }: Platform, memoryMiB: number): Component {
  const service = headlessService(secondTierName(collector.name));
  return {
    kind: 'exporters',
    id: typeName('loadBalancing', collector.version),
    config: {
      routing_key: 'traceID',
      protocol: {
        otlp: {
          tls: { insecure: true },
          sending_queue: { enabled: false },
          retry_on_failure: { enabled: false },
        },
      },
      resolver: {
        dns: { hostname: serviceHost(service, collector.namespace, cluster.domain), port: '4317' },
      },
      sending_queue: { enabled: true, queue_size: queueSize(memoryMiB, 1) },
      retry_on_failure: { enabled: true, max_elapsed_time: '120s' },
    },
  };
}

const FORWARD: Component = { kind: 'connectors', id: 'forward', config: {} };
const SAMPLED: Component = { kind: 'connectors', id: 'forward/sampled', config: {} };

/** How spans come into Collectors that export, and the memory that they have. */
export interface Intake {
  readonly receivers: readonly Component[];
  readonly processors: readonly Component[];
  readonly memoryMiB: number;
}

/**
 * From receivers to the backends: in, through the sampling where there is one, and out by a pipeline for each backend.
 * The metrics of traces are made before the sampling, or they would count what is kept.
 */
export function exportingPipelines(settings: RenderSettings, into: Intake): readonly Pipeline[] {
  const { platform, metrics: store } = settings;
  const sampling = collectorSampling(platform.sampling);
  const metrics = store === undefined ? undefined : traceMetrics(platform.collector.version, store.writeUrl);
  return [
    {
      id: 'traces/in',
      receivers: into.receivers,
      processors: [MEMORY_LIMITER, ...into.processors],
      exporters: [FORWARD, ...(metrics?.connectors ?? [])],
    },
    ...(sampling === undefined
      ? []
      : [
          {
            id: 'traces/sampled',
            receivers: [FORWARD],
            processors: [tailSampling(sampling, settings.replicas)],
            exporters: [SAMPLED],
          },
        ]),
    ...backendPipelines(platform, sampling === undefined ? FORWARD : SAMPLED, into.memoryMiB),
    ...metricsPipelines(metrics),
  ];
}

const metricsPipelines = (metrics: TraceMetrics | undefined): readonly Pipeline[] =>
  metrics === undefined ? [] : [metrics.pipeline];

function backendPipelines(platform: Platform, from: Component, memoryMiB: number): readonly Pipeline[] {
  const enabled = enabledBackends(platform);
  return enabled.map((backend) => {
    const others = enabled.filter((other) => other !== backend);
    const exporter = backendExporter(platform, backend, queueSize(memoryMiB, enabled.length));
    return {
      id: `traces/${backend}`,
      receivers: [from],
      processors: [...(others.length === 0 ? [] : [pickFilter(backend, others)]), PICK_REMOVED, BATCH],
      exporters: [exporter],
    };
  });
}

/** The backends of a platform, in their order. */
export const enabledBackends = ({ backends }: Platform): readonly Backend[] =>
  BACKENDS.filter((backend) => backends[backend] !== undefined);

/** Memory of a batch of 1024 spans, from above. */
const BATCH_MIB = 2;

/** Batches that a queue may hold: together the queues of one instance take a quarter of its memory. */
const queueSize = (memoryMiB: number, queues: number): number =>
  Math.floor(memoryMiB / 4 / BATCH_MIB / queues);
