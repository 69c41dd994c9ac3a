import { basename } from 'node:path';
import { Command, CommanderError } from 'commander';
import { registerAudit } from './audit-command.js';
import { registerExplain } from './explain-command.js';
import { buildVocabulary } from './completion/vocabulary.js';
import { registerCompletion } from './completion-command.js';
import { registerDoctor } from './doctor-command.js';
import { registerInject } from './inject-command.js';
import { registerRender } from './render-command.js';
import { registerServe } from './serve-command.js';
import { line, formatLines, keepVerbatim, type TerminalText } from '../text/terminal-text.js';
import { UsageError, type ExitCode, type Terminal } from '../text/terminal.js';
import type { CommandRegistrar } from './command.js';
import { registerVerify } from './verify-command.js';
import { readPackageVersion } from '../text/package-version.js';

/** Every command, in the order of `--help`. */
const COMMANDS: readonly CommandRegistrar[] = [
  registerServe,
  registerInject,
  registerExplain,
  registerAudit,
  registerRender,
  registerVerify,
  registerDoctor,
  registerCompletion,
];

const EXAMPLES = `
Examples:
  $ doka-tracing serve --context cluster.yaml
  $ doka-tracing inject -f deployment.yaml --context cluster.yaml --diff
  $ doka-tracing explain deployment/checkout -n shop
  $ doka-tracing audit -A
  $ doka-tracing render -f terraform.tfvars
  $ doka-tracing verify -f platform.yaml
  $ doka-tracing serve --help

Exit codes: 0 done; 1 failed, or something needs your attention; 2 wrong usage or bad input.
`;

/** The name that the program has in its help and examples. */
const NAME = 'doka-tracing';

/** As what kubectl runs the program, and how it is called then. */
const PLUGIN = { file: 'kubectl-tracing', name: 'kubectl tracing' } as const;

/** As what kubectl runs the program to complete a command line of the plug-in, and the word by which others may. */
const COMPLETER = { file: 'kubectl_complete-tracing', word: '__complete' } as const;

/** How a person calls the program that was started from a file: a plug-in is a word of kubectl. */
export const nameProgram = (file: string): string => (basename(file) === PLUGIN.file ? PLUGIN.name : NAME);

/** The words of a program that was started from a file: those of a completer are to be completed. */
export const nameTask = (file: string, words: readonly string[]): readonly string[] =>
  basename(file) === COMPLETER.file ? [COMPLETER.word, ...words] : words;

/**
 * Builds the command line. The commands write through `terminal` and hand their exit code to `finish`; the program
 * itself never ends the process, it throws `CommanderError` after help, version and wrong usage. Help calls the program by
 * `name`, in its examples, too.
 */
export function createProgram(
  terminal: Terminal,
  finish: (code: ExitCode) => void,
  name: string = NAME,
): Command {
  const program = new Command(name)
    .description(
      'Adds OpenTelemetry auto-instrumentation to Kubernetes pods, for the backend of your platform.',
    )
    .version(readPackageVersion())
    .addHelpText('after', EXAMPLES)
    .configureOutput({
      writeOut: (text) => {
        terminal.out(keepVerbatim(text.replaceAll(` ${NAME} `, ` ${name} `)));
      },
      writeErr: (text) => {
        terminal.err(keepVerbatim(text));
      },
      outputError: (text) => {
        terminal.err(formatLines(formatUsageMessage(text)));
      },
      getOutHasColors: () => terminal.color,
    })
    .showHelpAfterError('Run with --help to see what is allowed.')
    .exitOverride();
  for (const register of COMMANDS) register(program, { terminal, finish });
  return program;
}

/** What Commander puts below a message: names of ours, after a line break of its own. */
const SUGGESTION = /\n(\(Did you mean [\w ,-]+\?\))\n$/;

/** A message of Commander, which repeats words of the command line. */
function formatUsageMessage(text: string): readonly TerminalText[] {
  const [end = '\n', suggestion] = SUGGESTION.exec(text) ?? [];
  const message = text.slice(0, -end.length);
  return [line`${message}`, ...(suggestion === undefined ? [] : [line`${suggestion}`])];
}

async function completeWords(
  program: Command,
  words: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const { findCandidates, formatCandidates } = await import('./completion/candidates.js');
  terminal.out(keepVerbatim(formatCandidates(findCandidates(buildVocabulary(program), words))));
  return 0;
}

/**
 * Runs one command line (the words after the program's name) and returns its exit code. Wrong usage and bad input
 * are printed on standard error and give 2. Anything else that is thrown goes to the caller.
 */
export async function runProgram(
  words: readonly string[],
  terminal: Terminal,
  name: string = NAME,
): Promise<ExitCode> {
  let code: ExitCode = 0;
  const record = (given: ExitCode): void => {
    code = given;
  };
  const program = createProgram(terminal, record, name);
  if (words[0] === COMPLETER.word) return completeWords(program, words.slice(1), terminal);
  try {
    await program.parseAsync(words, { from: 'user' });
    return code;
  } catch (error) {
    // Commander has written its message already; it ends with 0 after --help and --version.
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!(error instanceof UsageError)) throw error;
    const issues = error.issues.map(({ path, message }) => line`  ${path}: ${message}`);
    terminal.err(formatLines([line`error: ${error.message}`, ...issues]));
    return 2;
  }
}
