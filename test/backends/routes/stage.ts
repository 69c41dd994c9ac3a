import { expect } from 'vitest';
import type { Backend } from '../../../src/core/domain.js';
import { findQueryAddress } from '../../../src/core/platform/query-address.js';
import type { ReadSpan } from '../../../src/verify/query/reader.js';
import { NODE } from '../../pods/admitted.js';
import type { AgentFolders } from '../../pods/agent-volumes.js';
import { hasAll, traceIn } from '../../pods/read-back.js';
import type { BackendServers } from '../backend-servers.js';
import type { Cluster } from '../cluster.js';
import { platformFrom } from '../platforms.js';
import { SHOP_SERVICES, type RunningShop } from '../shop.js';

/** What the tests of routes share: four backends that run, an API server, and the Node.js agent. */
export interface Stage {
  readonly agents: AgentFolders;
  readonly backends: BackendServers;
  readonly cluster: Cluster;
}

/** Reads a trace back from where the product says that a backend answers queries. */
export function readFrom(
  spec: object,
  backend: Backend,
  traceId: string,
  isWhole: (spans: readonly ReadSpan[]) => boolean,
): Promise<readonly ReadSpan[]> {
  const address = findQueryAddress(platformFrom(spec), backend);
  if (address === undefined) throw new Error(`${backend} is not enabled`);
  return traceIn({ backend, url: address.url }, traceId, isWhole);
}

/** Each span whose parent is not in the trace; the caller's own span is never sent. */
export function topsOf(spans: readonly ReadSpan[]): readonly ReadSpan[] {
  const ids = new Set(spans.map(({ spanId }) => spanId));
  return spans.filter(({ parentSpanId }) => !ids.has(parentSpanId));
}

/**
 * Tells whether a purchase is there whole. Both services send in batches, and the timer of a batch may run out between two
 * spans of one request.
 */
export const isWholePurchase = (spans: readonly ReadSpan[]): boolean =>
  hasAll(SHOP_SERVICES)(spans) && topsOf(spans).length === 1;

/** Attributes of one span of a service, with those of its resource. */
export const attributesOf = (spans: readonly ReadSpan[], service: string): ReadSpan['attributes'] =>
  spans.find((span) => span.service === service)?.attributes ?? {};

/** A trace of the shop begins at the storefront, and tells the pods and the cluster that it is from. */
export function expectOrigin(spans: readonly ReadSpan[], { pods }: RunningShop): void {
  expect(topsOf(spans).map(({ service }) => service)).toEqual(['storefront']);
  for (const service of SHOP_SERVICES) {
    const { metadata } = pods.get(service)?.pod ?? {};
    expect(attributesOf(spans, service)).toMatchObject({
      'cluster.name': 'production',
      'k8s.cluster.name': 'production',
      'k8s.pod.uid': metadata?.uid,
      'k8s.pod.name': metadata?.name,
      'k8s.deployment.name': service,
      'k8s.namespace.name': 'shop',
      'k8s.node.name': NODE.nodeName,
    });
  }
}

/** Lines in which a Collector says that something went wrong. */
export const complaintsIn = (log: string): readonly string[] =>
  log.split('\n').filter((line) => /\t(error|warn)\t/.test(line));
