import type { Backend, Language } from '../core/domain.js';
import type { ServerAccess, TlsMaterial } from './server-access.js';
import type { SpanFormat } from './send/sender.js';
import type { SpanAttributes } from './sent-spans.js';
import type { TraceRoute } from './trace-route.js';

type HeaderValues = ServerAccess['headers'];

/** What a person asks to verify. */
export interface VerifyOptions {
  /** Where to send, instead of the resolved address. */
  readonly collector: string | undefined;
  /** Bases of query APIs instead of the resolved ones; without a backend it is that of the only one. */
  readonly queries: readonly { readonly backend: Backend | undefined; readonly url: string }[];
  readonly backend: Backend | undefined;
  readonly wire: SpanFormat | undefined;
  readonly language: Language | undefined;
  readonly isAll: boolean;
  readonly tenant: string | undefined;
  /** Sent with the trace, and with queries. Values may be credentials. */
  readonly sendHeaders: HeaderValues;
  readonly queryHeaders: HeaderValues;
  readonly nodeIp: string | undefined;
  readonly namespace: string | undefined;
  /** URL of the Collector's own metrics. */
  readonly metrics: string | undefined;
  readonly tls: TlsMaterial;
  /** Whether the trace carries an error in any case. */
  readonly isMarked: boolean;
  /** Longest wait for one answer. */
  readonly answerMs: number;
}

/** How the sides of a route are spoken to, but for the address. */
export const buildAccess = (
  { tls, answerMs }: VerifyOptions,
  headers: HeaderValues,
): Omit<ServerAccess, 'url' | 'signal'> => ({
  headers,
  tls,
  timeoutMs: answerMs,
});

/** The Collector's own metrics, where they are asked for. */
export const buildMetricsAccess = (asked: VerifyOptions): Pick<TraceRoute, 'metrics'> =>
  asked.metrics === undefined ? {} : { metrics: { ...buildAccess(asked, {}), url: asked.metrics } };

/** What the trace says of its process. */
export const buildTraceResource = ({ namespace }: VerifyOptions): SpanAttributes =>
  namespace === undefined ? {} : { 'k8s.namespace.name': namespace };
