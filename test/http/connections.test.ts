import { afterEach, expect, test } from 'vitest';
import { once } from 'node:events';
import {
  Agent,
  createServer,
  request,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { limitConnections, type ConnectionLimits } from '../../src/http/connections.js';
import { listen } from '../../src/http/listen.js';
import type { ConnectionEnd } from '../../src/telemetry/metrics.js';

const HOST = '127.0.0.1';
const ends: (() => unknown)[] = [];

afterEach(() => {
  for (const end of ends.splice(0)) end();
});

interface Rig {
  readonly port: number;
  readonly closed: ConnectionEnd[];
  readonly server: Server;
}

async function start(
  limits: Omit<ConnectionLimits, 'onClose'>,
  answer = (response: ServerResponse): void => void response.end('ok'),
): Promise<Rig> {
  const server = createServer((incoming, response) => {
    incoming.resume().once('end', () => {
      answer(response);
    });
  });
  const closed: ConnectionEnd[] = [];
  limitConnections(server, { ...limits, onClose: (why) => closed.push(why) });
  const port = await listen(server, { port: 0, host: HOST });
  if (!port.ok) throw new Error(port.error);
  ends.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: port.value, closed, server };
}

/** Opens a connection, sends something on it, and waits until the server has it. */
async function open({ port, server }: Rig, sent = ''): Promise<Socket> {
  const accepted = once(server, 'connection');
  const socket = connect(port, HOST).on('error', () => undefined);
  ends.push(() => socket.destroy());
  socket.write(sent);
  await accepted;
  return socket;
}

async function get({ port }: Rig, agent?: Agent): Promise<string> {
  const sent = request({ host: HOST, port, path: '/livez', agent: agent ?? false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return text(response);
}

const HALF_A_REQUEST = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Le';
const HALF_A_BODY = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 99\r\n\r\nhalf';

test.each([
  ['that say nothing', ''],
  ['with half a request', HALF_A_REQUEST],
  ['with half a body', HALF_A_BODY],
])('connections %s do not keep out a new client', async (_what, sent) => {
  const rig = await start({ most: 5 });
  for (let index = 0; index < 20; index += 1) await open(rig, sent);
  expect(await get(rig)).toBe('ok');
  expect(rig.closed).toEqual(Array.from({ length: 16 }, () => 'no-place'));
});

test('what is being answered is never closed; what waits between two requests may be', async () => {
  const waiting: ServerResponse[] = [];
  const rig = await start({ most: 3 }, (response) => waiting.push(response));
  const answers = [get(rig), get(rig)];
  while (waiting.length < 2) await new Promise(setImmediate);
  for (let index = 0; index < 10; index += 1) await open(rig);
  for (const response of waiting) response.end('whole');
  expect(await Promise.all(answers)).toEqual(['whole', 'whole']);
});

test('a client that has asked stays before one that has not', async () => {
  const rig = await start({ most: 3 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  ends.push(() => {
    agent.destroy();
  });
  expect(await get(rig, agent)).toBe('ok');
  for (let index = 0; index < 10; index += 1) await open(rig);
  let connections = 0;
  rig.server.on('connection', () => {
    connections += 1;
  });
  expect(await get(rig, agent)).toBe('ok');
  expect(connections).toBe(0);
});

test('a connection without a request is closed; one on which something was stays', async () => {
  const rig = await start({ most: 100, firstRequestMs: 0 });
  const asked = await open(rig, 'GET /livez HTTP/1.1\r\nHost: x\r\n\r\n');
  await once(asked, 'data');
  const silent = await open(rig);
  await once(silent, 'close');
  expect(rig.closed).toEqual(['no-request']);
  expect(asked.closed).toBe(false);
});
