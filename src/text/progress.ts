import type { TerminalText } from './terminal-text.js';
import type { Terminal } from './terminal.js';

/** How long a person waits before the program says what it waits for. */
const PROGRESS_DELAY_MS = 2000;

/**
 * Does some work; where it takes longer than a moment, a line on the terminal says what is being done, and goes when it
 * is done. Gives what the work gives, and throws what it throws.
 */
export async function doWithProgress<T>(
  { showStatus }: Pick<Terminal, 'showStatus'>,
  doing: TerminalText,
  work: () => Promise<T>,
  delayMs: number = PROGRESS_DELAY_MS,
): Promise<T> {
  if (showStatus === undefined) return await work();
  let finish = (): void => {
    clearTimeout(timer);
  };
  const timer = setTimeout(() => {
    showStatus(doing);
    finish = () => {
      showStatus(undefined);
    };
  }, delayMs);
  try {
    return await work();
  } finally {
    finish();
  }
}
