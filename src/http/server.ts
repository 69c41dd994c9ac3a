import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { SecureContextOptions } from 'node:tls';
import type { CertificateSource, ServingCertificate } from '../tls/source.js';
import type { ConnectionEnd } from '../telemetry/metrics.js';
import { HANDSHAKE_MS, HEADERS_MS, KEEP_ALIVE_MS, MOST_CONNECTIONS, REQUEST_MS } from './bounds.js';
import { limitConnections, type Connections } from './connections.js';
import type { ReviewHandler } from './review-handler.js';

export interface ServerDeps {
  readonly mutate: ReviewHandler;
  /** Answers everything that is not `POST /mutate`. */
  readonly app: RequestListener;
  readonly certificates: CertificateSource;
  /** Told of each connection that is closed to make room, or because nothing was asked on it. */
  readonly onConnectionEnd: (why: ConnectionEnd) => void;
}

export interface WebhookServer {
  readonly server: Server;
  /** Asks clients to leave, keeps accepting for so many seconds, then ends; resolves when the last connection is gone. */
  readonly drain: (seconds: number) => Promise<void>;
}

/**
 * Creates the HTTPS server, not listening yet. `POST /mutate` goes to its handler before Express sees it. A certificate
 * that replaces the current one serves new connections at once; open ones go on.
 */
export function createWebhookServer(deps: ServerDeps): WebhookServer {
  const { mutate, app, certificates, onConnectionEnd } = deps;
  let isDraining = false;
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    if (isDraining) response.setHeader('Connection', 'close');
    if (request.method === 'POST' && parseUrlPath(request.url) === '/mutate') mutate(request, response);
    else app(request, response);
  };
  const server = createServer(
    {
      ...buildContextOptions(certificates.current()),
      keepAliveTimeout: KEEP_ALIVE_MS,
      headersTimeout: HEADERS_MS,
      requestTimeout: REQUEST_MS,
      handshakeTimeout: HANDSHAKE_MS,
    },
    listener,
  );
  // A handshake or a request that breaks ends its own connection and nothing else.
  server.on('tlsClientError', () => undefined);
  certificates.onChange((certificate) => {
    server.setSecureContext(buildContextOptions(certificate));
  });
  const connections = limitConnections(server, { most: MOST_CONNECTIONS, onClose: onConnectionEnd });
  return {
    server,
    drain: async (seconds) => {
      isDraining = true;
      await wait(seconds * 1000);
      await closeServer(server, connections);
    },
  };
}

/** Path without the query: the API server calls `/mutate?timeout=2s`. */
const parseUrlPath = (url = ''): string => url.split('?', 1)[0] ?? '';

const buildContextOptions = ({ cert, key }: ServingCertificate): SecureContextOptions => ({
  cert,
  key,
  minVersion: 'TLSv1.2',
});

const wait = (milliseconds: number): Promise<void> =>
  milliseconds === 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Stops accepting, waits for the answers that are under way, then closes what is left. */
async function closeServer(server: Server, connections: Connections): Promise<void> {
  const closed = new Promise<void>((resolve) => {
    server.close(() => {
      resolve();
    });
  });
  await connections.closeWhenIdle();
  await closed;
}
