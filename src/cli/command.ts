import type { Command } from 'commander';
import type { ExitCode, Terminal } from '../text/terminal.js';

/**
 * A command of the command line. `register` adds it to the program with its options and examples; its action calls
 * `finish` with the exit code, or throws `UsageError`. Whatever is slow to load is imported inside the action.
 */
export type CommandRegistrar = (program: Command, context: CommandContext) => void;

interface CommandContext {
  readonly terminal: Terminal;
  readonly finish: (code: ExitCode) => void;
}
