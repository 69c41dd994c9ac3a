import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import tls from 'node:tls';
import { HOST, type Product } from './product.js';

/** Connections that are opened and kept without need, each kind stopped in another place. */

type Ports = Pick<Product, 'port' | 'adminPort'>;

/** Opens one connection and leaves it as it is; resolves when the server has got that far, or has ended it. */
export type Holding = (ports: Ports) => Promise<Socket>;

const HEAD = 'POST /mutate?timeout=2s HTTP/1.1\r\nHost: webhook\r\nContent-Type: application/json\r\n';

const plain =
  (pick: (ports: Ports) => number, text = ''): Holding =>
  async (ports) => {
    const socket = connect(pick(ports), HOST).on('error', () => undefined);
    await opened(socket, 'connect');
    socket.write(text);
    return socket;
  };

const secured =
  (text = ''): Holding =>
  async ({ port }) => {
    const socket = tls.connect({ port, host: HOST, rejectUnauthorized: false }).on('error', () => undefined);
    await opened(socket, 'secureConnect');
    socket.write(text);
    return socket;
  };

/** A server that takes no more ends the connection instead. */
const opened = (socket: Socket, event: 'connect' | 'secureConnect'): Promise<unknown> =>
  Promise.race([once(socket, event), once(socket, 'close')]).catch(() => undefined);

/** Each kind of flood by what it says. */
export const FLOODS: Readonly<Record<string, Holding>> = {
  'TCP connections that say nothing': plain(({ port }) => port),
  'TLS connections that say nothing': secured(),
  'half a greeting of TLS': plain(({ port }) => port, '\u0016\u0003\u0001\u0002\u0000\u0001'),
  'half a head': secured(HEAD),
  'half a body': secured(`${HEAD}Content-Length: 1000\r\n\r\n{"kind":"AdmissionReview",`),
  'half a chunk': secured(`${HEAD}Transfer-Encoding: chunked\r\n\r\nff\r\n{`),
  'kept connections': secured('GET /livez HTTP/1.1\r\nHost: webhook\r\n\r\n'),
  'TCP connections to the admin port': plain(({ adminPort }) => adminPort),
  'half a head to the admin port': plain(
    ({ adminPort }) => adminPort,
    'GET /metrics HTTP/1.1\r\nHost: a\r\n',
  ),
};

const AT_A_TIME = 50;

/** Opens so many, some at a time, and keeps them all. */
export async function hold(ports: Ports, holding: Holding, count: number): Promise<readonly Socket[]> {
  const sockets: Socket[] = [];
  while (sockets.length < count)
    sockets.push(...(await Promise.all(Array.from({ length: AT_A_TIME }, () => holding(ports)))));
  return sockets;
}
