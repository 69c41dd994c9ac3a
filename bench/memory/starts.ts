import { formatSpread, section, table } from '../table.js';
import { spreadOf, type Spread } from '../statistics.js';
import { LANGUAGES, type MeasuredLanguage, type Programs } from './programs.js';
import { tryProgram, type TrialResult } from './trial.js';

const MEBIBYTE = 2 ** 20;

/** What is measured of a start, in the unit that is printed. */
const FIGURES = {
  'first answer, s': ({ seconds }: TrialResult) => seconds,
  'CPU until then, s': ({ cpuSeconds }: TrialResult) => cpuSeconds,
  'resident, MiB': ({ resident }: TrialResult) => resident / MEBIBYTE,
} as const satisfies Readonly<Record<string, (result: TrialResult) => number>>;

/** Starts of one program without and with its agent, in turn, so that both have the same neighbours. */
async function startBoth(
  programs: Programs,
  language: MeasuredLanguage,
  repeats: number,
): Promise<readonly (readonly TrialResult[])[]> {
  const bare: TrialResult[] = [];
  const withAgent: TrialResult[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1)
    for (const [hasAgent, results] of [
      [false, bare],
      [true, withAgent],
    ] as const) {
      const result = await tryProgram(programs, { language, hasAgent, limit: undefined });
      if (result.failure !== undefined) throw new Error(`${language} does not run at all: ${result.failure}`);
      results.push(result);
    }
  return [bare, withAgent];
}

/** How long programs take to answer, and what they take, without and with their agents: a table of medians. */
export async function measureStarts(programs: Programs, repeats: number): Promise<string> {
  const rows: (readonly string[])[] = [];
  for (const language of LANGUAGES) {
    const [bare = [], withAgent = []] = await startBoth(programs, language, repeats);
    const spreads = (results: readonly TrialResult[]): readonly Spread[] =>
      Object.values(FIGURES).map((figure) => spreadOf(results.map(figure)));
    const [without, having] = [spreads(bare), spreads(withAgent)];
    rows.push(
      [language, ...without.map(formatSpread)],
      [`${language} with its agent`, ...having.map(formatSpread)],
      ['  times', ...having.map(({ median }, index) => formatRatio(median, without[index]?.median))],
    );
  }
  const title = `Starts of an idle HTTP program, median of ${repeats.toString()} (least to most)`;
  return section(title, table([['program', ...Object.keys(FIGURES)], ...rows]));
}

const formatRatio = (value: number, of: number | undefined): string =>
  (value / (of ?? Number.NaN)).toFixed(1);
