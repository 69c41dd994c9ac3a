import { expect, test } from 'vitest';
import { judgeReport } from '../../../src/doctor/trace-job.js';

const DIAGNOSIS = {
  code: 'name-unresolved',
  says: 'The name is not known.',
  seen: [],
  remedy: 'Correct it.',
};
const reportOf = (arrived: boolean, send: object, read: object): object => ({
  arrived,
  ways: [{ send, reads: [{ backend: 'tempo', ...read }] }],
});

test.each([
  ['one that arrived', reportOf(true, { result: 'done' }, { result: 'done' }), 'ok', 'arrived in tempo'],
  [
    'one that was not sent',
    reportOf(false, { result: 'failed', diagnosis: DIAGNOSIS }, { result: 'skipped' }),
    'failed',
    'did not arrive: name-unresolved: The name is not known.',
  ],
  [
    'one that was not read',
    reportOf(false, { result: 'done' }, { result: 'failed', diagnosis: DIAGNOSIS }),
    'failed',
    'name-unresolved',
  ],
  ['no report', undefined, 'unknown', 'printed no report'],
])('a report of %s', (_, report, verdict, sentence) => {
  const found = judgeReport(report);
  expect(found.verdict).toBe(verdict);
  expect(found.sentence).toContain(sentence);
});
