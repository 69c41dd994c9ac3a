import { existsSync } from 'node:fs';
import { describe, test } from 'vitest';
import { CATALOG, type PartName } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import { isInstalled } from '../cluster/machine/command.js';

export interface Prerequisites {
  /** Real servers and agents that must have been made. */
  readonly parts?: readonly PartName[];
  readonly commands?: readonly string[];
  /** Why something else is missing; undefined where it is not. */
  readonly problem?: string | undefined;
}

/**
 * A `describe` whose tests need pods and real servers. Where something is missing they are skipped and the reason is
 * printed; with `CI` set that is a failed test instead.
 */
export function describeWithPods(name: string, prerequisites: Prerequisites, tests: () => void): void {
  const missing = missingOf(prerequisites);
  if (missing.length === 0) {
    describe(name, tests);
    return;
  }
  const reason = missing.join('; ');
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

function missingOf({ parts = [], commands = [], problem }: Prerequisites): readonly string[] {
  const why = process.env['PODS_UNAVAILABLE'] ?? 'these tests are started by `npm run`, through enter.sh';
  return [
    ...(process.env['PODS'] === undefined ? [`no pods: ${why}`] : []),
    ...parts
      .filter((part) => !existsSync(folderOf(CATALOG[part])))
      .map((part) => `${part} is not made: see \`npm run build:parts -- ${part}\``),
    ...commands
      .filter((command) => !isInstalled(command))
      .map((command) => `the command ${command} is missing`),
    ...(problem === undefined ? [] : [problem]),
  ];
}
