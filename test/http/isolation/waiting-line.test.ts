import { expect, test } from 'vitest';
import { createWaitingLine } from '../../../src/http/isolation/waiting-line.js';

const LONG = 60_000;

test('the smallest comes first, and of two alike the first', () => {
  const line = createWaitingLine<string>(LONG);
  const sizes: [string, number][] = [
    ['large', 3],
    ['first', 1],
    ['second', 1],
    ['middle', 2],
  ];
  for (const [item, size] of sizes) line.add(item, size, () => undefined);
  expect([line.take(), line.take(), line.take(), line.take(), line.take()]).toEqual([
    ...['first', 'second', 'middle', 'large', undefined],
  ]);
  expect(line.isEmpty()).toBe(true);
});

test('one whose turn does not come leaves the line, once', async () => {
  const line = createWaitingLine<string>(1);
  const late = await new Promise((resolve) => {
    line.add('late', 1, resolve);
  });
  expect(late).toBe('late');
  expect(line.take()).toBeUndefined();
});
