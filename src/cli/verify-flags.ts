import { BACKENDS, isMember, type Backend, type Language } from '../core/domain.js';
import type { SpanFormat } from '../verify/send/sender.js';

/** What the options hold; texts that may be credentials are not checked here, as a refusal would print them. */
export interface VerifyFlags {
  readonly collector?: string;
  readonly backend?: string;
  readonly backendKind?: Backend;
  readonly protocol?: SpanFormat;
  readonly filename?: string;
  readonly cluster?: string;
  readonly language?: Language;
  readonly all?: true;
  readonly query?: readonly string[];
  readonly tenant?: string;
  readonly sendHeaders?: string;
  readonly queryHeaders?: string;
  readonly nodeIp?: string;
  readonly namespace?: string;
  readonly collectorMetrics?: string;
  readonly ca?: string;
  readonly cert?: string;
  readonly key?: string;
  readonly markError?: true;
  readonly timeout: number;
  readonly output: 'text' | 'json';
  readonly color: boolean;
}

/** Reads `URL` or `BACKEND=URL`. */
export function parseQueryOption(text: string): {
  readonly backend: Backend | undefined;
  readonly url: string;
} {
  const at = text.indexOf('=');
  const name = text.slice(0, Math.max(at, 0));
  return isMember(BACKENDS, name)
    ? { backend: name, url: text.slice(at + 1) }
    : { backend: undefined, url: text };
}
