import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, test } from 'vitest';
import { createProgram } from '../../src/cli/program.js';
import { listen } from '../../src/http/listen.js';
import { like } from '../support/like.js';

const hasIpv6 = Object.values(networkInterfaces())
  .flat()
  .some((address) => address?.family === 'IPv6');

test('without a host every address is listened on, those of IPv6 too where the machine has them', async () => {
  const server = createServer((socket) => socket.end());
  const port = await listen(server, { port: 0 });
  if (!port.ok) throw new Error(port.error);
  try {
    expect(await listen(createServer(), { port: port.value })).toMatchObject({
      error: like.stringMatching(/^Port \d+ is in use already/),
    });
    for (const host of hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1']) {
      const socket = connect({ host, port: port.value });
      await once(socket, 'connect');
      socket.destroy();
    }
    expect(server.address()).toMatchObject(hasIpv6 ? { address: '::' } : { address: '0.0.0.0' });
  } finally {
    server.close();
  }
});

test('serve has no host of its own', () => {
  const terminal = {
    ...{ out: () => undefined, err: () => undefined, color: false },
    readInput: () => Promise.resolve(''),
    createEndSignal: () => new AbortController().signal,
  };
  const serve = createProgram(terminal, () => undefined).commands.find((each) => each.name() === 'serve');
  expect(serve?.opts()).toMatchObject({ port: 8443 });
  expect(serve?.opts()).not.toHaveProperty('host');
});
