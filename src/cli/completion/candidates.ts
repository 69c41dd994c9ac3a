import {
  listSpellings,
  type CompletedCommand,
  type CompletedOption,
  type CompletedValue,
  type Vocabulary,
} from './vocabulary.js';

/** A word that may replace the one that is completed. */
interface Candidate {
  readonly word: string;
  /** Empty where there is nothing to say. */
  readonly description: string;
}

/** What may be there: some words, or any path. */
export type Candidates =
  { readonly kind: 'words'; readonly candidates: readonly Candidate[] } | { readonly kind: 'path' };

/** Finds what may replace the last of the words behind the program's name. */
export function findCandidates({ program, commands }: Vocabulary, words: readonly string[]): Candidates {
  const current = words.at(-1) ?? '';
  const { command, operands, option } = readWords(words.slice(0, -1), { program, commands });
  if (option !== undefined) return describeValue(option.value, current);
  const [name, written] = splitOption(current);
  if (written !== undefined) return describeValue(findOption(command, name)?.value, written);
  if (current.startsWith('-')) return select(command.options.flatMap(listOptionCandidates), current);
  if (command === program)
    return select(
      commands.map(({ name: word, description }) => ({ word, description })),
      current,
    );
  return describeValue(command.arguments[operands], current);
}

interface ReadWords {
  readonly command: CompletedCommand;
  /** How many arguments of the command are there. */
  readonly operands: number;
  /** The option whose value comes next. */
  readonly option: CompletedOption | undefined;
}

function readWords(words: readonly string[], { program, commands }: Vocabulary): ReadWords {
  return words.reduce<ReadWords>(
    ({ command, operands, option }, word) => {
      if (option !== undefined) return { command, operands, option: undefined };
      if (word.startsWith('-')) return { command, operands, option: findValueOption(command, word) };
      if (command !== program) return { command, operands: operands + 1, option };
      return { command: commands.find(({ name }) => name === word) ?? UNKNOWN, operands, option };
    },
    { command: program, operands: 0, option: undefined },
  );
}

/** A command that there is not; nothing can be said of what it takes. */
const UNKNOWN: CompletedCommand = { name: '', description: '', options: [], arguments: [] };

const findOption = ({ options }: CompletedCommand, word: string): CompletedOption | undefined =>
  options.find((option) => listSpellings([option]).includes(word));

/** The option that takes the next word. */
function findValueOption(command: CompletedCommand, word: string): CompletedOption | undefined {
  const option = findOption(command, word);
  return option?.value === undefined ? undefined : option;
}

/** `--output=json` in two parts; the second is undefined where no value is begun. */
function splitOption(word: string): readonly [string, string | undefined] {
  const equals = word.startsWith('--') ? word.indexOf('=') : -1;
  return equals < 0 ? [word, undefined] : [word.slice(0, equals), word.slice(equals + 1)];
}

const listOptionCandidates = ({ long, short, description }: CompletedOption): readonly Candidate[] =>
  [long, short].flatMap((word) => (word === undefined ? [] : [{ word, description }]));

function describeValue(value: CompletedValue | undefined, current: string): Candidates {
  if (value?.kind === 'path') return { kind: 'path' };
  const words = value?.kind === 'choice' ? value.words : [];
  return select(
    words.map((word) => ({ word, description: '' })),
    current,
  );
}

const select = (candidates: readonly Candidate[], current: string): Candidates => ({
  kind: 'words',
  candidates: candidates.filter(({ word }) => word.startsWith(current)),
});

/** What the shell does beside, as Cobra numbers it: complete paths, or nothing. */
const DIRECTIVES: Readonly<Record<Candidates['kind'], number>> = { path: 0, words: 4 };

/**
 * Candidates as kubectl reads them from the completion program of a plug-in: one a line, with its description, and in the
 * last line what the shell does beside.
 * https://github.com/kubernetes/kubernetes/pull/105867 https://github.com/spf13/cobra/blob/v1.10.0/completions.go
 */
export function formatCandidates(found: Candidates): string {
  const lines =
    found.kind === 'path'
      ? []
      : found.candidates.map(({ word, description }) =>
          description === '' ? word : `${word}\t${description.replaceAll(/\s+/g, ' ')}`,
        );
  return [...lines, `:${DIRECTIVES[found.kind]}`, ''].join('\n');
}
