import type { IncomingMessage } from 'node:http';
import { isRecord } from '../core/json.js';
import { err, ok } from '../core/result.js';
import { textOf } from './body.js';
import type { Connection } from './connection.js';
import { failureOf, rejected, unreachable, type Asked } from './failure.js';
import type { Answer, KubeObject } from './object.js';
import { send, type KubeRequest } from './request.js';

/** How long to wait for an answer, and for each next part of it. */
const ANSWER_MS = 15_000;

type Sent = Pick<KubeRequest, 'method' | 'path'> & Partial<KubeRequest>;

/** Sends a request whose answer is one object. */
export async function exchange(
  connection: Connection,
  asked: Asked,
  request: Sent,
): Promise<Answer<KubeObject>> {
  const answer = await exchangeJson(connection, asked, request);
  if (!answer.ok) return answer;
  return isObject(answer.value) ? ok(answer.value) : err(rejected(asked, 'the answer is no object'));
}

/** Sends a request and reads the JSON of its answer. */
export async function exchangeJson(
  connection: Connection,
  asked: Asked,
  request: Sent,
): Promise<Answer<unknown>> {
  const opened = await open(connection, asked, request);
  if (!opened.ok) return opened;
  const text = await textOf(opened.value);
  if (!text.ok) return err(unreachable(asked, text.error));
  const value = parsed(text.value);
  return value === undefined ? err(rejected(asked, 'the answer is no JSON')) : ok(value);
}

/** Sends a request; a good answer has its body yet to come. */
export async function open(
  connection: Connection,
  asked: Asked,
  request: Sent,
): Promise<Answer<IncomingMessage>> {
  const sent = await send(connection, { accept: 'application/json', silenceMs: ANSWER_MS, ...request });
  if (!sent.ok) return err(unreachable(asked, sent.error));
  const { statusCode: status = 0, headers } = sent.value;
  connection.onAnswer?.(headers.date);
  if (status >= 200 && status < 300) return sent;
  const body = await textOf(sent.value);
  return err(
    failureOf(asked, { status, body: body.ok ? body.value : '', retryAfter: headers['retry-after'] }),
  );
}

/** Tells whether a value has what every object of Kubernetes has; its parts are not judged. */
export const isObject = (value: unknown): value is KubeObject =>
  isRecord(value) && isRecord(value['metadata']);

/** A value of JSON text; `undefined` for text that is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
