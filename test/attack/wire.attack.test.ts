import { afterAll, beforeAll, expect, test } from 'vitest';
import tls from 'node:tls';
import { once } from 'node:events';
import { until } from '../support/until.js';
import { CONTEXT, expectsAnswers } from './calm.js';
import { HOST, startProduct, type Product } from './product.js';
import { exchangeBytes, type Wire } from './wire-exchange.js';
import { HANDSHAKES, REQUESTS } from './wire.js';

/** What comes over the wire and is no request ends its own connection and nothing else. */

let product: Product;

beforeAll(async () => {
  product = await startProduct({ context: CONTEXT });
});

afterAll(async () => {
  await product.kill();
});

test.each<Wire>([...HANDSHAKES, ...REQUESTS])('$what', async (wire) => {
  for (let each = 0; each < (wire.times ?? 1); each += 1) {
    const { statuses, rest } = await exchangeBytes(product, wire);
    expect(statuses.filter((status) => !wire.statuses.includes(status))).toEqual([]);
    expect(statuses.length).toBeGreaterThanOrEqual(wire.least);
    expect(rest).not.toMatch(/node:|\/dist\//);
  }
  await expectsAnswers(product);
});

/** Node.js allows three in ten minutes, each of which costs a server ten times what it costs a client. */
const MOST_KEYS = 5;

test('a client that wants new keys again and again gets few', async () => {
  const { port } = product;
  const socket = tls.connect({ port, host: HOST, rejectUnauthorized: false, maxVersion: 'TLSv1.2' });
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  let keys = 0;
  const again = (): void => {
    socket.renegotiate({ rejectUnauthorized: false }, (error) => {
      keys += 1;
      if (error === null && !socket.destroyed) again();
    });
  };
  again();
  await until(
    () => keys,
    (count) => count > 0 || socket.destroyed,
  );
  for (let each = 0; each < 5; each += 1) await expectsAnswers(product);
  expect(keys).toBeLessThanOrEqual(MOST_KEYS);
  socket.destroy();
});
