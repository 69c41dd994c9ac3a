import { once } from 'node:events';
import { imageFlags } from './entrypoint.js';
import { CORES, ROOT, startNode } from './pinned.js';
import type { Scenario } from './scenarios.js';
import type { Spread } from './statistics.js';

/** What one review costs inside the process, from its bytes to the text of the answer, in microseconds. */
export interface InProcessRow {
  readonly scenario: Scenario;
  /** CPU time of all threads, those of the compiler and the garbage collector among them. */
  readonly cpu: Spread;
  /** Wall time. */
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** KiB that are allocated for one review. */
  readonly kibibytes: number;
}

export type TimeRow = Omit<InProcessRow, 'kibibytes'>;
export type AllocationRow = Pick<InProcessRow, 'scenario' | 'kibibytes'>;

/** So much is allocated before anything is collected that a few reviews fit. */
const ALLOCATION_FLAGS = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--expose-gc'];

/**
 * Measures decode, admit and respond alone, in processes of their own, with so many reviews of each scenario. `folder`
 * holds a built checkout. Times are taken with the flags of the image, allocations where nothing is collected meanwhile.
 */
export async function measureInProcess(reviews: number, folder = ROOT): Promise<readonly InProcessRow[]> {
  const times = (await runChild(imageFlags(), [folder, 'time', String(reviews)])) as readonly TimeRow[];
  const allocations = (await runChild(ALLOCATION_FLAGS, [
    folder,
    'allocation',
    '0',
  ])) as readonly AllocationRow[];
  return times.map((row) => ({
    ...row,
    kibibytes: allocations.find(({ scenario }) => scenario === row.scenario)?.kibibytes ?? Number.NaN,
  }));
}

async function runChild(flags: readonly string[], words: readonly string[]): Promise<unknown> {
  const args = [...flags, '--import', 'tsx', 'bench/in-process.ts', ...words];
  const child = startNode(CORES.server, args, ['ignore', 'inherit', 'inherit', 'ipc']);
  const failed = once(child, 'exit').then((): never => {
    throw new Error('the in-process measurement ended without figures');
  });
  failed.catch(() => undefined);
  const [rows] = (await Promise.race([once(child, 'message'), failed])) as [unknown];
  return rows;
}
