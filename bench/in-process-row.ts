import { once } from 'node:events';
import { imageFlags } from './entrypoint.js';
import { CORES, ROOT, startNode, type Core } from './pinned.js';
import type { Scenario } from './scenarios.js';
import type { Spread } from './statistics.js';

/** What one review costs inside the process, from its bytes to the text of the answer, in microseconds. */
export interface InProcessRow {
  readonly scenario: Scenario;
  /** CPU time of all threads, those of the compiler and the garbage collector among them. */
  readonly cpu: Spread;
  /** Wall time, where those threads run on whichever core is free. */
  readonly p50: number;
  readonly p99: number;
  readonly most: number;
  /** Wall time, where those threads share the one core of the process. */
  readonly p99OnOneCore: number;
  /** KiB that are allocated for one review. */
  readonly kibibytes: number;
}

export type TimeRow = Omit<InProcessRow, 'kibibytes' | 'p99OnOneCore'>;
export type AllocationRow = Pick<InProcessRow, 'scenario' | 'kibibytes'>;

/** So much is allocated before anything is collected that a few reviews fit. */
const ALLOCATION_FLAGS = ['--min-semi-space-size=64', '--max-semi-space-size=64', '--expose-gc'];

/**
 * Measures decode, admit and respond alone, in processes of their own, with so many reviews of each scenario. `folder`
 * holds a built checkout. Times are taken with the flags of the image, allocations where nothing is collected meanwhile.
 */
export async function measureInProcess(reviews: number, folder = ROOT): Promise<readonly InProcessRow[]> {
  const words = [folder, 'time', String(reviews)];
  const pinned = (await runChild(CORES.server, imageFlags(), words)) as readonly TimeRow[];
  const free = (await runChild('any', imageFlags(), words)) as readonly TimeRow[];
  const allocations = (await runChild(CORES.server, ALLOCATION_FLAGS, [
    folder,
    'allocation',
    '0',
  ])) as readonly AllocationRow[];
  return free.map((row) => {
    const { cpu, p99 } = findRow(pinned, row);
    return { ...row, cpu, p99OnOneCore: p99, kibibytes: findRow(allocations, row).kibibytes };
  });
}

function findRow<R extends Pick<InProcessRow, 'scenario'>>(
  rows: readonly R[],
  { scenario }: Pick<InProcessRow, 'scenario'>,
): R {
  const found = rows.find((row) => row.scenario === scenario);
  if (found === undefined) throw new Error(`${scenario} was not measured`);
  return found;
}

async function runChild(core: Core, flags: readonly string[], words: readonly string[]): Promise<unknown> {
  const args = [...flags, '--import', 'tsx', 'bench/in-process.ts', ...words];
  const child = startNode(core, args, ['ignore', 'inherit', 'inherit', 'ipc']);
  const failed = once(child, 'exit').then((): never => {
    throw new Error('the in-process measurement ended without figures');
  });
  failed.catch(() => undefined);
  const [rows] = (await Promise.race([once(child, 'message'), failed])) as [unknown];
  return rows;
}
