import { afterAll, beforeAll, expect, test } from '@jest/globals';
import tls from 'node:tls';
import { once } from 'node:events';
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

test('a client that wants new keys again and again is dropped', async () => {
  const socket = tls.connect({
    ...{ port: product.port, host: HOST, rejectUnauthorized: false, maxVersion: 'TLSv1.2' },
  });
  const closed = once(socket, 'close');
  socket.on('error', () => undefined);
  await once(socket, 'secureConnect');
  const again = (): void => {
    if (!socket.destroyed) socket.renegotiate({ rejectUnauthorized: false }, again);
  };
  again();
  await closed;
  await expectsAnswers(product);
});
