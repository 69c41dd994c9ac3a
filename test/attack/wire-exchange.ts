import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import tls from 'node:tls';
import { HOST, type Product } from './product.js';

/** Bytes that are sent as they are, and how they may be answered. */
export interface Wire {
  readonly what: string;
  /** Over TLS, or to the port as it is. */
  readonly over: 'tls' | 'tcp';
  readonly bytes: () => string | Buffer;
  /** The statuses that may come, and how many at least. */
  readonly statuses: readonly number[];
  readonly least: number;
  /** Who sends then ends its side; otherwise it waits for the end of the other. */
  readonly ends: boolean;
  readonly times?: number;
}

export interface Exchange {
  readonly statuses: readonly number[];
  readonly rest: string;
}

/** Sends bytes over a new connection, and reads until it ends. */
export async function exchangeBytes({ port }: Pick<Product, 'port'>, wire: Wire): Promise<Exchange> {
  const socket =
    wire.over === 'tls' ? tls.connect({ port, host: HOST, rejectUnauthorized: false }) : connect(port, HOST);
  const chunks: Buffer[] = [];
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => chunks.push(chunk));
  const closed = once(socket, 'close').catch(() => undefined);
  await opened(socket, wire.over, closed);
  socket.write(wire.bytes());
  if (wire.ends) socket.end();
  await closed;
  const rest = Buffer.concat(chunks).toString('latin1');
  return { statuses: [...rest.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status)), rest };
}

const opened = (socket: Socket, over: Wire['over'], closed: Promise<unknown>): Promise<unknown> =>
  Promise.race([once(socket, over === 'tls' ? 'secureConnect' : 'connect').catch(() => undefined), closed]);
