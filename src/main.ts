#!/usr/bin/env node
import { isatty } from 'node:tty';
import { runProgram } from './cli/program.js';
import { readStandardInput } from './cli/standard-input.js';
import type { Terminal } from './cli/terminal.js';

/** A reader that has gone away, as `head` does, ends the command without a complaint. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  process.exit(error.code === 'EPIPE' ? 0 : 1);
});

/** Exit codes of a process that a signal ended; https://tldp.org/LDP/abs/html/exitcodes.html */
const SIGNALS = { SIGINT: 130, SIGTERM: 143 } as const;

/** The first signal asks the command to end; the second ends the process. */
function endedBySignal(): AbortSignal {
  const ending = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => {
      if (ending.signal.aborted) process.exit(SIGNALS[signal]);
      ending.abort();
    });
  return ending.signal;
}

const terminal: Terminal = {
  out: (line) => {
    process.stdout.write(line);
  },
  err: (line) => {
    process.stderr.write(line);
  },
  readInput: () => readStandardInput(process.stdin),
  // `process.stdout.isTTY` is absent on a pipe, which a colour library takes for "decide yourself".
  color: isatty(1) && process.env['NO_COLOR'] === undefined,
  ended: endedBySignal,
};

/** Resolves when what was written to standard output has left the process: to a pipe that may take a while. */
const flushed = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write('', () => {
      resolve();
    });
  });

try {
  const code = await runProgram(process.argv.slice(2), terminal);
  await flushed();
  process.exit(code);
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
