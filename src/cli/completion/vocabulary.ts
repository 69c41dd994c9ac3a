import type { Command, Option } from 'commander';

/** What may follow an option, or be an argument: one of some words, a path, or what nobody can guess. */
export type CompletedValue =
  | { readonly kind: 'choice'; readonly words: readonly string[] }
  | { readonly kind: 'path' }
  | { readonly kind: 'free' };

export interface CompletedOption {
  /** `-o`; undefined where there is only a long one. */
  readonly short: string | undefined;
  /** `--output`. */
  readonly long: string | undefined;
  readonly description: string;
  /** Undefined for an option without a value. */
  readonly value: CompletedValue | undefined;
}

/** What one command takes; the program itself is one with an empty name. */
export interface CompletedCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CompletedOption[];
  readonly arguments: readonly CompletedValue[];
}

/** All that can be completed on the command line. */
export interface Vocabulary {
  readonly program: CompletedCommand;
  readonly commands: readonly CompletedCommand[];
}

/** The commands, options and values of a program as its help shows them. */
export function buildVocabulary(program: Command): Vocabulary {
  const commands = program.createHelp().visibleCommands(program);
  const names: CompletedValue = { kind: 'choice', words: program.commands.map((command) => command.name()) };
  return {
    program: { ...describeCommand(program), name: '', arguments: [] },
    // The program adds `help` by itself; Commander does not say that its argument is a command.
    commands: commands.map((command) => ({
      ...describeCommand(command),
      ...(program.commands.includes(command) ? {} : { arguments: [names] }),
    })),
  };
}

const describeCommand = (command: Command): CompletedCommand => ({
  name: command.name(),
  description: command.description(),
  options: command.createHelp().visibleOptions(command).map(describeOption),
  arguments: command.registeredArguments.map((argument) =>
    describeValue(`<${argument.name()}>`, argument.argChoices),
  ),
});

const describeOption = (option: Option): CompletedOption => ({
  short: option.short,
  long: option.long,
  description: option.description,
  value: option.required || option.optional ? describeValue(option.flags, option.argChoices) : undefined,
});

/** What a placeholder means: those of paths are called so. */
function describeValue(flags: string, choices: readonly string[] | undefined): CompletedValue {
  if (choices !== undefined) return { kind: 'choice', words: choices };
  return /[<|](?:file|folder|path)>/.test(flags) ? { kind: 'path' } : { kind: 'free' };
}

/** The ways in which options are written. */
export const listSpellings = (options: readonly CompletedOption[]): readonly string[] =>
  options.flatMap(({ short, long }) => [short, long].filter((each) => each !== undefined));

/** Text in single quotes for bash and zsh. */
export const quoteForShell = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
