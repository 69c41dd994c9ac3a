#!/usr/bin/env node
import './closed-inspector.js';
import { isatty } from 'node:tty';
import { nameProgram, nameTask, runProgram } from './cli/program.js';
import { readStandardInput } from './cli/standard-input.js';
import type { Terminal } from './text/terminal.js';
import { releaseLostTerminals } from './lost-terminals.js';
import { line, formatLines, type TerminalText } from './text/terminal-text.js';

/** Ends the process, also when the terminal that it was started from is gone. */
function exitProcess(code: number): never {
  releaseLostTerminals();
  process.exit(code);
}

/** A reader that has gone away, as `head` does, ends the command without a complaint. */
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  exitProcess(error.code === 'EPIPE' ? 0 : 1);
});

/**
 * The signals that ask a process to end, and the exit code of one that they end at once. SIGHUP comes when a terminal is
 * closed. Node.js takes back what nohup says of it, so it ended the process before, too.
 * https://tldp.org/LDP/abs/html/exitcodes.html
 */
const SIGNALS: readonly (readonly [NodeJS.Signals, number])[] = [
  ['SIGHUP', 129],
  ['SIGINT', 130],
  ['SIGTERM', 143],
];

/** The first signal asks the command to end; the second ends the process. */
function createEndSignal(): AbortSignal {
  const ending = new AbortController();
  for (const [signal, code] of SIGNALS)
    process.on(signal, () => {
      if (ending.signal.aborted) exitProcess(code);
      ending.abort();
    });
  return ending.signal;
}

/** Goes to the start of the line, and erases what stood there: https://ecma-international.org/publications-and-standards/standards/ecma-48/ */
function showStatus(text = ''): void {
  process.stderr.write(`\r${text}\u001B[K`);
}

const terminal: Terminal = {
  out: (line) => {
    process.stdout.write(line);
  },
  err: (line) => {
    process.stderr.write(line);
  },
  ...(isatty(2) ? { showStatus } : {}),
  readInput: () => readStandardInput(process.stdin),
  // `process.stdout.isTTY` is absent on a pipe, which a colour library takes for "decide yourself".
  color: isatty(1) && process.env['NO_COLOR'] === undefined,
  createEndSignal: createEndSignal,
};

/** Resolves when what was written to standard output has left the process: to a pipe that may take a while. */
const flushOutput = (): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write('', () => {
      resolve();
    });
  });

/** A bug: its message, which may quote anything, on one line, and where it happened. */
function formatError(error: unknown): readonly TerminalText[] {
  if (!(error instanceof Error)) return [line`error: ${String(error)}`];
  const places = (error.stack ?? '').split('\n').filter((each) => each.startsWith('    at '));
  return [line`error: ${error.name}: ${error.message}`, ...places.map((each) => line`${each}`)];
}

try {
  const [, file = '', ...words] = process.argv;
  const code = await runProgram(nameTask(file, words), terminal, nameProgram(file));
  await flushOutput();
  exitProcess(code);
} catch (error) {
  process.stderr.write(formatLines(formatError(error)));
  exitProcess(1);
}
