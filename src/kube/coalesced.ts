/** Work that is asked for more often than it is done. */
export interface CoalescedWork {
  readonly ask: () => void;
  readonly stop: () => void;
}

/**
 * Does work at the next turn of the event loop after it was asked for, but not before so many milliseconds have passed
 * since the last time: a single change is passed on at once, and of a burst, few.
 */
export function coalesceWork(work: () => void, everyMs: number): CoalescedWork {
  let timer: NodeJS.Timeout | undefined;
  let earliest = 0;
  const run = (): void => {
    timer = undefined;
    earliest = performance.now() + everyMs;
    work();
  };
  return {
    ask: () => {
      timer ??= setTimeout(run, Math.max(0, earliest - performance.now())).unref();
    },
    stop: () => {
      clearTimeout(timer);
    },
  };
}
