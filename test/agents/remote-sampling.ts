import type { StringMap } from '../../src/core/kubernetes/pod.js';
import { JAEGER } from '../parts/servers.js';
import { agentFolders } from '../pods/agent-volumes.js';
import { startCollector } from '../pods/collector.js';
import { eventually } from '../pods/eventually.js';
import { removeAll, type Pod, type Volume } from '../pods/pod.js';
import { hasAll, traceIn } from '../pods/read-back.js';
import { startServer } from '../pods/server.js';
import { request, tracedRequest } from '../pods/traced-request.js';
import { collectorTo } from './collector-config.js';
import { startRemotelySampled } from './services.js';

/** The service of services/remote-sampling.yaml. */
export const SERVICE = 'price';

const START_MS = 240_000;

/** The agent asks every 5 s, and sends every 5 s. */
const IN_FORCE_MS = 90_000;

/** A Java service whose agent asks a Jaeger how much to keep. */
export interface RemoteSampling {
  /** Variables of the service. */
  readonly environment: StringMap;
  /** How many of so many requests are kept, of which no caller has decided. */
  readonly kept: (requests: number) => Promise<number>;
  /** Waits until fewer than so many requests are kept, or all, and thus another strategy is in force. */
  readonly until: (wanted: 'fewer' | 'all', requests: number) => Promise<unknown>;
  readonly remove: () => Promise<void>;
}

/** Starts Jaeger with a configuration, a Collector before it, and the service. */
export async function startRemoteSampling(
  config: string,
  volumes: readonly Volume[] = [],
): Promise<RemoteSampling> {
  const agents = await agentFolders();
  const pods: Pod[] = [];
  const remove = async (): Promise<void> => {
    await removeAll(pods);
    await agents.remove();
  };
  try {
    const jaeger = await startServer({ ...JAEGER, config, volumes });
    pods.push(jaeger.pod);
    pods.push((await startCollector(collectorTo('jaeger.monitoring.svc'))).pod);
    const { pod, url, admitted } = await startRemotelySampled(agents);
    pods.push(pod);
    await eventually(() => tracedRequest(url), {
      deadlineMs: START_MS,
      everyMs: 500,
      what: 'an answer of the service',
    });
    const kept = countOf(url, jaeger.url);
    const until: RemoteSampling['until'] = (wanted, requests) =>
      eventually(
        async () => ((await kept(requests)) < requests === (wanted === 'fewer') ? true : undefined),
        { deadlineMs: IN_FORCE_MS, everyMs: 500, what: `that ${wanted} of ${requests.toString()} are kept` },
      );
    return { environment: admitted.environment, kept, until, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function countOf(serviceUrl: string, jaegerUrl: string): RemoteSampling['kept'] {
  let asked = 0;
  return async (requests) => {
    asked += 1;
    const path = `/undecided-${asked.toString()}`;
    for (let count = 0; count < requests; count += 1) await request(new URL(path, serviceUrl));
    // What is sent after them is there, so what is missing was not kept and is not late.
    const traceId = await tracedRequest(serviceUrl);
    await traceIn({ backend: 'jaeger', url: jaegerUrl }, traceId, hasAll([SERVICE]));
    return tracesOf(jaegerUrl, path);
  };
}

/** How many traces Jaeger has of requests to a path of the service. */
async function tracesOf(url: string, path: string): Promise<number> {
  const tags = JSON.stringify({ 'url.path': path });
  const query = new URLSearchParams({ service: SERVICE, limit: '1000', tags });
  const response = await fetch(`${url}/api/traces?${query.toString()}`);
  const { data } = (await response.json()) as { readonly data: readonly unknown[] };
  return data.length;
}
