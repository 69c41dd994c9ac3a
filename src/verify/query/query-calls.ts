import type { Backend } from '../../core/domain.js';
import { err, ok, type Result } from '../../core/result.js';
import { trimTrailingSlashes } from '../../core/text-ends.js';
import { parseJson } from '../../text/parse-json.js';
import type { ServerAccess } from '../server-access.js';
import { extractExcerpt, type Failure } from '../failure.js';
import { sendHttpRequest, type HttpAnswer } from '../http-exchange.js';
import { buildHttpFailure } from '../http-failure.js';
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
export async function fetchTrace(
  backend: Backend,
  traceId: string,
  access: ServerAccess,
): Promise<Result<ReadTrace, Failure>> {
  const { tracePath, spansOf } = READERS[backend];
  const answer = await fetchPath(access, tracePath(traceId));
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status === 404) return ok({ spans: [] });
  if (status !== 200) return err(buildHttpFailure(answer.value));
  const spans = spansOf(parseJson(body.toString()));
  return spans === undefined ? err(buildUnreadableFailure(answer.value)) : ok({ spans });
}

/** Asks for what only the query API of this backend answers, so that no other 404 is taken for a trace not known. */
export async function probeQueryApi(
  backend: Backend,
  access: ServerAccess,
): Promise<Result<undefined, Failure>> {
  const { probePath, isProbed } = READERS[backend];
  const answer = await fetchPath(access, probePath);
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  if (status !== 200) return err(buildHttpFailure(answer.value));
  const text = body.toString();
  return isProbed(text, parseJson(text)) ? ok(undefined) : err(buildUnreadableFailure(answer.value));
}

function fetchPath(access: ServerAccess, path: string): Promise<Result<HttpAnswer, Failure>> {
  const url = new URL(access.url);
  url.pathname = `${trimTrailingSlashes(url.pathname)}${path}`;
  const headers = { accept: 'application/json', ...access.headers };
  return sendHttpRequest({ ...access, url: url.href, headers }, { method: 'GET' });
}

const buildUnreadableFailure = ({ body }: HttpAnswer): Failure => ({
  kind: 'unreadable',
  text: extractExcerpt(body.toString()),
});
