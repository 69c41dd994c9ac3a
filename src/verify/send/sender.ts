import type { Result } from '../../core/result.js';
import type { Access } from '../access.js';
import type { Failure } from '../failure.js';
import type { SentProcess } from '../sent-spans.js';

/** Sends spans in one request, once; success means that the peer said that it took all of them in. */
export type Sender = (
  processes: readonly SentProcess[],
  access: Access,
) => Promise<Result<undefined, Failure>>;
