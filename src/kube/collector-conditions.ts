import { COLLECTOR_HASH, computeCollectorHash } from '../core/platform/collector-hash.js';
import { formatCollectorService } from '../core/platform/addresses.js';
import type { PlatformReading } from '../core/rules/parse-platform.js';
import { ok } from '../core/result.js';
import type { KubeClient } from './client.js';
import type { Statement } from './condition.js';
import { countReadyEndpoints, SERVICE_NAME } from './endpoint-slices.js';
import type { KubeObject } from './object.js';
import type { ConditionObserver } from './observed-conditions.js';

/** So many EndpointSlices of one Service are looked at, each of which has a hundred endpoints. */
const MOST_SLICES = 100;

/**
 * Looks at the EndpointSlices of the Service that agents send to: whether one endpoint is ready, and for which choice the
 * Collector was rendered. Says nothing where agents send to another address.
 */
export const createCollectorObserver = (client: Pick<KubeClient, 'list'>): ConditionObserver => ({
  types: ['CollectorReady', 'CollectorCurrent'],
  observe: async ({ spec, platform }) => {
    const { name, namespace, endpoint } = platform.collector;
    if (platform.route.value === 'direct' || endpoint !== undefined) return ok([]);
    const service = formatCollectorService(name);
    const listed = await client.list('collector-endpoints', {
      namespace,
      labels: { [SERVICE_NAME]: service },
      limit: MOST_SLICES,
    });
    if (!listed.ok) return listed;
    const which = `The Service ${service} in namespace ${namespace}`;
    return ok([judgeReadiness(which, listed.value.items), judgeCurrency(which, listed.value.items, spec)]);
  },
});

function judgeReadiness(which: string, slices: readonly KubeObject[]): Statement {
  const type = 'CollectorReady';
  if (slices.length === 0)
    return { type, status: 'False', reason: 'ServiceMissing', message: `${which} ${IS_MISSING}` };
  if (countReadyEndpoints(slices) > 0)
    return { type, status: 'True', reason: 'EndpointsReady', message: `${which} has ready endpoints.` };
  const message = `${which} has no ready endpoint, so the traces of agents are lost. See why its pods are not ready.`;
  return { type, status: 'False', reason: 'NoEndpointReady', message };
}

const IS_MISSING = 'has no EndpointSlice. Apply what render writes, or correct spec.collector.';

function judgeCurrency(
  which: string,
  slices: readonly KubeObject[],
  spec: PlatformReading['spec'],
): Statement {
  const type = 'CollectorCurrent';
  const hashes = slices.map(({ metadata }) => metadata.labels?.[COLLECTOR_HASH]);
  if (slices.length === 0)
    return { type, status: 'Unknown', reason: 'ServiceMissing', message: `${which} ${IS_MISSING}` };
  if (hashes.includes(undefined)) {
    const message = `${which} has no label ${COLLECTOR_HASH}, which render writes; nothing is known of its configuration.`;
    return { type, status: 'Unknown', reason: 'LabelMissing', message };
  }
  if (hashes.every((hash) => hash === computeCollectorHash(spec)))
    return { type, status: 'True', reason: 'Current', message: `${which} was rendered for this platform.` };
  const message = `${which} was rendered for another choice. Render the Collector of this platform, and apply it.`;
  return { type, status: 'False', reason: 'Outdated', message };
}
