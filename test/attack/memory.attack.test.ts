import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import type { Socket } from 'node:net';
import { BOMBS } from './bombs.js';
import { CONTEXT, expectsAnswers } from './calm.js';
import { createClient } from './client.js';
import { FLOODS, hold } from './floods.js';
import { createCgroup, whyNoCgroup, type Cgroup } from '../support/cgroup.js';
import { readMemoryLimit } from './manifest.js';
import { readMemory } from './process.js';
import { startProduct, type Product } from './product.js';
import { writeReview } from './reviews.js';
import { printFigures } from './seed.js';
import { LARGE_PODS, LARGE_REVIEWS } from './volleys.js';

/** With the flags of the image and the memory of the manifest, nothing that is sent ends the process. */

const MIB = 2 ** 20;
const LIMIT = readMemoryLimit();
const why = whyNoCgroup();

test('there is a cgroup to attack in', () => {
  if (why !== undefined) process.stdout.write(`\nNot attacked in a cgroup: ${why}.\n`);
  if (process.env['CI'] === 'true') expect(why).toBeUndefined();
});

(why === undefined ? describe : describe.skip)(`with ${LIMIT / MIB} MiB`, () => {
  let cgroup: Cgroup | undefined;
  let product: Product | undefined;

  const running = (): { readonly cgroup: Cgroup; readonly product: Product } => {
    if (cgroup === undefined || product === undefined) throw new Error('not started');
    return { cgroup, product };
  };

  const end = async (): Promise<void> => {
    await product?.kill();
    cgroup?.remove();
  };

  /** One for all tests, until one of them has ended it. */
  beforeEach(async () => {
    if (product !== undefined && product.end() === undefined) return;
    await end();
    cgroup = createCgroup({ memory: LIMIT });
    product = await startProduct({ context: CONTEXT, cgroup });
  });

  afterAll(end);

  /** Sends bodies all at once, each over a connection of its own; whether they are answered is judged elsewhere. */
  async function sendAll(bodies: readonly (string | Buffer)[]): Promise<void> {
    const client = createClient(running().product, bodies.length);
    await Promise.allSettled(bodies.map((body) => client.review(body)));
    client.close();
  }

  async function survives(what: string): Promise<void> {
    const { cgroup, product } = running();
    expect(product.end()).toBeUndefined();
    expect(cgroup.kills()).toBe(0);
    await expectsAnswers(product);
    const { now, peak } = readMemory(product.pid);
    const most = cgroup.peak() ?? peak;
    const figures = { residentMiB: now, residentPeakMiB: peak, cgroupPeakMiB: most };
    printFigures(
      `memory after ${what}`,
      Object.fromEntries(Object.entries(figures).map(([name, bytes]) => [name, Math.round(bytes / MIB)])),
    );
    expect(most).toBeLessThan(LIMIT);
  }

  test('it starts, and is far from its limit', async () => {
    await survives('the start');
    expect(readMemory(running().product.pid).now).toBeLessThan(LIMIT / 2);
  });

  test.each(BOMBS)('it survives four times $what', async ({ what, body }) => {
    const bytes = body();
    await sendAll([bytes, bytes, bytes, bytes]);
    await survives(what);
  });

  test.each(LARGE_PODS)('it survives twenty times %s', async (what, make) => {
    await sendAll(Array<string>(20).fill(make()));
    await survives(what);
  });

  test('it survives one of each at once', async () => {
    await sendAll([...BOMBS.map(({ body }) => body()), ...LARGE_REVIEWS.map(([, make]) => make())]);
    await survives('one of each at once');
  });

  test('it survives bodies of 7 MiB that never end, and connections that say nothing', async () => {
    const started = writeReview({ spec: { x: 'x'.repeat(6 * MIB) } }).slice(0, -4);
    const head = `POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${7 * MIB}\r\n\r\n`;
    const held: Socket[] = [];
    const secured = FLOODS['TLS connections that say nothing'];
    if (secured === undefined) throw new Error('there is no such flood');
    held.push(...(await hold(running().product, secured, 50)));
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.write(head + started, resolve))));
    held.push(...(await hold(running().product, secured, 900)));
    await survives('bodies that never end');
    for (const socket of held) socket.destroy();
  });
});
