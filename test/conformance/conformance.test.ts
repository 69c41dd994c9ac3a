import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { casesIn, podOf, readJson, type Case } from './cases.js';
import { differences } from './differences.js';
import { mismatches } from './matching.js';
import { coverage, rowsIn, type Coverage } from './rows.js';
import { withWebhook, type Answer } from './webhook.js';

const ROOT = process.env['CONFORMANCE_CASES'];
const CASES = casesIn(ROOT);
const ROWS = rowsIn(readFileSync(new URL('../../docs/compatibility.md', import.meta.url), 'utf8'));

/** So many webhooks run at a time. */
const WORKERS = 3;

interface Run {
  readonly first: Answer;
  readonly second: Answer;
  readonly covered: Coverage;
}

async function runOf(example: Case): Promise<Run> {
  const submitted = podOf(example);
  return withWebhook(example, async (admit) => {
    const first = await admit(submitted);
    const second = await admit(first.pod);
    const recorded = readJson(example.folder, 'operator.json') as Pod;
    return { first, second, covered: coverage(differences(recorded, first.pod), ROWS, submitted) };
  });
}

/** The runs by name; a run that failed is its error. */
async function runAll(cases: readonly Case[]): Promise<ReadonlyMap<string, Run | Error>> {
  const runs = new Map<string, Run | Error>();
  const waiting = [...cases];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift())
      runs.set(next.name, await runOf(next).catch((error: unknown) => new Error(String(error))));
  };
  await Promise.all(Array.from({ length: WORKERS }, work));
  return runs;
}

if (CASES.length === 0) {
  const why = `CONFORMANCE_CASES (${ROOT ?? 'not set'}) names no folder with cases; see test/conformance/README.md`;
  const isOptional = process.env['CI'] !== 'true';
  if (isOptional) process.stderr.write(`conformance is skipped: ${why}\n`);
  (isOptional ? test.skip : test)('conformance', () => {
    throw new Error(why);
  });
} else {
  describe('conformance', () => {
    let runs: ReadonlyMap<string, Run | Error> = new Map();

    const runNamed = (name: string): Run => {
      const run = runs.get(name) ?? new Error('was not run');
      if (run instanceof Error) throw run;
      return run;
    };

    beforeAll(async () => {
      runs = await runAll(CASES);
    }, 120_000);

    test.each(CASES)('$name: the pod is as expected', ({ name, folder }) => {
      const { first } = runNamed(name);
      expect(mismatches(readJson(folder, 'expected.json'), first.pod)).toEqual([]);
      expect(first.allowed).toBe(true);
    });

    test.each(CASES)('$name: a second admission changes nothing', ({ name }) => {
      const { second } = runNamed(name);
      expect(second.operations).toEqual([]);
      expect(second.allowed).toBe(true);
    });

    test.each(CASES)(
      '$name: each difference to the Operator is one row of docs/compatibility.md',
      ({ name }) => {
        expect(runNamed(name).covered.problems).toEqual([]);
      },
    );

    test('each row of the differences is used by a case', () => {
      const used = new Set(CASES.flatMap(({ name }) => [...runNamed(name).covered.used]));
      const unused = ROWS.filter((row) => !used.has(row)).map(({ text }) => `unused row ${text}`);
      expect(unused).toEqual([]);
    });
  });
}
