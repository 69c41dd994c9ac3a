// What one review costs inside the process; with --before, beside another built checkout, in turns.
//   npm run bench:in-process -- [--before FOLDER] [--pairs N] [--reviews N] [--this-node]
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { count } from './flag-values.js';
import { measureInProcess, type InProcessRow } from './in-process-row.js';
import { ROOT } from './pinned.js';
import { loadAverages } from './process-facts.js';
import { inProcessTable } from './report.js';
import { SCENARIOS } from './scenarios.js';
import { half, section, table } from './table.js';
import { median, spreadOf } from './statistics.js';

const { values } = parseArgs({
  options: { before: { type: 'string' }, pairs: { type: 'string' }, reviews: { type: 'string' } },
});
const reviews = count(values.reviews, '--reviews') ?? 2000;
const pairs = count(values.pairs, '--pairs') ?? (values.before === undefined ? 1 : 5);

interface Round {
  readonly before?: readonly InProcessRow[];
  readonly now: readonly InProcessRow[];
}

/** One build after the other; every other round turns the order around. */
async function measureRound(index: number, other: string | undefined): Promise<Round> {
  if (other === undefined) return { now: await measureInProcess(reviews) };
  if (index % 2 === 1) {
    const now = await measureInProcess(reviews);
    return { now, before: await measureInProcess(reviews, other) };
  }
  const before = await measureInProcess(reviews, other);
  return { before, now: await measureInProcess(reviews) };
}

const cpuOf = (rows: readonly InProcessRow[] | undefined, scenario: string): number =>
  rows?.find((row) => row.scenario === scenario)?.cpu.median ?? Number.NaN;

function ratioRow(scenario: string, rounds: readonly Round[]): readonly string[] {
  const ratios = spreadOf(rounds.map(({ before, now }) => cpuOf(now, scenario) / cpuOf(before, scenario)));
  const middle = (of: (round: Round) => readonly InProcessRow[] | undefined): string =>
    median(rounds.map((round) => cpuOf(of(round), scenario))).toFixed(0);
  const times = [middle(({ before }) => before), middle(({ now }) => now)];
  return [scenario, ...times, ratios.median.toFixed(2), half(ratios, 2)];
}

const other = values.before === undefined ? undefined : resolve(values.before);
const rounds: Round[] = [];
for (let index = 0; index < pairs; index += 1) rounds.push(await measureRound(index, other));
console.log(`Node.js ${process.version}, ${ROOT}; load averages ${loadAverages()}`);
console.log(section('Decode, admit, respond: µs', inProcessTable(rounds.at(-1)?.now ?? [])));
if (other !== undefined) {
  const head = ['CPU µs, medians', 'before', 'now', 'ratio', 'middle half'];
  console.log(table([head, ...SCENARIOS.map((scenario) => ratioRow(scenario, rounds))]));
}
