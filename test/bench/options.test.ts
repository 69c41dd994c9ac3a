import { expect, test } from 'vitest';
import { readOptions } from '../../bench/options.js';
import { like } from '../support/like.js';

test('by default all is measured at length, with at least ten interleaved rounds', () => {
  const options = readOptions([]);
  expect(options).toMatchObject({ ok: true, value: { memoryReviews: 100_000, output: 'text' } });
  expect(options.ok && options.value !== 'help' && options.value.pairs).toBeGreaterThanOrEqual(10);
});

test('single values go over those of the quick run', () => {
  expect(readOptions(['--quick', '--pairs', '5', '-o', 'json'])).toMatchObject({
    ok: true,
    value: { pairs: 5, reviews: 500, output: 'json' },
  });
});

test('a peer is an address, a path, and what else is known of it', () => {
  const args = ['--peer', 'https://127.0.0.1:9443', '--peer-path', '/mutate-v1-pod', '--peer-pid', '42'];
  const options = readOptions([...args, '--peer-ca', 'ca.pem']);
  expect(options).toMatchObject({ ok: true, value: { peer: { pid: 42, ca: 'ca.pem' } } });
  const peer = options.ok && options.value !== 'help' ? options.value.peer : undefined;
  expect(peer?.url.href).toBe('https://127.0.0.1:9443/mutate-v1-pod');
});

test('help is distinguished from a mistake', () => {
  expect(readOptions(['-h'])).toEqual({ ok: true, value: 'help' });
});

test.each([
  [['--pairs', '0'], '--pairs 0 is no count'],
  [['--reviews', 'many'], '--reviews many is no count'],
  [['-o', 'yaml'], 'give text or json'],
  [['--peer', 'http://127.0.0.1:9443'], 'is no HTTPS address'],
  [['--peer-pid', '42'], '--peer-pid says more about --peer'],
  [['--fast'], '--fast'],
])('%j is refused with a sentence', (args, sentence) => {
  expect(readOptions(args)).toEqual({ ok: false, error: like.stringContaining(sentence) });
});
