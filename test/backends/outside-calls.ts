import { randomBytes } from 'node:crypto';
import type { SentProcess, SentSpan, SpanAttributes } from '../../src/verify/sent-spans.js';

/** A service of the map. */
interface Service {
  readonly namespace: string;
  readonly name: string;
}

const STOREFRONT: Service = { namespace: 'web', name: 'storefront' };
/** One name in two namespaces; the second one fails. */
const HEALTHY: Service = { namespace: 'team-a', name: 'checkout' };
const FAILING: Service = { namespace: 'team-b', name: 'checkout' };

interface OutsideCall {
  /** What the map calls it. */
  readonly node: string;
  readonly kind: 'client' | 'producer';
  readonly attributes: SpanAttributes;
}

/** Calls to what sends no spans, as agents write them by the stable conventions and by those before. */
export const OUTSIDE_CALLS: readonly OutsideCall[] = [
  {
    node: 'api.payments.example',
    kind: 'client',
    attributes: { 'http.request.method': 'POST', 'server.address': 'api.payments.example' },
  },
  {
    node: 'placed-orders',
    kind: 'producer',
    attributes: {
      'messaging.system': 'kafka',
      'messaging.destination.name': 'placed-orders',
      'server.address': 'kafka-0.kafka.svc',
    },
  },
  {
    node: 'ledger',
    kind: 'client',
    attributes: { 'db.system': 'postgresql', 'db.name': 'ledger', 'net.peer.name': 'postgres.data.svc' },
  },
  {
    node: 'redis 0',
    kind: 'client',
    attributes: { 'db.system.name': 'redis', 'db.namespace': '0', 'server.address': 'redis.data.svc' },
  },
  {
    node: 'stock',
    kind: 'client',
    attributes: {
      'db.system.name': 'mysql',
      'db.namespace': 'stock',
      'server.address': 'mysql.data.svc',
    },
  },
];

/** The nodes of the map that the traces of `createPurchase` make. */
export const MAP_NODES: readonly string[] = [
  ...[STOREFRONT, HEALTHY, FAILING].map(({ namespace, name }) => `${namespace}/${name}`),
  ...OUTSIDE_CALLS.map(({ node }) => node),
].sort();

/** Time that each call takes, in seconds. */
export const CALL_SECONDS = 0.3;

const createId = (bytes: number): string => randomBytes(bytes).toString('hex');

/** One trace: a storefront calls a service in each of two namespaces, and one of these what is outside. */
export function createPurchase(): readonly SentProcess[] {
  const traceId = createId(16);
  const endNs = BigInt(Date.now()) * 1_000_000n;
  const startNs = endNs - BigInt(CALL_SECONDS * 1e9);
  const span = (
    kind: SentSpan['kind'],
    parentSpanId: string | undefined,
    attributes: SpanAttributes = {},
    isError = false,
  ): SentSpan => ({
    traceId,
    spanId: createId(8),
    ...(parentSpanId === undefined ? {} : { parentSpanId }),
    name: kind,
    kind,
    startNs,
    endNs,
    isError,
    attributes,
  });
  const root = span('internal', undefined);
  const calls = [HEALTHY, FAILING].map((service) => {
    const call = span('client', root.spanId, {
      'server.address': `${service.name}.${service.namespace}.svc`,
    });
    return { service, call, answer: span('server', call.spanId, {}, service === FAILING) };
  });
  return [
    processOf(STOREFRONT, [root, ...calls.map(({ call }) => call)]),
    ...calls.map(({ service, answer }) =>
      processOf(service, [
        answer,
        ...(service === HEALTHY
          ? OUTSIDE_CALLS.map(({ kind, attributes }) => span(kind, answer.spanId, attributes))
          : []),
      ]),
    ),
  ];
}

const processOf = ({ namespace, name }: Service, spans: readonly SentSpan[]): SentProcess => ({
  resource: { 'service.namespace': namespace, 'service.name': name },
  spans,
});
