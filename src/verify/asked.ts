import type { Backend, Language } from '../core/domain.js';
import type { Access, TlsFiles } from './access.js';
import type { Wire } from './send/wires.js';
import type { Attributes } from './sent-spans.js';
import type { Way } from './way.js';

type Headers = Access['headers'];

/** What a person asks to verify. */
export interface Asked {
  /** Where to send, instead of the resolved address. */
  readonly collector: string | undefined;
  /** Bases of query APIs instead of the resolved ones; without a backend it is that of the only one. */
  readonly queries: readonly { readonly backend: Backend | undefined; readonly url: string }[];
  readonly backend: Backend | undefined;
  readonly wire: Wire | undefined;
  readonly language: Language | undefined;
  readonly isAll: boolean;
  readonly tenant: string | undefined;
  /** Sent with the trace, and with queries. Values may be credentials. */
  readonly sendHeaders: Headers;
  readonly queryHeaders: Headers;
  readonly nodeIp: string | undefined;
  readonly namespace: string | undefined;
  /** URL of the Collector's own metrics. */
  readonly metrics: string | undefined;
  readonly tls: TlsFiles;
  /** Whether the trace carries an error in any case. */
  readonly isMarked: boolean;
  /** Longest wait for one answer. */
  readonly answerMs: number;
}

/** How the sides of a way are spoken to, but for the address. */
export const accessWith = ({ tls, answerMs }: Asked, headers: Headers): Omit<Access, 'url' | 'signal'> => ({
  headers,
  tls,
  timeoutMs: answerMs,
});

/** The Collector's own metrics, where they are asked for. */
export const metricsOf = (asked: Asked): Pick<Way, 'metrics'> =>
  asked.metrics === undefined ? {} : { metrics: { ...accessWith(asked, {}), url: asked.metrics } };

/** What the trace says of its process. */
export const resourceOf = ({ namespace }: Asked): Attributes =>
  namespace === undefined ? {} : { 'k8s.namespace.name': namespace };
