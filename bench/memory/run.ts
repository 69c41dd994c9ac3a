// How much memory a container needs for the agent of a language, how long programs take to start with one, and how long
// copying one takes: `npm run bench:memory`, or of these alone what is named: `npm run bench:memory -- starts copies`.
import { isMember } from '../../src/core/domain.js';
import { whyNoCgroup } from '../../test/support/cgroup.js';
import { section, table } from '../table.js';
import { measureCopies, type CopyLimit } from './copies.js';
import { LANGUAGES, preparePrograms, type MeasuredLanguage, type Programs } from './programs.js';
import { measureStarts } from './starts.js';
import { tryProgram, type TrialResult } from './trial.js';

const MEBIBYTE = 2 ** 20;
/** Limits in MiB, as people write them. */
const LADDER = [8, 16, 24, 32, 48, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384];
/** How often a limit must let the program run to count as enough. */
const REPEATS = 3;
/** How often each program is started. */
const STARTS = 7;
/** CPU of the container that copies; where it is short, one copy takes long enough. */
const COPIES: readonly CopyLimit[] = [
  { cpu: 10, repeats: 1 },
  { cpu: 50, repeats: 3 },
  { cpu: 100, repeats: 3 },
  { cpu: 500, repeats: 5 },
];

const say = (text: string): void => {
  console.error(`bench: ${text}`);
};

interface LeastLimit {
  readonly least: number | undefined;
  /** Why the limit below was not enough. */
  readonly below: string;
}

/** The smallest limit of the ladder under which a program runs, every time. */
async function findLeast(
  programs: Programs,
  language: MeasuredLanguage,
  hasAgent: boolean,
): Promise<LeastLimit> {
  let below = '';
  for (const limit of LADDER) {
    const failure = await findFailure(programs, language, hasAgent, limit);
    if (failure === undefined) return { least: limit, below };
    say(`${language} ${hasAgent ? 'with' : 'without'} its agent in ${limit} MiB: ${failure}`);
    below = failure;
  }
  return { least: undefined, below };
}

async function findFailure(
  programs: Programs,
  language: MeasuredLanguage,
  hasAgent: boolean,
  limit: number,
): Promise<string | undefined> {
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    const { failure } = await tryProgram(programs, { language, hasAgent, limit: limit * MEBIBYTE });
    if (failure !== undefined) return failure;
  }
  return undefined;
}

async function measureLanguage(
  programs: Programs,
  language: MeasuredLanguage,
): Promise<readonly (readonly string[])[]> {
  const rows: (readonly string[])[] = [];
  for (const hasAgent of [false, true]) {
    const free = await tryProgram(programs, { language, hasAgent, limit: undefined });
    if (free.failure !== undefined) throw new Error(`${language} does not run at all: ${free.failure}`);
    const { least, below } = await findLeast(programs, language, hasAgent);
    rows.push([
      hasAgent ? `${language} with its agent` : language,
      least?.toString() ?? `more than ${LADDER.at(-1) ?? 0}`,
      formatPeak(free),
      free.seconds.toFixed(1),
      below,
    ]);
  }
  return rows;
}

const formatPeak = ({ peak }: TrialResult): string => (peak / MEBIBYTE).toFixed(0);

const HEAD = ['MiB', 'least limit', 'peak without a limit', 'start, s', 'below the least limit'];

async function measureLimits(programs: Programs): Promise<string> {
  const rows = [];
  for (const language of LANGUAGES) rows.push(...(await measureLanguage(programs, language)));
  return section('Memory of an idle HTTP program', table([HEAD, ...rows]));
}

const TABLES = {
  limits: measureLimits,
  starts: (programs: Programs) => measureStarts(programs, STARTS),
  copies: (programs: Programs) => measureCopies(programs, COPIES),
} as const satisfies Readonly<Record<string, (programs: Programs) => string | Promise<string>>>;

const TABLE_NAMES = Object.keys(TABLES) as readonly (keyof typeof TABLES)[];

async function main(): Promise<void> {
  const why = whyNoCgroup();
  if (why !== undefined) {
    console.error(`error: ${why}`);
    process.exitCode = 2;
    return;
  }
  const wished = process.argv.slice(2);
  const unknown = wished.filter((name) => !isMember(TABLE_NAMES, name));
  if (unknown.length > 0) {
    console.error(`error: ${unknown.join(', ')}: allowed: ${TABLE_NAMES.join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const names = TABLE_NAMES.filter((name) => wished.length === 0 || wished.includes(name));
  const programs = await preparePrograms();
  try {
    for (const language of LANGUAGES) console.log(programs.version(language));
    for (const name of names) console.log(await TABLES[name](programs));
  } finally {
    await programs.remove();
  }
}

await main();
