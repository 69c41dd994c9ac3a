import type { OtlpReceiver } from '../../../demo/otlp-receiver.js';
import { startReceiver } from '../../../demo/otlp-receiver.js';
import { createSpanDecoder, type Span } from '../../../demo/otlp-spans.js';
import { getServiceName, selectWholeTraces } from '../../../demo/trace.js';
import { NODE_ADDRESS } from '../machine/network-namespace.js';
import { tracedRequest } from '../../pods/traced-request.js';
import { addressOf, apply, eventually, kubectl, read } from './test-cluster.js';
import { REPOSITORY, type AnsweredPod } from './webhook.js';

export const SHOP = 'shop';
/** The namespace of the Collector and the backends. */
export const MONITORING = 'monitoring';
export const SERVICES = ['storefront', 'checkout'] as const;

/** The Service that agents send to by default, led to a receiver in this process. */
const COLLECTOR = `apiVersion: v1
kind: Namespace
metadata: { name: ${MONITORING} }
---
apiVersion: v1
kind: Service
metadata: { name: otel-collector, namespace: ${MONITORING} }
spec: { ports: [{ name: otlp-http, port: 4318 }] }
---
apiVersion: discovery.k8s.io/v1
kind: EndpointSlice
metadata:
  name: otel-collector
  namespace: ${MONITORING}
  labels: { kubernetes.io/service-name: otel-collector }
addressType: IPv4
ports: [{ name: otlp-http, port: 4318 }]
endpoints: [{ addresses: [${NODE_ADDRESS}] }]
`;

/** Receives, in this process, what agents send to `otel-collector.monitoring.svc:4318`. */
export async function startCollector(): Promise<OtlpReceiver> {
  apply(COLLECTOR);
  return startReceiver(await createSpanDecoder(), { host: NODE_ADDRESS, port: 4318 });
}

/** Deploys the shop of examples/checkout as it is shipped, and waits until both services run. */
export function deployShop(): void {
  kubectl('apply', '-k', `${REPOSITORY}examples/checkout`);
  for (const service of SERVICES)
    kubectl('rollout', 'status', `deployment/${service}`, `--namespace=${SHOP}`, '--timeout=120s');
}

/** The one pod of a service of the shop. */
export function podOf(service: string): AnsweredPod {
  const list = read('pods', `--namespace=${SHOP}`, `--selector=app.kubernetes.io/name=${service}`) as {
    readonly items: readonly AnsweredPod[];
  };
  const [pod] = list.items;
  if (pod === undefined || list.items.length > 1)
    throw new Error(`${service} has ${list.items.length} pods.`);
  return pod;
}

const purchaseUrl = (): string => `http://${addressOf(SHOP, 'storefront')}:8080/buy?item=tea`;

/** Buys something as a caller whose trace is kept, and gives the id of the trace. */
export const purchase = (): Promise<string> =>
  eventually('The storefront does not sell', () => tracedRequest(purchaseUrl()));

/** Replaces the pods of the shop by new ones, and waits until no other is left. */
export async function replacePods(): Promise<void> {
  const old = SERVICES.map((service) => podOf(service).metadata.uid);
  kubectl('rollout', 'restart', ...SERVICES.map((service) => `deployment/${service}`), `--namespace=${SHOP}`);
  for (const service of SERVICES)
    await eventually(`${service} has its old pod`, () =>
      old.includes(podOf(service).metadata.uid) ? undefined : true,
    );
}

/** Buys something through the Service of the storefront, and gives the trace of that through both services. */
export async function buy(receiver: OtlpReceiver): Promise<readonly Span[]> {
  const url = purchaseUrl();
  await eventually('The storefront does not sell', async () => ((await fetch(url)).ok ? true : undefined));
  return receiver.until((spans) => selectWholeTraces(spans, SERVICES).at(-1), {
    deadlineMs: 60_000,
    signal: new AbortController().signal,
    describeTimeout: (spans) =>
      `no whole trace came; spans of ${[...new Set(spans.map(getServiceName))].join(', ')}`,
  });
}
