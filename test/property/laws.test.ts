import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20272);
/** `.ci/run` takes 2,500. */
const RUNS = Number(process.env['PROPERTY_PODS'] ?? 800);

let all: readonly Admitted[] = [];
let decisions: readonly Decision[] = [];

beforeAll(() => {
  const sample = fc.sample(cases, { seed: SEED, numRuns: RUNS });
  all = sample.map((one) => judged(one, admitted));
  decisions = all.flatMap((one) => judged(one, decisionOf) ?? []);
});

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

  test.each(LANGUAGES)('injects %s into one in 25', (language) => {
    expect(count(`language ${language}`)).toBeGreaterThanOrEqual(0.04 * RUNS);
  });

  /** `injected` stands for no finding, and the other two are given outside of the engine. */
  const UNREACHED: readonly ReasonCode[] = ['injected', 'internal-error', 'overloaded'];
  const reached = REASON_CODES.filter((code) => !UNREACHED.includes(code));
  test.each(reached)('gives the reason %s', (code) => {
    expect(count(`reason ${code}`)).toBeGreaterThanOrEqual(1);
  });
});
