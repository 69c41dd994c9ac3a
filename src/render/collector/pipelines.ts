import { findCollectorSampling, listEnabledBackends, type Platform } from '../../core/platform/platform.js';
import { formatServiceHost } from '../../core/platform/addresses.js';
import type { RenderSettings } from '../settings.js';
import type { Component, Pipeline } from './component.js';
import { buildBackendExporter } from './exporters.js';
import { buildTraceMetrics, type TraceMetrics } from './trace-metrics.js';
import { getComponentName } from './names.js';
import {
  buildClusterProcessor,
  buildK8sAttributes,
  MEMORY_LIMITER,
  PICK_REMOVED,
  buildPickFilter,
} from './processors.js';
import { buildReceivers } from './receivers.js';
import { buildTailSampling } from './sampling.js';
import { buildAuthOptions, chooseBatch, findTenantSetter } from './tenants.js';
import { formatHeadlessServiceName, formatSecondTierName } from './tier-names.js';

/** Processors that must be in the Collector that pods connect to. */
export function buildPodProcessors({ cluster, collector }: Platform): readonly Component[] {
  return [
    buildK8sAttributes(collector.version, collector.topology !== 'gateway'),
    ...(cluster.name === undefined ? [] : [buildClusterProcessor(cluster.name)]),
  ];
}

/** From the receivers to the second tier. */
export function buildFirstTierPipeline(platform: Platform, memoryMiB: number): Pipeline {
  return {
    id: 'traces',
    receivers: buildReceivers(platform),
    processors: [MEMORY_LIMITER, ...buildPodProcessors(platform), chooseBatch(platform)],
    exporters: [buildLoadBalancer(platform, memoryMiB)],
  };
}

/**
 * Sends all spans of a trace to one instance. The queue and the retries of its own are on, and those of the connections
 * to the instances off, so that what an instance does not take goes to another one.
 */
function buildLoadBalancer(platform: Platform, memoryMiB: number): Component {
  const { collector, cluster } = platform;
  const setter = findTenantSetter(platform);
  const service = formatHeadlessServiceName(formatSecondTierName(collector.name));
  return {
    kind: 'exporters',
    id: getComponentName('loadBalancing', collector.version),
    config: {
      routing_key: 'traceID',
      protocol: {
        otlp: {
          tls: { insecure: true },
          ...buildAuthOptions(setter),
          sending_queue: { enabled: false },
          retry_on_failure: { enabled: false },
        },
      },
      resolver: {
        dns: { hostname: formatServiceHost(service, collector.namespace, cluster.domain), port: '4317' },
      },
      sending_queue: { enabled: true, queue_size: computeQueueSize(memoryMiB, 1) },
      retry_on_failure: { enabled: true, max_elapsed_time: '120s' },
    },
    ...(setter === undefined ? {} : { extensions: [setter] }),
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
export function buildExportingPipelines(settings: RenderSettings, into: Intake): readonly Pipeline[] {
  const { platform, metrics: store } = settings;
  const sampling = findCollectorSampling(platform.sampling);
  const metrics = store === undefined ? undefined : buildTraceMetrics(platform, store.writeUrl);
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
            processors: [buildTailSampling(sampling, settings.replicas)],
            exporters: [SAMPLED],
          },
        ]),
    ...buildBackendPipelines(platform, sampling === undefined ? FORWARD : SAMPLED, into.memoryMiB),
    ...listMetricsPipelines(metrics),
  ];
}

const listMetricsPipelines = (metrics: TraceMetrics | undefined): readonly Pipeline[] =>
  metrics === undefined ? [] : [metrics.pipeline];

function buildBackendPipelines(platform: Platform, from: Component, memoryMiB: number): readonly Pipeline[] {
  const enabled = listEnabledBackends(platform);
  return enabled.map((backend) => {
    const others = enabled.filter((other) => other !== backend);
    const exporter = buildBackendExporter(platform, backend, computeQueueSize(memoryMiB, enabled.length));
    return {
      id: `traces/${backend}`,
      receivers: [from],
      processors: [
        ...(others.length === 0 ? [] : [buildPickFilter(backend, others)]),
        PICK_REMOVED,
        chooseBatch(platform, backend),
      ],
      exporters: [exporter],
    };
  });
}

/** Memory of a batch of 1024 spans, from above. */
const BATCH_MIB = 2;

/** Batches that a queue may hold: together the queues of one instance take a quarter of its memory. */
const computeQueueSize = (memoryMiB: number, queues: number): number =>
  Math.floor(memoryMiB / 4 / BATCH_MIB / queues);
