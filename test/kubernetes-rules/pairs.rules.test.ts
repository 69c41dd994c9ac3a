import { isDeepStrictEqual } from 'node:util';
import { beforeAll, expect, test } from 'vitest';
import fc from 'fast-check';
import { LANGUAGES } from '../../src/core/domain.js';
import { parseQuantity } from '../../src/core/kubernetes/quantity.js';
import type { Verdict } from './checker.js';
import { asksForMore, isRefused, makePairs, scenes, type Pair } from './pairs.js';
import { describeRules } from './prerequisites.js';

/** The same pods in each run; RULES_SEED gives others. */
const SEED = Number(process.env['RULES_SEED'] ?? 20272);
const PAIRS = Number(process.env['RULES_PAIRS'] ?? 6000);
/** Scenes that are asked about at once. */
const ROUND = 1000;

describeRules('pods that Kubernetes takes', () => {
  const pairs: Pair[] = [];

  beforeAll(() => {
    for (let round = 0; pairs.length < PAIRS; round++)
      pairs.push(...makePairs(fc.sample(scenes, { seed: SEED + round, numRuns: ROUND })));
    process.stdout.write(`\nRULES_SEED=${SEED}: ${pairs.length} pairs\n`);
  });

  test('are taken with what is added', () => {
    expect(describeFirst(pairs.filter(({ verdicts }) => isRefused(verdicts.after)))).toEqual([]);
  });

  test('stay in their class', () => {
    const changed = pairs.filter(({ verdicts }) => verdicts.before.class !== verdicts.after.class);
    expect(describeFirst(changed)).toEqual([]);
  });

  test('ask a node for as much as before', () => {
    const changed = pairs.filter(
      ({ outcome, scene, verdicts: { before, after } }) =>
        !asksForMore(outcome, scene.snapshot) &&
        !isDeepStrictEqual(measure(before.requests), measure(after.requests)),
    );
    expect(describeFirst(changed)).toEqual([]);
  });

  test.each(LANGUAGES)('are injected with %s', (language) => {
    const some = pairs.filter(({ outcome }) => outcome.injections.some((each) => each.language === language));
    expect(some.length).toBeGreaterThan(PAIRS / 50);
  });
});

/** Amounts in thousandths of their unit; zero is none. */
const measure = (requests: Verdict['requests'] = {}): object =>
  Object.fromEntries(
    Object.entries(requests)
      .map(([name, quantity]) => [name, Math.round(1000 * (parseQuantity(quantity) ?? 0))] as const)
      .filter(([, amount]) => amount > 0),
  );

/** One pair for each sentence, the smallest, with all that it takes to see it again. */
function describeFirst(pairs: readonly Pair[]): readonly string[] {
  const found = new Map<string, Pair>();
  for (const pair of [...pairs].sort((a, b) => a.before.length - b.before.length)) {
    const kind = (pair.verdicts.after.refusals?.[0] ?? 'class').replaceAll(/[0-9]+|"[^"]*"/g, '…');
    if (!found.has(kind)) found.set(kind, pair);
  }
  return [...found.values()].map(describePair);
}

const describeChange = ({ before, after }: Pair['verdicts']): string =>
  [before, after].map(({ class: qos, requests }) => JSON.stringify({ qos, requests })).join(' became ');

const describePair = ({ way, scene, before, outcome, verdicts }: Pair): string =>
  [
    `${way}: ${verdicts.after.refusals?.join('; ') ?? describeChange(verdicts)}`,
    `RULES_SEED=${SEED} fields: ${scene.fields.map(({ field }) => field).join()}`,
    `pod: ${before}`,
    `patch: ${JSON.stringify(outcome.operations)}`,
    `cluster: ${JSON.stringify([...scene.snapshot.limitRanges, ...scene.snapshot.namespaces, ...scene.snapshot.serviceAccounts, scene.quotas])}`,
  ].join('\n');
