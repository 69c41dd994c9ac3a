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
export function listCommands(): readonly Command[] {
  const program = createProgram(
    {
      out: () => undefined,
      err: () => undefined,
      readInput: () => Promise.resolve(''),
      color: false,
      createEndSignal: () => new AbortController().signal,
    },
    () => undefined,
  );
  return program.commands;
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
