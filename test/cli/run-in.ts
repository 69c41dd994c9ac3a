import { runProgram } from '../../src/cli/program.js';
import { terminalOf } from '../support/terminal.js';

/** What a command has written, and its exit code. */
export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs a command in this process as one that was started in a folder, with a text on its standard input. */
export async function runIn(folder: string, words: readonly string[], input = ''): Promise<Run> {
  const { terminal, written } = terminalOf(input);
  const before = process.cwd();
  process.chdir(folder);
  try {
    return { code: await runProgram(words, terminal), ...written };
  } finally {
    process.chdir(before);
  }
}
