import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Socket } from 'node:net';
import { CONTEXT, expectsAnswers } from './calm.js';
import { callAdmin } from './client.js';
import { FLOODS, hold } from './floods.js';
import { startProduct, type Product } from './product.js';
import { printFigures } from './seed.js';

/** Connections without a request keep nobody out. */

const SOCKETS = 1200;
let product: Product;
let held: readonly Socket[] = [];

beforeEach(async () => {
  product = await startProduct({ context: CONTEXT });
});

afterEach(async () => {
  for (const socket of held) socket.destroy();
  held = [];
  await product.kill();
});

const FRESH = 3;

describe(`while ${SOCKETS} connections are kept`, () => {
  test.each(Object.entries(FLOODS))(
    '%s: probes and reviews of others are answered',
    async (what, holding) => {
      held = await hold(product, holding, SOCKETS);
      for (let each = 0; each < FRESH; each += 1) await expectsAnswers(product);
      const open = held.filter(({ destroyed }) => !destroyed).length;
      const { text } = await callAdmin(product, '/metrics');
      const dropped = readDropped(text);
      printFigures(what, { sockets: held.length, open, dropped: [...dropped] });
      if (open < SOCKETS) expect(Math.max(...dropped.values())).toBeGreaterThan(0);
      await product.stop();
      expect(readIntervals(product.log()).filter((milliseconds) => milliseconds < 990)).toEqual([]);
      if (open < SOCKETS) expect(product.log()).toMatch(DROPPED);
    },
  );
});

/** Lines that tell of connections that were dropped. */
const DROPPED = /^\{.*"level":"warn".*[Cc]onnections?\b.*\}$/m;

/** The values of the metrics that count connections, by name and labels. */
const readDropped = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => /^\w*connections\w*[ {]/.test(line))
      .map((line) => {
        const space = line.lastIndexOf(' ');
        return [line.slice(0, space), Number(line.slice(space + 1))];
      }),
  );

/** Milliseconds between the lines about dropped connections, by the times in them. */
function readIntervals(log: string): readonly number[] {
  const times = log
    .split('\n')
    .filter((line) => DROPPED.test(line))
    .map((line) => Date.parse((JSON.parse(line) as { readonly time: string }).time));
  return times.slice(1).map((time, index) => time - (times[index] ?? 0));
}
