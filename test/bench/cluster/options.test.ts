import { expect, test } from 'vitest';
import { readOptions } from '../../../bench/cluster/options.js';
import { like } from '../../support/like.js';

test('by default there are 10,000 namespaces, bursts of 1,000 pods, and at least ten interleaved rounds', () => {
  const options = readOptions([]);
  expect(options).toMatchObject({ ok: true, value: { namespaces: 10_000, pods: 1000, output: 'text' } });
  expect(options.ok && options.value !== 'help' && options.value.rounds).toBeGreaterThanOrEqual(10);
});

test('single values go over those of the quick run', () => {
  const args = ['--quick', '--rounds', '5', '--creates=7', '--bursts=2', '--pods=64', '--namespaces=9'];
  expect(readOptions([...args, '-o', 'json'])).toMatchObject({
    ok: true,
    value: { rounds: 5, creates: 7, bursts: 2, pods: 64, namespaces: 9, restSeconds: 1, output: 'json' },
  });
});

test('a peer is read as the other benchmark reads it', () => {
  const options = readOptions([
    '--peer',
    'https://10.244.0.1:9443',
    '--peer-path',
    '/pods',
    '--peer-ca',
    'ca.pem',
  ]);
  const peer = options.ok && options.value !== 'help' ? options.value.peer : undefined;
  expect(peer?.url.href).toBe('https://10.244.0.1:9443/pods');
  expect(peer?.ca).toBe('ca.pem');
});

test('help is distinguished from a mistake', () => {
  expect(readOptions(['-h'])).toEqual({ ok: true, value: 'help' });
});

test.each([
  [['--rounds', '0'], '--rounds 0 is no count'],
  [['--namespaces', 'many'], '--namespaces many is no count'],
  [['-o', 'yaml'], 'give text or json'],
  [['--peer', 'https://10.244.0.1:9443'], '--peer needs --peer-ca FILE'],
  [['--peer-ca', 'ca.pem'], '--peer-ca says more about --peer'],
  [['--peer-pid', '42'], '--peer-pid'],
])('%j is refused with a sentence', (args, sentence) => {
  expect(readOptions(args)).toEqual({ ok: false, error: like.stringContaining(sentence) });
});
