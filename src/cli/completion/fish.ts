import type { CompletedCommand, CompletedOption, CompletedValue, Vocabulary } from './vocabulary.js';

/**
 * The completion script for fish.
 * https://fishshell.com/docs/current/completions.html
 */
export function formatFishCompletion({ program, commands }: Vocabulary, programs: readonly string[]): string {
  const lines = [
    '-f',
    ...commands.map(
      ({ name, description }) => `-n __doka_tracing_command -a ${quote(name)} -d ${quote(description)}`,
    ),
    ...program.options.map((option) => `-n __doka_tracing_command ${formatOption(option)}`),
    ...commands.flatMap(listCommandLines),
  ];
  return `# Completion of doka-tracing for fish.

# Whether the command is the one that is named, or whether there is none yet.
function __doka_tracing_command
    set -l words (commandline -opc)
    test "$words[2..2]" = "$argv"
end

${programs.flatMap((name) => lines.map((line) => `complete -c ${name} ${line}\n`)).join('')}`;
}

function listCommandLines({ name, options, arguments: values }: CompletedCommand): readonly string[] {
  const isGiven = `__doka_tracing_command ${name}`;
  return [
    ...options.map((option) => `-n ${quote(isGiven)} ${formatOption(option)}`),
    ...values.flatMap((value) => {
      if (value.kind !== 'choice') return [];
      return [`-n ${quote(isGiven)} -a ${quote(value.words.join(' '))}`];
    }),
  ];
}

const formatOption = ({ short, long, description, value }: CompletedOption): string =>
  [
    ...(short === undefined ? [] : [`-s ${short.slice(1)}`]),
    ...(long === undefined ? [] : [`-l ${long.slice(2)}`]),
    ...(value === undefined ? [] : [formatValue(value)]),
    `-d ${quote(description)}`,
  ].join(' ');

function formatValue(value: CompletedValue): string {
  switch (value.kind) {
    case 'choice':
      return `-x -a ${quote(value.words.join(' '))}`;
    case 'path':
      return '-r -F';
    case 'free':
      return '-x';
  }
}

/** In single quotes, fish takes a backslash for itself only before a quote or another one. */
const quote = (text: string): string => `'${text.replaceAll(/['\\]/g, String.raw`\$&`)}'`;
