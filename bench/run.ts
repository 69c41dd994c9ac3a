// Measures the webhook beside the floor, and beside another webhook when one is named; see docs/performance.md.
import { cpus, platform } from 'node:os';
import { withCertificate } from './certificate.js';
import { measureMemory, measureStarts, type MemoryRow } from './footprint.js';
import { measureInProcess } from './in-process-row.js';
import { startLoader, type Loader } from './loader.js';
import { readOptions, USAGE, type BenchOptions } from './options.js';
import { measureFresh } from './fresh.js';
import { canPin } from './pinned.js';
import { loadAverages } from './process-facts.js';
import { reportText, type Report } from './report.js';
import { measureRounds, type Row } from './rounds.js';
import { measureSizes } from './sizes.js';
import { peerSubject, startSubject, type Subject } from './subject.js';

const HEADLINE_CLIENTS = 16;
const OTHER_CLIENTS = [1, 64];
const CLIENT_ROUNDS = 3;
const ASKS = ['nothing', 'java', '1,000 templates in turn'] as const;
/** The compiler of Node.js is done with what it finds hot after about so many reviews. */
const WARM_UP = 4000;

const say = (text: string): void => {
  console.error(`bench: ${text}`);
};

async function memoryOf(certs: string, loader: Loader, options: BenchOptions): Promise<readonly MemoryRow[]> {
  const rows: MemoryRow[] = [];
  for (const name of ['floor', 'webhook'] as const) {
    const subject = await startSubject(name, certs);
    const { memoryReviews: reviews, restSeconds } = options;
    rows.push(await measureMemory(subject, loader, { reviews, restSeconds }));
    await subject.stop();
  }
  return rows;
}

/** Starts what is measured side by side, and lets it warm up. */
async function startAll(certs: string, loader: Loader, options: BenchOptions): Promise<readonly Subject[]> {
  const peer = options.peer === undefined ? [] : [await peerSubject(options.peer)];
  const subjects = [await startSubject('floor', certs), await startSubject('webhook', certs), ...peer];
  await measureRounds(subjects, loader, {
    asks: ASKS,
    clients: HEADLINE_CLIENTS,
    rounds: 1,
    reviews: WARM_UP,
  });
  return subjects;
}

async function byClients(
  subjects: readonly Subject[],
  loader: Loader,
  reviews: number,
): Promise<readonly Row[]> {
  const rows: Row[] = [];
  for (const clients of OTHER_CLIENTS) {
    const plan = { asks: ASKS, clients, rounds: CLIENT_ROUNDS, reviews };
    rows.push(...(await measureRounds(subjects, loader, plan)));
  }
  return rows;
}

async function sideBySide(
  subjects: readonly Subject[],
  loader: Loader,
  { pairs, reviews, repeats }: BenchOptions,
): Promise<Pick<Report, 'headline' | 'clients' | 'sizes'>> {
  say(`${pairs} rounds of ${reviews} reviews`);
  const plan = { asks: ASKS, clients: HEADLINE_CLIENTS, rounds: pairs, reviews };
  const headline = await measureRounds(subjects, loader, plan);
  say('numbers of clients');
  const clients = await byClients(subjects, loader, reviews);
  say('sizes of reviews');
  const sized = subjects.filter(({ pid }) => pid !== undefined);
  const sizes = await measureSizes(sized, loader, { repeats, share: Math.min(1, reviews / 3000) });
  return { headline, clients, sizes };
}

async function measure(options: BenchOptions, certs: string): Promise<Report> {
  const loadBefore = loadAverages();
  const loader = startLoader();
  let subjects: readonly Subject[] = [];
  try {
    say(`${options.repeats} starts`);
    const starts = await measureStarts(certs, options.repeats);
    say('injected reviews after ready');
    const fresh = await measureFresh(certs, options.repeats);
    say(`memory after ${options.memoryReviews} reviews`);
    const memory = await memoryOf(certs, loader, options);
    subjects = await startAll(certs, loader, options);
    const beside = await sideBySide(subjects, loader, options);
    say('decode, admit and respond alone');
    const rows = await measureInProcess(options.reviews);
    const machine = { node: process.version, cores: cpus().length, isPinned: canPin };
    return {
      ...beside,
      starts,
      fresh,
      memory,
      inProcess: rows,
      machine: { ...machine, loadBefore, loadAfter: loadAverages() },
    };
  } finally {
    await Promise.all([loader, ...subjects].map((each) => each.stop()));
  }
}

async function main(args: readonly string[]): Promise<void> {
  const options = readOptions(args);
  if (!options.ok) {
    console.error(`error: ${options.error}\n\n${USAGE}`);
    process.exitCode = 2;
  } else if (options.value === 'help') console.log(USAGE);
  else if (platform() !== 'linux') {
    console.error('error: CPU time and memory are read from /proc; run the benchmark on Linux.');
    process.exitCode = 2;
  } else {
    const { value } = options;
    const report = await withCertificate((certs) => measure(value, certs));
    console.log(value.output === 'json' ? JSON.stringify(report, undefined, 2) : reportText(report));
  }
}

await main(process.argv.slice(2));
