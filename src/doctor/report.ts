import type { Colors } from 'picocolors/types.js';
import { line, paint, type TerminalText } from '../text/terminal-text.js';
import { CHECKS, type CheckName } from './checks/index.js';
import { VERDICTS, type Finding, type Verdict } from './finding.js';

/** A finding with the name of its check. */
export interface NamedFinding extends Finding {
  readonly check: CheckName | 'trace' | StandaloneCheck;
}

/** The checks for a webhook without a cluster. */
export const STANDALONE_CHECKS = ['connection', 'ready', 'certificate', 'review'] as const;
export type StandaloneCheck = (typeof STANDALONE_CHECKS)[number];

const PAINTS: Readonly<Record<Verdict, keyof Colors>> = {
  ok: 'green',
  warning: 'yellow',
  failed: 'red',
  unknown: 'dim',
};

const VERDICT_WIDTH = Math.max(...VERDICTS.map((verdict) => verdict.length));
const NAME_WIDTH = Math.max(...Object.keys(CHECKS).map((name) => name.length));
const GAP = ' '.repeat(VERDICT_WIDTH + NAME_WIDTH + 4);

/** The verdicts in the order in which people want to know of them. */
const WORST_FIRST: readonly Verdict[] = ['failed', 'warning', 'unknown', 'ok'];

/** A line for each check, those first that need something, and below it what to do. */
export function formatFindings(findings: readonly NamedFinding[], colors: Colors): readonly TerminalText[] {
  const sorted = WORST_FIRST.flatMap((worst) => findings.filter(({ verdict }) => verdict === worst));
  return sorted.flatMap(({ check, verdict, sentence, command, remedy }) => {
    const color = colors[PAINTS[verdict]] as (text: string) => string;
    return [
      line`${paint(color, verdict.padEnd(VERDICT_WIDTH))}  ${paint(colors.bold, check.padEnd(NAME_WIDTH))}  ${sentence}`,
      ...(command === undefined ? [] : [line`${GAP}run: ${command}`]),
      ...(remedy === undefined ? [] : [line`${GAP}${remedy}`]),
    ];
  });
}

/** How many findings there are of each verdict, in a sentence. */
export function formatSummary(findings: readonly NamedFinding[]): TerminalText {
  const counted = VERDICTS.map((verdict) => ({
    verdict,
    number: findings.filter((each) => each.verdict === verdict).length,
  }));
  return line`${counted
    .filter(({ number }) => number > 0)
    .map(({ verdict, number }) => `${number} ${verdict}`)
    .join(', ')}.`;
}

/** The same as plain data; schemas/doctor.report.schema.json describes it. */
export const buildDoctorReport = (place: string, findings: readonly NamedFinding[]): unknown => ({
  place,
  passed: findings.every(({ verdict }) => verdict !== 'failed'),
  checks: findings.map(({ check, verdict, sentence, command, remedy }) => ({
    check,
    verdict,
    sentence,
    ...(command === undefined ? {} : { command }),
    ...(remedy === undefined ? {} : { remedy }),
  })),
});
