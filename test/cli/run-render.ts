import { runProgram } from '../../src/cli/program.js';
import { terminalOf } from '../support/terminal.js';

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `render` with words and standard input. */
export async function runRender(words: readonly string[], input = ''): Promise<Run> {
  const { terminal, written } = terminalOf(input);
  const code = await runProgram(['render', ...words], terminal);
  return { code, ...written };
}
