import type { Argument, Command, Option } from 'commander';
import { createProgram } from '../../src/cli/program.js';
import { LANGUAGES } from '../../src/core/domain.js';
import { DEFAULT_LANGUAGES } from '../../src/core/snapshot.js';
import { code, codes, table } from './markdown.js';

/** A section with a table of arguments and options for every command of the program. */
export const optionSections = (): string => commands().map(section).join('\n\n');

/** Which languages are on without any flag. */
export function languageList(): string {
  const off = LANGUAGES.filter((language) => !DEFAULT_LANGUAGES.includes(language));
  return `On: ${codes(DEFAULT_LANGUAGES)}. Off: ${codes(off)}.`;
}

function commands(): readonly Command[] {
  const program = createProgram(
    {
      out: () => undefined,
      err: () => undefined,
      readInput: () => Promise.resolve(''),
      color: false,
      ended: () => new AbortController().signal,
    },
    () => undefined,
  );
  return program.commands;
}

function section(command: Command): string {
  const rows = [
    ...command.registeredArguments.map(argumentRow),
    ...command.options.filter(isShown).map(optionRow),
  ];
  const head = [`### ${command.name()}`, '', command.description()];
  return [...head, '', table(['option', 'default', 'allowed', 'does'], rows)].join('\n');
}

const isShown = ({ hidden }: Option): boolean => !hidden;

const argumentRow = (argument: Argument): readonly string[] => [
  code(argument.required ? `<${argument.name()}>` : `[${argument.name()}]`),
  shownDefault(argument.defaultValue),
  codes(argument.argChoices ?? []),
  argument.description,
];

const optionRow = (option: Option): readonly string[] => [
  code(option.flags),
  option.negate ? '–' : shownDefault(option.defaultValue),
  codes(option.argChoices ?? []),
  option.envVar === undefined ? option.description : `${option.description}; or ${code(option.envVar)}`,
];

function shownDefault(value: unknown): string {
  if (value === undefined || (Array.isArray(value) && value.length === 0)) return '–';
  return code(typeof value === 'string' ? value : JSON.stringify(value));
}
