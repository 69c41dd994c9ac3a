import { AGENTS } from '../agents/agents.js';
import type { Finding } from '../reasons.js';
import { getFileName, listCommandWords } from '../resolve/program-options.js';
import { type Delivery, buildDeliveryFinding } from './delivery.js';

/** A notice of a command that takes away again what the program loads the agent by. */
export function reportDoubtfulCommand(delivery: Delivery): readonly Finding[] {
  const { container, ref, target } = delivery;
  const names = AGENTS[target.language].runtime?.loadedBy ?? [];
  const words = listCommandWords(container);
  // What is put together with the old value, or handed on, stays.
  const lost = names.filter((name) => !isReferredTo(words, name));
  if (lost.length === 0) return [];
  const followed = listFollowed(words);
  const why = describeLost(words, lost, followed) ?? describeEmptied(words, lost, followed);
  if (why === undefined) return [];
  return [buildDeliveryFinding(delivery, 'agent-doubtful', `the command of ${ref.name} ${why}.`)];
}

const isReferredTo = (words: readonly string[], name: string): boolean =>
  words.some((word) => ['$', '${', '$('].some((start) => word.includes(start + name)));

function describeLost(
  words: readonly string[],
  names: readonly string[],
  followed: readonly boolean[],
): string | undefined {
  for (const name of names) {
    const isSet = words.some(
      (word, index) =>
        word.startsWith(`${name}=`) &&
        isBeginning(words, index) &&
        (followed[index] !== true || isOfShell(words, index)),
    );
    if (isSet)
      return `sets ${name} anew, so that the program does not load the agent; put $${name} into the new value, or set it in env`;
    const isUnset = words.some((_, index) => isUnsetting(words, index, name, followed));
    if (isUnset) return `removes ${name}, so that the program does not load the agent`;
  }
  return undefined;
}

/** Words of a shell behind which a command, or a variable for it, begins. */
const BEFORE = ['export', 'env', 'exec', 'then', 'do', 'else', '&&', '||', ';', '|', '&', '{', '('];
const VARIABLE = /(?:^|[;&|(])[A-Za-z_]\w*=/;
const SCRIPT_OPTION = /^-[a-z]*c$/;

/** Tells whether a command, or a variable for it, begins at a place; elsewhere the word is an argument. */
export function isBeginning(words: readonly string[], index: number): boolean {
  const before = words[index - 1];
  if (before === undefined || BEFORE.includes(before) || words[index - 2] === 'set') return true;
  return /[;&|({]$/.test(before) || VARIABLE.test(before) || SCRIPT_OPTION.test(before);
}

const SEPARATORS: readonly string[] = ['&&', '||', ';'];
const isEnd = (word: string): boolean => SEPARATORS.includes(word) || word.endsWith(';');

/** Tells of each word whether another command comes behind its own. What is a line for another shell belongs to a command. */
export function listFollowed(words: readonly string[]): readonly boolean[] {
  const followed = Array<boolean>(words.length).fill(false);
  let isFollowed = false;
  for (let index = words.length - 1; index >= 0; index -= 1) {
    const word = words[index] ?? '';
    if (isEnd(word)) isFollowed = index < words.length - 1;
    else if (SCRIPT_OPTION.test(word)) isFollowed = false;
    followed[index] = isFollowed;
  }
  return followed;
}

/** As far as is looked for a command behind variables. */
const MOST_VARIABLES = 16;

/** Tells whether variables at a place are the shell's, as there is no command behind them. A value may have had quotes. */
function isOfShell(words: readonly string[], at: number): boolean {
  if (words[at - 1] === 'export') return true;
  const read = words.slice(at, at + MOST_VARIABLES);
  const isOfValue = (word: string): boolean => word.startsWith('-') || VARIABLE.test(word);
  const end = read.findIndex((word) => isEnd(word) || !isOfValue(word));
  const last = read[end] ?? '';
  return SEPARATORS.includes(last) || (isEnd(last) && isOfValue(last));
}

function isUnsetting(
  words: readonly string[],
  at: number,
  name: string,
  followed: readonly boolean[],
): boolean {
  const [word, before] = [words[at] ?? '', words[at - 1]];
  const isNamed = word === name || word === `${name};`;
  if (isNamed && before === 'unset') return isBeginning(words, at - 1);
  const isOption =
    word === `--unset=${name}` ||
    word === `-u${name}` ||
    (isNamed && (before === '-u' || before === '--unset'));
  return isOption && followed[at] !== true;
}

/** Programs that start another one with an environment of their own, if the word behind them is one of these. */
const EMPTYING: Readonly<Record<string, readonly string[]>> = {
  env: ['-i', '-', '--ignore-environment'],
  su: ['-', '-l', '--login'],
  runuser: ['-', '-l', '--login'],
};
/** Options with which sudo hands variables on. https://www.sudo.ws/docs/man/sudo.man/ */
const HANDS_ON = /^(?:-\w*E|--preserve-env)/;
/** As far as its options are looked for. */
const MOST_OPTIONS = 6;

function describeEmptied(
  words: readonly string[],
  names: readonly string[],
  followed: readonly boolean[],
): string | undefined {
  const index = words.findIndex(
    (_, at) => followed[at] !== true && isBeginning(words, at) && isEmptying(words, at),
  );
  return index < 0
    ? undefined
    : `starts the program with ${words.slice(index, index + 2).join(' ')} and without ${names.join(', ')}, so that it does not load the agent`;
}

function isEmptying(words: readonly string[], at: number): boolean {
  const program = getFileName(words[at] ?? '');
  if (program === 'sudo') return !words.slice(at + 1, at + MOST_OPTIONS).some((word) => HANDS_ON.test(word));
  return Object.hasOwn(EMPTYING, program) && EMPTYING[program]?.includes(words[at + 1] ?? '') === true;
}
