import type { IncomingMessage, RequestListener, Server as HttpServer, ServerResponse } from 'node:http';
import type { Server as HttpsServer } from 'node:https';
import type { Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import type { ConnectionEnd } from '../telemetry/metrics.js';
import { ENDING_MS, FIRST_REQUEST_MS, MOST_ADMIN_CONNECTIONS, SPARE_CONNECTIONS } from './bounds.js';
import { chooseVictim, type OpenConnection } from './connection-victim.js';

/** An import would load `undici` with it; eslint.config.js says why. */
const { createServer } = process.getBuiltinModule('node:http');

/** The open connections of a server and the requests being answered on them. */
export interface Connections {
  /** Waits until nothing is being answered, closing idle connections meanwhile, then closes the rest. */
  readonly closeWhenIdle: () => Promise<void>;
}

export interface ConnectionLimits {
  /** So many are open at a time; for one more, the one that is least likely to be missed is closed. */
  readonly most: number;
  /** Told of each connection that is closed. */
  readonly onClose: (why: ConnectionEnd) => void;
  /** Clients connect to ask at once. One that has not asked after so many milliseconds is closed; default ten seconds. */
  readonly firstRequestMs?: number;
}

const SWEEP_MS = 20;
/** A request that is on the wire when the last answer ends gets so many sweeps to be seen. */
const QUIET_SWEEPS = 5;
const MOST_SWEEPS = ENDING_MS / SWEEP_MS;

interface TrackedConnection extends OpenConnection {
  readonly socket: Socket;
  state: OpenConnection['state'];
  since: number;
  /** Requests under way; a client may send the next one before the answer to the last. */
  requests: number;
}

/**
 * Limits the connections of a server from now on, and knows which of them are in use, so that it can be ended:
 * `server.close()` alone would wait for a kept connection until its 120 s are over.
 */
export function limitConnections(
  server: HttpServer | HttpsServer,
  { most, onClose, firstRequestMs = FIRST_REQUEST_MS }: ConnectionLimits,
): Connections {
  const held = new Map<string, TrackedConnection>();
  /** By the socket of requests: with TLS another one than that which is held. */
  const known = new WeakMap<Socket, TrackedConnection>();
  const findConnection = (socket: Socket): TrackedConnection | undefined => {
    const connection = known.get(socket) ?? held.get(getSocketKey(socket));
    if (connection !== undefined) known.set(socket, connection);
    return connection;
  };
  const close = ({ socket }: TrackedConnection, why: ConnectionEnd): void => {
    held.delete(getSocketKey(socket));
    socket.destroy();
    onClose(why);
  };
  // The HTTP parser is on top of TLS, of which the socket below knows nothing; both have the address of the client.
  server.on('connection', (socket: Socket) => {
    if (held.size >= most) {
      const victim = chooseVictim([...held.values()], performance.now());
      if (victim !== undefined) close(victim, 'no-place');
    }
    const key = getSocketKey(socket);
    const address = socket.remoteAddress ?? '';
    held.set(key, { socket, address, state: 'new', since: performance.now(), requests: 0 });
    socket.once('close', () => {
      if (held.get(key)?.socket === socket) held.delete(key);
    });
  });
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const connection = findConnection(request.socket);
    if (connection !== undefined) trackRequest(connection, request, response);
  });
  server.maxConnections = most + SPARE_CONNECTIONS;
  server.on('drop', () => {
    onClose('no-place');
  });
  runEverySecond(server, () => {
    for (const connection of held.values())
      if (isSilent(connection, firstRequestMs)) close(connection, 'no-request');
  });
  return { closeWhenIdle: () => closeWhenIdle(server, held) };
}

/** Keeps the state of a connection while a request on it is read and answered. */
function trackRequest(
  connection: TrackedConnection,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  connection.requests += 1;
  setState(connection, 'reading');
  request.once('end', () => {
    setState(connection, 'answering');
  });
  response.once('close', () => {
    connection.requests -= 1;
    setState(connection, connection.requests > 0 ? 'answering' : 'idle');
  });
}

function setState(connection: TrackedConnection, state: OpenConnection['state']): void {
  connection.state = state;
  connection.since = performance.now();
}

const isSilent = ({ state, since }: OpenConnection, milliseconds: number): boolean =>
  state === 'new' && performance.now() - since > milliseconds;

/** Does something every second until the server is closed. */
function runEverySecond(server: HttpServer | HttpsServer, act: () => void): void {
  const timer = setInterval(act, 1000).unref();
  server.once('close', () => {
    clearInterval(timer);
  });
}

async function closeWhenIdle(
  server: HttpServer | HttpsServer,
  held: ReadonlyMap<string, TrackedConnection>,
): Promise<void> {
  let quiet = 0;
  for (let sweep = 0; sweep < MOST_SWEEPS && quiet < QUIET_SWEEPS && held.size > 0; sweep += 1) {
    server.closeIdleConnections();
    const isBusy = [...held.values()].some(({ state }) => state === 'reading' || state === 'answering');
    quiet = isBusy ? 0 : quiet + 1;
    await new Promise((resolve) => setTimeout(resolve, SWEEP_MS));
  }
  for (const { socket } of held.values()) socket.destroy();
}

/** Tells connections apart; a client has one for each of its ports. */
const getSocketKey = ({ remoteAddress = '', remotePort = 0 }: Socket): string =>
  `${remoteAddress} ${remotePort}`;

/** A plain HTTP server for a few clients; connections above that are closed and counted. */
export function createLimitedServer(app: RequestListener, onClose: (why: ConnectionEnd) => void): HttpServer {
  const server = createServer(app);
  limitConnections(server, { most: MOST_ADMIN_CONNECTIONS, onClose });
  return server;
}
