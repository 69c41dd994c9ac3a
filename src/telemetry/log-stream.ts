import { destination, type DestinationStream } from 'pino';

export interface LogStream extends DestinationStream {
  /** Writes what is buffered; to be called before the process ends. */
  readonly flushSync: () => void;
}

const STDERR = 2;

/**
 * Standard error as a stream for log lines, written in the background so that a slow reader does not hold up an answer.
 * A reader that has gone away is no reason to end: its error is dropped.
 */
export function createLogStream(): LogStream {
  const stream = destination({ dest: STDERR, sync: false });
  stream.on('error', () => undefined);
  return stream;
}
