import { expect, test } from '@jest/globals';
import type { LogLevel } from '../../../src/telemetry/log-level.js';
import { createLogger } from '../../../src/telemetry/logger.js';

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
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.+Z$/),
      pod: 'cart',
      token: '[redacted]',
      msg: 'The pod was admitted.',
    },
  ]);
});

test('an error keeps its cause and loses secrets', () => {
  const lines = linesOf('info', (logger) => {
    const cause = new Error('https://me:word@host failed');
    logger.error({ err: new Error('outer', { cause }) }, 'It failed.');
  });
  expect(JSON.stringify(lines)).toContain('[redacted]@host failed');
  expect(JSON.stringify(lines)).not.toContain('word');
});

test('lines below the level are not written', () => {
  const log = (logger: ReturnType<typeof createLogger>): void => {
    logger.info('a');
    logger.warn('b');
  };
  expect(linesOf('warn', log)).toMatchObject([{ msg: 'b' }]);
  expect(linesOf('silent', log)).toEqual([]);
});
