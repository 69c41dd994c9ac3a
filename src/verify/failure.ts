import { cutText } from '../core/shown-text.js';
import { LONGEST_EXCERPT } from './bounds.js';

/** What an exchange that did not succeed showed, whichever hop it was of; `diagnose` tells what it means. */
export type Failure =
  /** The connection: `code` as Node.js or OpenSSL names it, or one of `BROKEN`. */
  | { readonly kind: 'broken'; readonly code: string; readonly text: string }
  /** An HTTP answer other than success. */
  | {
      readonly kind: 'http';
      readonly status: number;
      readonly text: string;
      /** Where a redirect leads. */
      readonly location?: string;
    }
  /** A status of gRPC other than OK. https://grpc.io/docs/guides/status-codes/ */
  | { readonly kind: 'grpc'; readonly status: number; readonly text: string }
  /** Taken in, but not all of it. https://opentelemetry.io/docs/specs/otlp/#partial-success */
  | { readonly kind: 'rejected'; readonly spans: number; readonly text: string }
  /** Success in name, with a body of something else. */
  | { readonly kind: 'unreadable'; readonly text: string };

/** Codes for what the runtime has none for. */
export const BROKEN = {
  notConnected: 'CONNECT_TIMEOUT',
  notAnswered: 'ANSWER_TIMEOUT',
  tooLong: 'ANSWER_TOO_LONG',
  /** The peer closed the connection, or a stream of it, without an answer. */
  closed: 'CLOSED',
  /** Ended from here. The code that Node.js gives itself. */
  aborted: 'ABORT_ERR',
} as const;

/** The beginning of a text that a server sent, on one line; of a page its title. */
export function extractExcerpt(text: string): string {
  const [, title] = /^\s*<(?:!doctype|html)[^]*?<title>([^<]*)/i.exec(text.slice(0, LONGEST_EXCERPT)) ?? [];
  const line = (title === undefined ? cutText(text, 4 * LONGEST_EXCERPT) : `a page, ${title}`)
    .replaceAll(/\s+/g, ' ')
    .trim();
  return cutText(line, LONGEST_EXCERPT);
}
