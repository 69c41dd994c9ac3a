/** CPU time of this process that a run takes, in milliseconds; other processes on the machine do not count. */
function cpuOf(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

/** A step from one size to the next, four times as large, and what each costs in milliseconds. */
export interface Step {
  readonly size: number;
  readonly smaller: number;
  readonly larger: number;
}

/** Below this, in milliseconds, a run is not judged: the collection of garbage weighs more. */
const LEAST = 30;
/** Of four times as much: linear work takes four times as long, quadratic sixteen times. */
const MOST = 8;
/** The least of so many runs counts, as only that is free of what else the process does. */
const REPEATS = 6;
/** What takes this long, in milliseconds, is measured once: nothing else weighs as much. */
const LONG = 500;

/**
 * The first step between sizes, each four times the one before, at which work grows faster than its input; undefined
 * where there is none. A step is judged where its larger side takes long enough to be measured, and both sides are
 * measured again while they seem to be too far apart.
 */
export function findSteep(sizes: readonly number[], work: (size: number) => () => void): Step | undefined {
  for (const [index, size] of sizes.entries()) {
    const before = sizes[index - 1];
    if (before === undefined) continue;
    const [small, large] = [work(before), work(size)];
    let [smaller, larger] = [Infinity, Infinity];
    let repeat = 0;
    do {
      larger = Math.min(larger, cpuOf(large));
      smaller = larger < LEAST ? larger : Math.min(smaller, cpuOf(small));
      repeat += 1;
    } while (larger >= MOST * smaller && larger < LONG && repeat < REPEATS);
    if (larger >= MOST * smaller) return { size, smaller, larger };
  }
  return undefined;
}
