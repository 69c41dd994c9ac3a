import type { IncomingMessage } from 'node:http';
import { isRecord } from '../core/json.js';
import { err, ok } from '../core/result.js';
import { parseJson } from '../text/parse-json.js';
import { readText } from './response-body.js';
import { ANSWER_MS } from './bounds.js';
import type { Connection } from './connection.js';
import { buildFailure, buildRejected, buildUnreachable, type CallDescription } from './failure.js';
import type { KubeAnswer, KubeObject } from './object.js';
import { send, type KubeRequest } from './api-request.js';

type ExchangeRequest = Pick<KubeRequest, 'method' | 'path'> & Partial<KubeRequest>;

/** Sends a request whose answer is one object. */
export async function exchange(
  connection: Connection,
  asked: CallDescription,
  request: ExchangeRequest,
): Promise<KubeAnswer<KubeObject>> {
  const answer = await exchangeJson(connection, asked, request);
  if (!answer.ok) return answer;
  return isKubeObject(answer.value) ? ok(answer.value) : err(buildRejected(asked, 'the answer is no object'));
}

/** Sends a request and reads the JSON of its answer. */
export async function exchangeJson(
  connection: Connection,
  asked: CallDescription,
  request: ExchangeRequest,
): Promise<KubeAnswer<unknown>> {
  const opened = await openResponse(connection, asked, request);
  if (!opened.ok) return opened;
  const text = await readText(opened.value);
  if (!text.ok) return err(buildUnreachable(asked, text.error));
  const value = parseJson(text.value);
  return value === undefined ? err(buildRejected(asked, 'the answer is no JSON')) : ok(value);
}

/** Sends a request; a good answer has its body yet to come. */
export async function openResponse(
  connection: Connection,
  asked: CallDescription,
  request: ExchangeRequest,
): Promise<KubeAnswer<IncomingMessage>> {
  const sent = await send(connection, { accept: 'application/json', silenceMs: ANSWER_MS, ...request });
  if (!sent.ok) return err(buildUnreachable(asked, sent.error));
  const { statusCode: status = 0, headers } = sent.value;
  connection.onAnswer?.(headers.date);
  if (status >= 200 && status < 300) return sent;
  const body = await readText(sent.value);
  return err(
    buildFailure(asked, { status, body: body.ok ? body.value : '', retryAfter: headers['retry-after'] }),
  );
}

/** Tells whether a value has what every object of Kubernetes has; its parts are not judged. */
export const isKubeObject = (value: unknown): value is KubeObject =>
  isRecord(value) && isRecord(value['metadata']);
