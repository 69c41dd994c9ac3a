import { expect, test } from 'vitest';
import {
  createMemory,
  updateMemory,
  buildView,
  type Observation,
} from '../../../../src/tls/authority/memory.js';
import type { Registration } from '../../../../src/tls/authority/view.js';
import { ca, registration, view } from './facts.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const young = ca('young');

const trusting = (change: Partial<Registration> = {}): Observation =>
  view({ current: young }, { registrations: [{ ...registration([young]), generation: 5, ...change }] });

/** The CAs that a replica takes for settled after it has looked twice, an hour apart. */
function settledAfter(second: Observation): readonly string[] {
  const first = updateMemory(createMemory(0), trusting(), 0);
  const memory = updateMemory(first, second, HOUR_MS);
  return [...buildView(memory, second, HOUR_MS).settled];
}

test.each<[string, Partial<Registration>, readonly string[]]>([
  ['is as it was', {}, ['young']],
  ['was written in other fields than its webhooks', { resourceVersion: '9' }, ['young']],
  ['was written once, which left the CA in it', { generation: 6 }, ['young']],
  ['was written twice, and may have been without the CA in between', { generation: 7 }, []],
  ['was deleted and created again', { uid: 'another', generation: 5 }, []],
  ['is one that was not seen before', { name: 'another' }, []],
])('a CA has settled at the second look where the configuration %s: %j', (_, change, settled) => {
  expect(settledAfter(trusting(change))).toEqual(settled);
});

test('a tool that writes a configuration twice at once, each minute, does not keep a CA from settling', () => {
  let memory = createMemory(0);
  let settledAt: number | undefined;
  for (let minute = 0; minute < 60 && settledAt === undefined; minute += 1) {
    const seen = trusting({ generation: 5 + 2 * minute });
    memory = updateMemory(memory, seen, minute * MINUTE_MS);
    if (buildView(memory, seen, minute * MINUTE_MS).settled.size > 0) settledAt = minute;
  }
  expect(settledAt).toBe(10);
});

test('and a CA that was seen to be away begins anew', () => {
  const away = { ...trusting(), registrations: [{ ...registration([]), generation: 6 }] };
  const steps = [trusting(), away, trusting({ generation: 7 })];
  const memory = steps.reduce(
    (before, seen, index) => updateMemory(before, seen, index * HOUR_MS),
    createMemory(0),
  );
  expect([...buildView(memory, trusting({ generation: 7 }), 2 * HOUR_MS).settled]).toEqual([]);
});
