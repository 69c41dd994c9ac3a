import type { Result } from '../../core/result.js';
import type { ServerAccess } from '../server-access.js';
import type { Failure } from '../failure.js';
import type { SentProcess } from '../sent-spans.js';

/** Formats in which a trace is sent. */
export const SPAN_FORMATS = ['http/protobuf', 'grpc', 'zipkin'] as const;
export type SpanFormat = (typeof SPAN_FORMATS)[number];

/** Sends spans in one request, once; success means that the peer said that it took all of them in. */
export type Sender = (
  processes: readonly SentProcess[],
  access: ServerAccess,
) => Promise<Result<undefined, Failure>>;
