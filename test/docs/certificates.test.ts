import { expect, test } from '@jest/globals';
import { PHASES } from '../../src/tls/authority/facts.js';
import { CA_LIFE_MS, LEAF_LIFE_MS, SETTLE_MS } from '../../src/tls/authority/lifetimes.js';
import { PROBLEM_CODES } from '../../src/tls/authority/problems.js';
import { textOf } from './markdown.js';

const PAGE = textOf('docs/certificates.md');
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;

/** The first column of the table with this head. */
const firstColumn = (head: string): readonly string[] => {
  const [, table = ''] = new RegExp(`^\\| ${head} .+\\n\\|[ -|]+\\n((?:\\|.+\\n)+)`, 'm').exec(PAGE) ?? [];
  return [...table.matchAll(/^\| `([^`]+)`/gm)].map(([, code = '']) => code);
};

test('every problem and every phase is explained, and no other', () => {
  expect(firstColumn('code')).toEqual(PROBLEM_CODES);
  expect(firstColumn('phase')).toEqual(PHASES);
});

test('the times are those of the code', () => {
  expect(SETTLE_MS).toBe(60_000);
  expect(PAGE).toContain(
    `${CA_LIFE_MS / DAY_MS} days; the next one takes over after ${(CA_LIFE_MS * 2) / 3 / DAY_MS}`,
  );
  expect(PAGE).toContain(
    `${LEAF_LIFE_MS / DAY_MS} days; renewed after ${(LEAF_LIFE_MS * 2) / 3 / HOUR_MS} hours`,
  );
  expect(PAGE).toContain(`renewed ${LEAF_LIFE_MS / 3 / HOUR_MS} hours before it ends`);
});
