import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';
import { RULES } from './checker.js';

/** A `describe` whose tests ask the rules. Where they are not made they are skipped; with `CI` set that fails. */
export function describeRules(name: string, tests: () => void): void {
  if (existsSync(RULES)) {
    describe(name, tests);
    return;
  }
  const reason = 'the rules of Kubernetes are not made: see `npm run build:parts -- kubernetes-rules`';
  if (process.env['CI'] === undefined) {
    process.stderr.write(`skipped: ${name}: ${reason}\n`);
    describe.skip(name, tests);
    return;
  }
  describe(name, () => {
    test('has what it needs', () => {
      throw new Error(reason);
    });
  });
}
