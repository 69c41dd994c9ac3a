import { Argument } from 'commander';
import { keepVerbatim } from '../text/terminal-text.js';
import { formatBashCompletion } from './completion/bash.js';
import { formatFishCompletion } from './completion/fish.js';
import { buildVocabulary, type Vocabulary } from './completion/vocabulary.js';
import { formatZshCompletion } from './completion/zsh.js';
import type { CommandRegistrar } from './command.js';

type ScriptFormatter = (vocabulary: Vocabulary, programs: readonly string[]) => string;

const FORMATTERS = {
  bash: formatBashCompletion,
  zsh: formatZshCompletion,
  fish: formatFishCompletion,
} as const satisfies Readonly<Record<string, ScriptFormatter>>;

/** The names under which the program is started, as `bin` of package.json has them. */
const PROGRAMS = ['doka-tracing', 'kubectl-tracing'];

const HELP = `
Writes a script that completes commands, options, and the values of options that have a fixed set of them.

Examples:
  $ doka-tracing completion bash > ~/.local/share/bash-completion/completions/doka-tracing
  $ doka-tracing completion zsh > ~/.zfunc/_doka-tracing        # a folder of fpath
  $ doka-tracing completion fish > ~/.config/fish/completions/doka-tracing.fish
  $ source <(doka-tracing completion bash)                      # in this shell alone

Exit codes: 0 written; 2 wrong usage.
`;

/** Adds `completion`: a script for a shell, made from the commands that the program has. */
export const registerCompletion: CommandRegistrar = (program, { terminal, finish }) => {
  program
    .command('completion')
    .description('Writes a script that lets a shell complete commands and options.')
    .addArgument(new Argument('<shell>', 'shell that reads the script').choices(Object.keys(FORMATTERS)))
    .addHelpText('after', HELP)
    .action((shell: keyof typeof FORMATTERS) => {
      terminal.out(keepVerbatim(FORMATTERS[shell](buildVocabulary(program), PROGRAMS)));
      finish(0);
    });
};
