import type { Backend } from '../../core/domain.js';
import { err, ok, type Result } from '../../core/result.js';
import { trimTrailingSlashes } from '../../core/text-ends.js';
import type { Access } from '../access.js';
import { excerpt, type Failure } from '../failure.js';
import { exchange, type HttpAnswer } from '../http-exchange.js';
import { refusalOf } from '../refusal.js';
import { READERS } from './readers.js';
import type { ReadSpan } from './reader.js';

/** A trace as a backend gives it back. */
export interface ReadTrace {
  readonly spans: readonly ReadSpan[];
}

/**
 * Asks a backend for a trace by its id. `access.url` is the base of the query API. Gives a trace without spans where
 * the backend does not know the id: that may change.
 */
export async function readTrace(
  backend: Backend,
  traceId: string,
  access: Access,
): Promise<Result<ReadTrace, Failure>> {
  const { tracePath, spansOf } = READERS[backend];
  const answer = await get(access, tracePath(traceId));
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status === 404) return ok({ spans: [] });
  if (status !== 200) return err(refusalOf(answer.value));
  const spans = spansOf(jsonOf(body));
  return spans === undefined ? err(unreadable(answer.value)) : ok({ spans });
}

/** Asks for what only the query API of this backend answers, so that no other 404 is taken for a trace not known. */
export async function probe(backend: Backend, access: Access): Promise<Result<undefined, Failure>> {
  const { probePath, isProbed } = READERS[backend];
  const answer = await get(access, probePath);
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status !== 200) return err(refusalOf(answer.value));
  return isProbed(body.toString(), jsonOf(body)) ? ok(undefined) : err(unreadable(answer.value));
}

function get(access: Access, path: string): Promise<Result<HttpAnswer, Failure>> {
  const url = new URL(access.url);
  url.pathname = `${trimTrailingSlashes(url.pathname)}${path}`;
  const headers = { accept: 'application/json', ...access.headers };
  return exchange({ ...access, url: url.href, headers }, { method: 'GET' });
}

const unreadable = ({ body }: HttpAnswer): Failure => ({
  kind: 'unreadable',
  text: excerpt(body.toString()),
});

function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString()) as unknown;
  } catch {
    return undefined;
  }
}
