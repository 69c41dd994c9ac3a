import { expect, test } from 'vitest';
import type { LogLevel } from '../../../src/telemetry/log-level.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { like } from '../../support/like.js';

function linesOf(level: LogLevel, log: (logger: ReturnType<typeof createLogger>) => void): unknown[] {
  const lines: unknown[] = [];
  log(createLogger(level, { write: (line) => lines.push(JSON.parse(line)) }));
  return lines;
}

test('a line has level, time, redacted fields and a sentence, and nothing about the machine', () => {
  const lines = linesOf('info', (logger) => {
    logger.info({ pod: 'cart', token: 'x' }, 'The pod was admitted.');
  });
  expect(lines).toEqual([
    {
      level: 'info',
      time: like.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
      pod: 'cart',
      token: '[redacted]',
      msg: 'The pod was admitted.',
    },
  ]);
});

test('an error keeps its cause and loses secrets', () => {
  const lines = linesOf('info', (logger) => {
    const cause = new Error('https://me:hunter2@host failed');
    logger.error({ err: new Error('outer', { cause }) }, 'It failed.');
  });
  expect(JSON.stringify(lines)).toContain('[redacted]@host failed');
  expect(JSON.stringify(lines)).not.toContain('hunter2');
});

test('lines below the level are not written', () => {
  const log = (logger: ReturnType<typeof createLogger>): void => {
    logger.info('a');
    logger.warn('b');
  };
  expect(linesOf('warn', log)).toMatchObject([{ msg: 'b' }]);
  expect(linesOf('silent', log)).toEqual([]);
});

test('a line is bounded in length, in entries and in depth, whatever its fields are', () => {
  let deep: unknown = 'end';
  for (let level = 0; level < 100_000; level += 1) deep = { deep, text: 'x' };
  const text = 'x'.repeat(1_000_000);
  const lines: string[] = [];
  const logger = createLogger('info', { write: (line) => lines.push(line) });
  for (const fields of [
    { pod: text, [text]: text },
    { deep },
    { list: Array.from({ length: 10_000 }, () => text) },
    Object.fromEntries(Array.from({ length: 10_000 }, (_, index) => [`key ${index}`, text])),
    { err: new Error(text, { cause: new Error(text) }) },
  ])
    logger.info(fields, text);
  expect(lines).toHaveLength(5);
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(20 * 1024);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({ pod: `${'x'.repeat(1023)}…` });
});

test('a line shows what is invisible, and no field can take its place', () => {
  const lines = linesOf('info', (logger) => {
    logger.warn({ pod: 'a\u001b[2J\nb', 'k\u202e': [1n, null, true] }, 'It failed: %s \u001b[2J.');
    logger.warn(new Error('x\ny'));
  });
  expect(lines[0]).toMatchObject({
    pod: 'a\\u001b[2J\\nb',
    'k\\u202e': ['1', null, true],
    msg: 'It failed: %s \\u001b[2J.',
  });
  expect(lines[1]).toMatchObject({
    err: { type: 'Error', message: 'x\\ny', stack: like.stringMatching(/^Error: x\\ny\n {4}at /) },
  });
});
