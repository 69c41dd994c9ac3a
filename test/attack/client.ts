import { once } from 'node:events';
import http, { type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import https from 'node:https';
import { buffer } from 'node:stream/consumers';
import { HOST, type Product } from './product.js';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: IncomingHttpHeaders;
}

export interface Call {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Called when all of the body is with the system. */
  readonly sent?: () => void;
}

/** One who speaks to the webhook over connections that are kept, as an API server does. */
export interface Client {
  /** Rejects where there is no whole answer. */
  readonly call: (path: string, call?: Call) => Promise<Answer>;
  /** Sends a body to be reviewed. */
  readonly review: (body: string | Buffer, path?: string, sent?: () => void) => Promise<Answer>;
  readonly close: () => void;
}

/** The path that an API server calls, with the timeout that it adds. */
export const MUTATE = '/mutate?timeout=2s';
const JSON_TYPE = { 'Content-Type': 'application/json' };

/** A client with at most so many connections to the HTTPS port, whoever signed its certificate. */
export function createClient({ port }: Pick<Product, 'port'>, connections = 1): Client {
  const agent = new https.Agent({ keepAlive: true, maxSockets: connections, rejectUnauthorized: false });
  const call: Client['call'] = (path, given = {}) =>
    exchanged(https.request(describeRequest(port, path, given, agent)), given);
  return {
    call,
    review: (body, path = MUTATE, sent = () => undefined) =>
      call(path, { method: 'POST', headers: JSON_TYPE, body, sent }),
    close: () => {
      agent.destroy();
    },
  };
}

/** Calls the HTTPS port over a connection that is new, and closed after the answer. */
export async function callOnce(
  product: Pick<Product, 'port'>,
  path: string,
  given: Call = {},
): Promise<Answer> {
  return exchanged(https.request(describeRequest(product.port, path, given, false)), given);
}

/** Sends a review over a connection that is new. */
export const reviewOnce = (product: Pick<Product, 'port'>, body: string | Buffer): Promise<Answer> =>
  callOnce(product, MUTATE, { method: 'POST', headers: JSON_TYPE, body });

/** Calls the plain port of metrics and probes over a connection that is new. */
export const callAdmin = ({ adminPort }: Pick<Product, 'adminPort'>, path: string): Promise<Answer> =>
  exchanged(http.request({ ...describeRequest(adminPort, path, {}, false), agent: false }), {});

const describeRequest = (
  port: number,
  path: string,
  { method = 'GET', headers = {}, body }: Call,
  agent: https.Agent | false,
): https.RequestOptions => ({
  ...{ host: HOST, port, path, method, agent, rejectUnauthorized: false },
  headers: { ...(body === undefined || 'Transfer-Encoding' in headers ? {} : measureBody(body)), ...headers },
});

const measureBody = (body: string | Buffer): Readonly<Record<string, number>> => ({
  'Content-Length': Buffer.byteLength(body),
});

async function exchanged(request: http.ClientRequest, { body, sent }: Call): Promise<Answer> {
  // A server that refuses a body may close before all of it is written; what counts is whether it answered.
  const answered = once(request, 'response') as Promise<[IncomingMessage]>;
  request
    .on('error', () => undefined)
    .on('finish', () => sent?.())
    .end(body);
  const [response] = await answered;
  const text = (await buffer(response)).toString();
  return { status: response.statusCode ?? 0, text, headers: response.headers };
}
