import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';
import { createServer as createTls, type ServerOptions } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcp, type Server as TcpServer } from 'node:net';
import type { ServerAccess } from '../../src/verify/server-access.js';

/** A server of a test on a free port of 127.0.0.1. */
export interface Served {
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** Serves HTTP, or HTTPS where `tls` is given. */
export const serveHttp = (listener: RequestListener, tls?: ServerOptions): Promise<Served> =>
  tls === undefined
    ? started(createServer(listener), 'http')
    : started(createTls({ ...tls, requestTimeout: 0 }, listener), 'https');

/** Serves bytes. */
export const serveTcp = (accept: (socket: Socket) => void): Promise<Served> =>
  started(createTcp(accept), 'http');

async function started(server: Server | TcpServer, scheme: string): Promise<Served> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `${scheme}://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** The whole body of a request. */
export async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** Access to a URL with nothing else set. */
export const accessTo = (url: string, rest: Partial<ServerAccess> = {}): ServerAccess => ({
  url,
  headers: {},
  tls: {},
  timeoutMs: 5000,
  signal: new AbortController().signal,
  ...rest,
});
