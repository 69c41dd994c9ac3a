/** Runs some work again and again, never two at a time. */
export interface Runner {
  /** Asks for a run: at once, after the one that is under way, or when the pause after the last one is over. */
  readonly ask: () => void;
  /** Nothing starts any more. */
  readonly stop: () => void;
}

export interface RunnerPace {
  /** The least time between two runs; more askings in it are one. */
  readonly pauseMs: number;
  /** After a run that did not do what it should, the next one is due so much later. */
  readonly retryMs: number;
  /** A run is due at least so often. */
  readonly tickMs: number;
}

/**
 * Starts the first run at once. Work tells whether it did what it should, and must not reject. The timers are short, since
 * one beyond 24.8 days would fire at once, and do not keep the process alive.
 */
export function startRunner(work: () => Promise<boolean>, { pauseMs, retryMs, tickMs }: RunnerPace): Runner {
  let state: 'idle' | 'waiting' | 'running' | 'stopped' = 'idle';
  let isAsked = false;
  let timer: NodeJS.Timeout | undefined;
  const start = (): void => {
    clearTimeout(timer);
    state = 'running';
    isAsked = false;
    void work().then(rest);
  };
  const rest = (isWell: boolean): void => {
    if (state === 'stopped') return;
    state = 'waiting';
    timer = setTimeout(() => {
      state = 'idle';
      if (isAsked) start();
      else if (!isWell) timer = setTimeout(ask, retryMs).unref();
    }, pauseMs).unref();
  };
  const ask = (): void => {
    if (state === 'idle') start();
    else isAsked = true;
  };
  const tick = setInterval(ask, tickMs).unref();
  start();
  return {
    ask,
    stop: () => {
      state = 'stopped';
      clearInterval(tick);
      clearTimeout(timer);
    },
  };
}
