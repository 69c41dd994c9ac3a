import { describe, expect, test } from 'vitest';
import { CHECKS, type CheckName } from '../../../src/doctor/checks/index.js';
import type { ClusterFacts } from '../../../src/doctor/facts.js';
import type { Verdict } from '../../../src/doctor/finding.js';
import { HEALTHY } from '../../support/doctor-facts.js';
import { like } from '../../support/like.js';

/** What a check says where something is not as in a cluster that is well: a part of its sentence, and its command. */
type Row = readonly [
  what: string,
  change: () => Partial<ClusterFacts>,
  verdict: Verdict,
  sentence: string,
  command?: string,
];

/** Tests a check by rows. */
export function describeCheck(name: CheckName, rows: readonly Row[]): void {
  describe(`${name}:`, () => {
    for (const [what, change, verdict, sentence, command] of rows)
      test(what, () => {
        const found = CHECKS[name].judge({ ...HEALTHY, ...change() });
        expect([found.verdict, found.sentence]).toEqual([verdict, like.stringContaining(sentence)]);
        if (command !== undefined) expect(found.command).toBe(command);
      });
  });
}
