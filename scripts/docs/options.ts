import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../../src/cli/program.js';
import { LANGUAGES } from '../../src/core/domain.js';
import { DEFAULT_LANGUAGES } from '../../src/core/agents/agents.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';

/** A section with a table of arguments and options for every command of the program. */
export const buildOptionSections = (): string => listCommands().map(buildCommandSection).join('\n\n');

/** Which languages are on without any flag. */
export function buildLanguageList(): string {
  const off = LANGUAGES.filter((language) => !DEFAULT_LANGUAGES.includes(language));
  return `On: ${formatCodes(DEFAULT_LANGUAGES)}. Off: ${formatCodes(off)}.`;
}

/** The commands of the program, as its help has them. */
export const listCommands = (): readonly Command[] => createSilentProgram().commands;

const createSilentProgram = (write: (text: string) => void = () => undefined): Command =>
  createProgram(
    {
      out: write,
      err: () => undefined,
      readInput: () => Promise.resolve(''),
      color: false,
      createEndSignal: () => new AbortController().signal,
    },
    () => undefined,
  );

/** The columns of the help on the page; a terminal has those that it has. */
const HELP_COLUMNS = 110;

/** What `--help` prints, for the program and for every command. */
export function buildHelpSections(): string {
  let written = '';
  const program = createSilentProgram((text) => {
    written += text;
  });
  return [program, ...program.commands]
    .map((command) => {
      written = '';
      command.configureOutput({ getOutHelpWidth: () => HELP_COLUMNS }).outputHelp();
      const name = command === program ? program.name() : `${program.name()} ${command.name()}`;
      return [`## ${name}`, '', '```text', written.trimEnd(), '```'].join('\n');
    })
    .join('\n\n');
}

function buildCommandSection(command: Command): string {
  const rows = [
    ...command.registeredArguments.map(buildArgumentRow),
    ...command.options.filter(isVisible).map(buildOptionRow),
  ];
  const head = [`### ${command.name()}`, '', command.description()];
  return [...head, '', formatTable(['option', 'default', 'allowed', 'does'], rows)].join('\n');
}

const isVisible = ({ hidden }: Option): boolean => !hidden;

const buildArgumentRow = (argument: Argument): readonly string[] => [
  formatCode(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`),
  formatDefault(argument.defaultValue),
  formatCodes(argument.argChoices ?? []),
  argument.description,
];

const buildOptionRow = (option: Option): readonly string[] => [
  formatCode(option.flags),
  option.negate ? '–' : formatDefault(option.defaultValue),
  formatCodes(option.argChoices ?? []),
  option.envVar === undefined ? option.description : `${option.description}; or ${formatCode(option.envVar)}`,
];

function formatDefault(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '–';
  return formatCode(typeof value === 'string' ? value : JSON.stringify(value));
}
