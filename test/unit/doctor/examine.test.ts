import { expect, test } from 'vitest';
import { judgeFacts } from '../../../src/doctor/examine.js';
import { HEALTHY } from '../../support/doctor-facts.js';

test('a cluster that is well passes every check, and nothing is to be done', () => {
  for (const found of judgeFacts(HEALTHY))
    expect(found).toEqual({ check: found.check, verdict: 'ok', sentence: found.sentence });
});
