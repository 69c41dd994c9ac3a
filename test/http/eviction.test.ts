import { expect, test } from 'vitest';
import { chooseVictim, type OpenConnection } from '../../src/http/connection-victim.js';

const NOW = 100_000;
const open = (
  state: OpenConnection['state'],
  age: number,
  address = '10.0.0.1',
): OpenConnection & { readonly label: string } => ({
  ...{ address, state, since: NOW - age },
  label: `${state} ${age} ${address}`,
});

test.each<[string, readonly ReturnType<typeof open>[], string | undefined]>([
  ['nothing', [], undefined],
  ['only answers', [open('answering', 9000)], undefined],
  ['one that has not asked before an idle one', [open('idle', 50_000), open('new', 1)], 'new 1 10.0.0.1'],
  ['the oldest that has not asked', [open('new', 5), open('new', 9), open('new', 1)], 'new 9 10.0.0.1'],
  ['the longest idle', [open('idle', 5), open('idle', 9), open('answering', 20)], 'idle 9 10.0.0.1'],
  ['a slow body before all else', [open('new', 9000), open('reading', 2001)], 'reading 2001 10.0.0.1'],
  ['a body that has just begun last', [open('reading', 1999), open('idle', 1)], 'idle 1 10.0.0.1'],
  [
    'one of the address that holds the most, even if another has never asked',
    [open('new', 9000, '10.0.0.2'), open('idle', 1), open('idle', 2)],
    'idle 2 10.0.0.1',
  ],
  [
    'one of another address where the one that holds the most is being answered',
    [open('answering', 1), open('answering', 2), open('idle', 3, '10.0.0.2')],
    'idle 3 10.0.0.2',
  ],
])('of several it chooses %s', (_what, connections, label) => {
  expect(chooseVictim(connections, NOW)?.label).toBe(label);
});
