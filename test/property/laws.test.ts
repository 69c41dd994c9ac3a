import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import fc from 'fast-check';
import { LANGUAGES } from '../../src/core/domain.js';
import { REASON_CODES, type ReasonCode } from '../../src/core/reasons.js';
import {
  admitted,
  cases,
  decisionOf,
  type Admitted,
  type Case,
  type Decision,
} from '../support/arbitraries-cases.js';
import type { AdmissionLaw, Law } from './law.js';
import { LAWS } from './laws.js';
import * as reports from './report-laws.js';

/** The same pods in each run; PROPERTY_SEED gives others. */
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20299);
/** `.ci/run` takes 2,500. */
const RUNS = Number(process.env['PROPERTY_PODS'] ?? 800);

/** `injected` stands for no finding, and the other two are given outside of the engine. */
const UNREACHED: readonly ReasonCode[] = ['injected', 'internal-error', 'overloaded'];
const REACHED = REASON_CODES.filter((code) => !UNREACHED.includes(code));

let all: readonly Admitted[] = [];
let decisions: readonly Decision[] = [];

beforeAll(() => {
  all = drawPods();
  decisions = all.flatMap((one) => judged(one, decisionOf) ?? []);
});

/** Times that as many pods again are looked through for reasons that none had before. */
const MOST_ROUNDS = 10;

/** So many pods, and of others those that give a reason which was missing, as some are rare. */
function drawPods(): readonly Admitted[] {
  const drawn: Admitted[] = [];
  const missing = new Set(REACHED);
  for (let round = 0; round < MOST_ROUNDS && missing.size > 0; round += 1)
    for (const one of fc.sample(cases, { seed: SEED + round, numRuns: RUNS })) {
      const pod = judged(one, admitted);
      const found = listCodes(pod).filter((code) => missing.has(code));
      if (round === 0 || found.length > 0) drawn.push(pod);
      for (const code of found) missing.delete(code);
    }
  return drawn;
}

const listCodes = ({ outcome }: Admitted): readonly ReasonCode[] =>
  outcome.kind === 'unchanged' ? [] : outcome.findings.map(({ code }) => code);

afterAll(() => {
  process.stdout.write(`\nPROPERTY_SEED=${SEED} ${JSON.stringify(Object.fromEntries(counts()), null, 1)}\n`);
});

/** Runs a step on one case; what it throws tells the seed and the case. */
function judged<T extends Case, R>(one: T, step: (value: T) => R): R {
  try {
    return step(one);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`PROPERTY_SEED=${SEED}: ${why}\npod: ${one.marked}\ncluster: ${shown(one)}`, {
      cause: error,
    });
  }
}

/** A snapshot as JSON, its maps as objects and its sets as lists. */
const shown = ({ snapshot }: Case): string =>
  JSON.stringify(snapshot, (_, value: unknown) => {
    if (value instanceof Map) return Object.fromEntries(value as ReadonlyMap<string, unknown>);
    return value instanceof Set ? [...(value as ReadonlySet<unknown>)] : value;
  });

/** Judges all decisions by a law. The first one that breaks it is looked for once more, to show the smallest one. */
function holds(law: Law): void {
  try {
    for (const decision of decisions) judged(decision, law);
  } catch (error) {
    const property = fc.property(cases, (one) => {
      const decision = decisionOf(admitted(one));
      if (decision !== undefined) judged(decision, law);
    });
    fc.assert(property, { seed: SEED, numRuns: RUNS, plugins: [fc.interruptAfterTimeLimit(20_000)] });
    throw error;
  }
}

function counts(): ReadonlyMap<string, number> {
  const labels = all.flatMap(({ outcome }) =>
    outcome.kind === 'unchanged'
      ? [outcome.why]
      : [
          ...new Set([
            'asked',
            `status ${outcome.status}`,
            ...outcome.findings.map(({ code }) => `reason ${code}`),
            ...outcome.injections.map(({ language }) => `language ${language}`),
          ]),
        ],
  );
  const found = new Map<string, number>();
  for (const label of labels.sort()) found.set(label, (found.get(label) ?? 0) + 1);
  return found;
}

test.each(LAWS)('%s', (_, law) => {
  holds(law);
});

test.each<readonly [string, AdmissionLaw]>([['who asked is answered', reports.answersWhoAsked]])(
  '%s',
  (_, law) => {
    for (const one of all) judged(one, law);
  },
);

describe('the sample', () => {
  const count = (label: string): number => counts().get(label) ?? 0;

  test('reaches pods that ask, nearly half of them injected', () => {
    expect(decisions.length).toBeGreaterThanOrEqual(0.4 * RUNS);
    expect(count('asked')).toBeGreaterThanOrEqual(0.6 * RUNS);
    expect(count('status injected') + count('status partial')).toBeGreaterThanOrEqual(0.48 * count('asked'));
  });

  test.each(LANGUAGES)('injects %s into one in 40', (language) => {
    expect(count(`language ${language}`)).toBeGreaterThanOrEqual(0.025 * RUNS);
  });

  test.each(REACHED)('gives the reason %s', (code) => {
    expect(count(`reason ${code}`)).toBeGreaterThanOrEqual(1);
  });
});
