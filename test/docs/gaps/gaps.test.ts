import { describe, expect, test } from 'vitest';
import { REASON_CODES } from '../../../src/core/reasons.js';
import { plain, tableIn, textOf } from '../markdown.js';
import { FEEDBACK } from './feedback.js';
import { IDENTITY } from './identity.js';
import { MUTATION } from './mutation.js';
import { POD_SAFETY } from './pod-safety.js';
import { PRIVILEGES } from './privileges.js';

const CHECKS = { ...POD_SAFETY, ...FEEDBACK, ...IDENTITY, ...MUTATION, ...PRIVILEGES };
const STATES = ['closed', 'partly', 'not by the engine'];
const GAPS = tableIn(textOf('docs/compatibility.md'), 'gaps');
const names = GAPS.map(([name = '']) => plain(name));

describe('gaps of the Operator', () => {
  test('each row that says closed or partly has a check, and each check a row', () => {
    const checked = GAPS.flatMap(([name = '', state]) =>
      state === 'not by the engine' ? [] : [plain(name)],
    );
    expect([...checked].sort()).toEqual(Object.keys(CHECKS).sort());
    expect(names).toEqual([...new Set(names)]);
  });

  test.each(GAPS)('%s: the state is one of three, and codes exist', (_, state = '', how = '') => {
    expect(STATES).toContain(state);
    const links = [...how.matchAll(/\[`([^`]+)`\]\(reasons\.md#([^)]+)\)/g)];
    for (const [, shown, target] of links) {
      expect(target).toBe(shown);
      expect(REASON_CODES).toContain(target);
    }
  });

  test.each(Object.entries(CHECKS))('%s: does not happen', (_, check) => {
    check();
  });
});
