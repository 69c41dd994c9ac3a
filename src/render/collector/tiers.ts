import type { StringMap } from '../../core/kubernetes/pod.js';
import { COLLECTOR_HASH, computeCollectorHash } from '../../core/platform/collector-hash.js';
import { findCollectorSampling, type Platform } from '../../core/platform/platform.js';
import type { RenderSettings } from '../settings.js';
import type { Pipeline } from './component.js';
import { buildExportingPipelines, buildFirstTierPipeline, buildPodProcessors } from './pipelines.js';
import { buildReceivers, buildTierReceiver, PORTS, TIER_PORTS, type CollectorPort } from './receivers.js';
import { formatSecondTierName } from './tier-names.js';

/** Collectors that do the same: what agents send to, or a second tier behind it. */
export interface Tier {
  /** Name of the OpenTelemetryCollector; Services and workloads are called after it. */
  readonly name: string;
  readonly workload: 'Deployment' | 'DaemonSet' | 'StatefulSet';
  readonly memoryMiB: number;
  /** What it receives. */
  readonly ports: readonly CollectorPort[];
  /** Whether it listens on its node, as pods that reach it by the node's address need. */
  readonly onNode: boolean;
  readonly pipelines: readonly Pipeline[];
  /** Labels of the Service that agents send to. */
  readonly serviceLabels: StringMap;
  /** What it is for, in a sentence. */
  readonly purpose: string;
}

/** Memory of one instance: on a node it is scarce, what exports holds queues, and what gathers holds whole traces. */
const MEMORY_MIB = { node: 512, passing: 512, exporting: 1024, gathering: 2048 } as const;

/** The Collectors of a platform in the order in which spans pass them. */
export function buildTiers(settings: RenderSettings): readonly Tier[] {
  const { platform } = settings;
  const { name, topology } = platform.collector;
  const first = {
    name,
    workload: topology === 'gateway' ? 'Deployment' : 'DaemonSet',
    ports: PORTS,
    onNode: topology !== 'gateway' && platform.collector.nodeAddress === 'host-ip',
    serviceLabels: { [COLLECTOR_HASH]: computeCollectorHash(settings.spec) },
  } as const;
  if (!hasSecondTier(settings)) {
    const memoryMiB = topology === 'gateway' ? MEMORY_MIB.exporting : MEMORY_MIB.node;
    const into = { receivers: buildReceivers(platform), processors: buildPodProcessors(platform), memoryMiB };
    const pipelines = buildExportingPipelines(settings, into);
    const purpose = `Receives spans and exports them.${describeCaveats(platform)}`;
    return [{ ...first, memoryMiB, purpose, pipelines }];
  }
  return [
    {
      ...first,
      memoryMiB: MEMORY_MIB.passing,
      purpose: `Receives spans and passes all spans of a trace on to one instance of the second tier.${describeCaveats(platform)}`,
      pipelines: [buildFirstTierPipeline(platform, MEMORY_MIB.passing)],
    },
    {
      name: formatSecondTierName(name),
      workload: 'StatefulSet',
      memoryMiB: MEMORY_MIB.gathering,
      ports: TIER_PORTS,
      onNode: false,
      serviceLabels: {},
      purpose: `Sees whole traces, ${describeSecondTierReason(settings)}, and exports them.`,
      pipelines: buildExportingPipelines(settings, {
        receivers: [buildTierReceiver(platform)],
        processors: [],
        memoryMiB: MEMORY_MIB.gathering,
      }),
    },
  ];
}

/** What a person should know of the Collectors that agents send to. */
function describeCaveats({ cluster, collector }: Platform): string {
  const { endpoint } = collector;
  const unnamed = ' Without spec.cluster.name spans do not name their cluster.';
  const elsewhere = ` Agents send to ${endpoint ?? ''}, which must lead to the Service below.`;
  return `${cluster.name === undefined ? unnamed : ''}${endpoint === undefined ? '' : elsewhere}`;
}

/**
 * Whether there are Collectors behind those that agents send to: because the topology says so, or because all spans of a
 * trace must come to one instance, and agents reach more than one.
 */
export function hasSecondTier({ platform, metrics, replicas }: RenderSettings): boolean {
  const { topology } = platform.collector;
  if (topology === 'agent-gateway' || findCollectorSampling(platform.sampling) !== undefined) return true;
  return metrics !== undefined && (topology === 'agent' || replicas > 1);
}

function describeSecondTierReason({ platform, metrics }: RenderSettings): string {
  if (findCollectorSampling(platform.sampling) !== undefined) return 'which sampling needs';
  return metrics === undefined ? 'as the topology says' : 'which the service graph needs';
}
