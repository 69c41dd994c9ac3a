import { parseEndpoint, isClusterHost } from '../core/backends/endpoint.js';
import { getBackendRow } from '../core/backends/backends.js';
import type { Injection } from '../core/outcome.js';
import { listBackendAddresses } from '../core/platform/addresses.js';
import { listEnabledBackends, type Platform } from '../core/platform/platform.js';
import { readReadyEndpoints, type LiveCluster } from '../live/live-cluster.js';
import { redactText } from '../telemetry/redaction.js';

/**
 * What is behind an address: a Service with so many ready endpoints, one that is not there, nothing in this cluster,
 * the Collector on the node of each pod, or what may not be read.
 */
export type HopTarget =
  | { readonly kind: 'service'; readonly namespace: string; readonly name: string; readonly ready: number }
  | { readonly kind: 'no-service'; readonly namespace: string; readonly name: string }
  | { readonly kind: 'node' }
  | { readonly kind: 'outside' }
  | { readonly kind: 'unknown'; readonly why: string };

/** One hop of the route of spans. */
export interface RouteHop {
  readonly from: string;
  readonly to: string;
  readonly url: string;
  readonly target: HopTarget;
}

const ENDPOINTS: readonly string[] = [
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_ZIPKIN_ENDPOINT',
];

/**
 * The route of spans from each injected container on, and whether there is anybody at each of its addresses. `namespace`
 * is that of the pods, in which short names are looked up.
 */
export async function readRouteHops(
  cluster: LiveCluster,
  injections: readonly Injection[],
  { platform, namespace }: { readonly platform: Platform | undefined; readonly namespace: string },
): Promise<readonly RouteHop[]> {
  const viaCollector = platform?.route.value === 'collector';
  const first = new Map(
    injections.flatMap(({ container, settings, backend }) => {
      const found = ENDPOINTS.flatMap((name) => settings.find((setting) => setting.name === name) ?? [])[0];
      const to = viaCollector
        ? 'Collector'
        : backend === undefined
          ? 'receiver'
          : getBackendRow(backend).title;
      return found === undefined
        ? []
        : [[`${container} ${found.value}`, { from: container, to, url: found.value }]];
    }),
  );
  const beyond = viaCollector ? listBackendHops(platform) : [];
  return Promise.all(
    [...first.values(), ...(first.size === 0 ? [] : beyond)].map(async (hop) => ({
      ...hop,
      url: redactText(hop.url),
      target: await findTarget(cluster, hop.url, { domain: platform?.cluster.domain, namespace }),
    })),
  );
}

/** The Collector exports to every backend that is on. */
const listBackendHops = (platform: Platform): readonly Omit<RouteHop, 'target'>[] =>
  listEnabledBackends(platform).flatMap((backend) => {
    const [address] = listBackendAddresses(platform, backend);
    return address === undefined
      ? []
      : [{ from: 'Collector', to: getBackendRow(backend).title, url: address.url }];
  });

interface NameSurroundings {
  readonly domain: string | undefined;
  readonly namespace: string;
}

async function findTarget(
  cluster: LiveCluster,
  url: string,
  { domain, namespace }: NameSurroundings,
): Promise<HopTarget> {
  const host = parseEndpoint(url)?.host;
  if (host === undefined) return { kind: 'unknown', why: 'it is no URL' };
  if (host.startsWith('$(')) return { kind: 'node' };
  const [name = '', second = namespace, third] = host.split('.');
  const isService = isClusterHost(host, domain) || (second !== namespace && third === undefined);
  return isService ? countEndpoints(cluster, name, second) : { kind: 'outside' };
}

async function countEndpoints(cluster: LiveCluster, name: string, namespace: string): Promise<HopTarget> {
  const service = await cluster.read({ apiVersion: 'v1', kind: 'Service', name, namespace });
  if (!service.ok)
    return service.error.kind === 'not-found'
      ? { kind: 'no-service', namespace, name }
      : { kind: 'unknown', why: service.error.message };
  const ready = await readReadyEndpoints(cluster, { name, namespace });
  if (!ready.ok) return { kind: 'unknown', why: ready.error.message };
  return { kind: 'service', namespace, name, ready: ready.value };
}

/** What is behind an address, in words. */
export function describeTarget(target: HopTarget): string {
  switch (target.kind) {
    case 'service': {
      const { namespace, name, ready } = target;
      const count = ready === 0 ? 'NO ready endpoint' : `${ready} ready endpoint${ready === 1 ? '' : 's'}`;
      return `Service ${namespace}/${name}, ${count}`;
    }
    case 'no-service':
      return `NO Service ${target.namespace}/${target.name}`;
    case 'node':
      return 'the Collector on the node of the pod';
    case 'outside':
      return 'outside of this cluster';
    case 'unknown':
      return `not known: ${target.why}`;
  }
}

/** Tells whether nobody can be reached at a hop. */
export const isDeadEnd = ({ target }: RouteHop): boolean =>
  target.kind === 'no-service' || (target.kind === 'service' && target.ready === 0);
