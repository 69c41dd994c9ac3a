import { expect, test } from '@jest/globals';
import { newMemory, remembered, viewOf, type Observation } from '../../../../src/tls/authority/memory.js';
import type { Registration } from '../../../../src/tls/authority/view.js';
import { ca, registration, view } from './facts.js';

const HOUR_MS = 60 * 60_000;
const young = ca('young');

const trusting = (change: Partial<Registration> = {}): Observation =>
  view({ current: young }, { registrations: [{ ...registration([young]), generation: 5, ...change }] });

/** The CAs that a replica takes for settled after it has looked twice, an hour apart. */
function settledAfter(second: Observation): readonly string[] {
  const first = remembered(newMemory(0), trusting(), 0);
  const memory = remembered(first, second, HOUR_MS);
  return [...viewOf(memory, second, HOUR_MS).settled];
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
