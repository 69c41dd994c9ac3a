import { once } from 'node:events';
import { destination, type DestinationStream } from 'pino';
import { CLOSING_MS, GATHERED_CHARACTERS, GATHERING_MS, MOST_WAITING_BYTES } from './bounds.js';

export interface LogStream extends DestinationStream {
  /** Waits a second at most for what is not written yet; to be called before the process ends. */
  readonly close: () => Promise<void>;
}

const STDERR = 2;
/**
 * Standard error as a stream for log lines, written in the background so that a slow reader does not hold up an answer.
 * Lines of a few milliseconds are written together, since each write costs as much as a third of an answer.
 * A reader that has gone away is no reason to end, and its error is dropped; one that reads no more is no reason to stay.
 */
export function createLogStream(fd: number = STDERR): LogStream {
  const stream = destination({ dest: fd, sync: false, maxLength: MOST_WAITING_BYTES });
  let isBehind = false;
  let gathered = '';
  let timer: NodeJS.Timeout | undefined;
  const writeGathered = (): void => {
    clearTimeout(timer);
    timer = undefined;
    if (gathered === '') return;
    isBehind = true;
    stream.write(gathered);
    gathered = '';
  };
  stream.on('error', () => undefined);
  // Called when the process ends without `close`: it would try until the reader reads, or the disk has room again.
  stream.flushSync = () => undefined;
  stream.on('drain', () => {
    isBehind = false;
  });
  return {
    write: (line) => {
      gathered += line;
      if (gathered.length >= GATHERED_CHARACTERS) writeGathered();
      else timer ??= setTimeout(writeGathered, GATHERING_MS);
    },
    close: async () => {
      writeGathered();
      if (isBehind) await waitForDrain(stream);
      if (isBehind) stream.destroy();
    },
  };
}

/** Waits until all of it is written, or for a second: with a timer that keeps the process, for nothing else may. */
async function waitForDrain(stream: ReturnType<typeof destination>): Promise<void> {
  const patience = new AbortController();
  const timer = setTimeout(() => {
    patience.abort();
  }, CLOSING_MS);
  await once(stream, 'drain', { signal: patience.signal }).catch(() => undefined);
  clearTimeout(timer);
}
