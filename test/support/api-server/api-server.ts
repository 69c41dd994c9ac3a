import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Connection } from '../../../src/kube/connection.js';
import { discoveredVersion, discoveryReply } from './discovery.js';
import { createFaults, NO_SUCH_RESOURCE, type FaultControls } from './faults.js';
import { listReply, watchOf } from './lists.js';
import { apiPath, type ApiPath } from './request-path.js';
import { createStore, type Store } from './store.js';
import { createWatches, type Watches } from './watches.js';
import { readOne, statusReply, write, type Reply } from './writes.js';

/**
 * A small API server for tests: real sockets, lists in pages, watches, versions and conflicts, and the faults that a test
 * asks for. It stands in for Kubernetes and shares nothing with the program under test.
 */
export interface ApiServer extends FaultControls {
  readonly url: string;
  /** Leads to it without credentials; the webhook's own namespace is `doka-tracing`. */
  readonly connection: Connection;
  readonly store: Store;
  readonly watches: Omit<Watches, 'open'>;
  /** Every request so far. */
  readonly requests: readonly Seen[];
  /** Closes connections that wait for a request. */
  readonly dropIdle: () => void;
  /** Stops listening and cuts all connections. */
  readonly stop: () => Promise<void>;
  /** Listens again on the same port, with what was stored. */
  readonly start: () => Promise<void>;
}

/** A request as a test looks at it. */
interface Seen {
  /** As RBAC names it. */
  readonly verb: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
}

export interface ApiServerOptions {
  /** Serves HTTPS with this certificate. */
  readonly tls?: { readonly cert: string; readonly key: string };
}

/** Starts one on a free port of 127.0.0.1; the test stops it. */
export async function startApiServer({ tls }: ApiServerOptions = {}): Promise<ApiServer> {
  const store = createStore();
  const watches = createWatches(store);
  const { controls, of: faultOf, isAbsent, takeExpiry, proxyReply } = createFaults();
  const requests: Seen[] = [];
  /** What is no object: what a Service answers through the proxy, and which kinds there are. */
  const replyBeside = (url: URL): Reply | undefined => {
    const version = discoveredVersion(url.pathname);
    return proxyReply(url) ?? (version === undefined ? undefined : discoveryReply(version, isAbsent));
  };
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(request.url ?? '/', 'http://stand-in');
    const path = apiPath(url.pathname);
    const verb = verbOf(request, url, path);
    requests.push({ verb, path: url.pathname, query: url.searchParams, headers: request.headers });
    const beside = replyBeside(url);
    const fault = faultOf(verb, path);
    if (fault !== undefined) reply(response, fault.reply, fault.headers);
    else if (beside !== undefined) reply(response, beside);
    else if (path === undefined) reply(response, NO_SUCH_RESOURCE);
    else if (verb === 'get') reply(response, readOne(store, path));
    else if (request.method !== 'GET')
      reply(
        response,
        write(store, path, {
          method: request.method,
          type: request.headers['content-type'],
          body: JSON.parse((await text(request)) || 'null'),
          isDryRun: url.searchParams.get('dryRun') === 'All',
        }),
      );
    else {
      const query = { path, parameters: url.searchParams, accept: request.headers.accept ?? '' };
      if (verb === 'watch') watches.open(watchOf(query), response);
      else reply(response, listReply(store, query, takeExpiry));
    }
  };
  const server = serverOf(tls, (request, response) => {
    answer(request, response).catch((error: unknown) => {
      reply(response, statusReply(500, 'InternalError', String(error)));
    });
  });
  const port = await listening(server, 0);
  const url = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${port}`;
  return {
    url,
    connection: connectionTo(url),
    store,
    watches,
    requests,
    ...controls,
    dropIdle: () => {
      server.closeIdleConnections();
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        server.closeAllConnections();
      }),
    start: async () => {
      await listening(server, port);
    },
  };
}

const connectionTo = (url: string): Connection => ({
  server: new URL(url),
  namespace: 'doka-tracing',
  options: () => Promise.resolve({}),
});

const serverOf = (
  tls: ApiServerOptions['tls'],
  listener: (request: IncomingMessage, response: ServerResponse) => void,
): Server => (tls === undefined ? createServer(listener) : createTlsServer(tls, listener));

const listening = (server: Server, port: number): Promise<number> =>
  new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port);
    });
  });

const WRITING: Readonly<Record<string, string>> = {
  POST: 'create',
  PUT: 'update',
  PATCH: 'patch',
  DELETE: 'delete',
};

function verbOf({ method = '' }: IncomingMessage, url: URL, path: ApiPath | undefined): string {
  if (method !== 'GET') return WRITING[method] ?? method;
  if (url.searchParams.get('watch') === 'true') return 'watch';
  return path?.name === undefined ? 'list' : 'get';
}

function reply(
  response: ServerResponse,
  { code, body }: Reply,
  headers: Readonly<Record<string, string>> = {},
): void {
  const content = typeof body === 'string' ? body : JSON.stringify(body);
  response.writeHead(code, headers).end(content);
}
