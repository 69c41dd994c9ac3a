import { AGENTS } from '../agents/agents.js';
import type { Finding } from '../reasons.js';
import { listCommandWords } from '../resolve/program-options.js';
import { type Delivery, buildDeliveryFinding } from './delivery.js';

/** A notice of a command that takes away again what the program loads the agent by. */
export function reportDoubtfulCommand(delivery: Delivery): readonly Finding[] {
  const { container, ref, target } = delivery;
  const names = AGENTS[target.language].runtime?.loadedBy ?? [];
  const words = listCommandWords(container);
  // What is put together with the old value, or handed on, stays.
  const lost = names.filter((name) => !isReferredTo(words, name));
  const why =
    lost.length === 0 ? undefined : (describeLost(words, lost) ?? describeEmptied(words, lost.join(', ')));
  if (why === undefined) return [];
  return [buildDeliveryFinding(delivery, 'agent-doubtful', `the command of ${ref.name} ${why}.`)];
}

const isReferredTo = (words: readonly string[], name: string): boolean =>
  words.some((word) => ['$', '${', '$('].some((start) => word.includes(start + name)));

function describeLost(words: readonly string[], names: readonly string[]): string | undefined {
  for (const name of names) {
    const isSet = words.some((word, index) => word.startsWith(`${name}=`) && isBeginning(words, index));
    if (isSet)
      return `sets ${name} anew, so that the program does not load the agent; put $${name} into the new value, or set it in env`;
    const isUnset = words.some((word, index) => isUnsetting(word, words[index - 1], name));
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

const isUnsetting = (word: string, before: string | undefined, name: string): boolean =>
  word === `--unset=${name}` ||
  word === `-u${name}` ||
  ((word === name || word === `${name};`) && (before === 'unset' || before === '-u' || before === '--unset'));

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

function describeEmptied(words: readonly string[], names: string): string | undefined {
  const index = words.findIndex((_, at) => isBeginning(words, at) && isEmptying(words, at));
  return index < 0
    ? undefined
    : `starts the program with ${words.slice(index, index + 2).join(' ')} and without ${names}, so that it does not load the agent`;
}

function isEmptying(words: readonly string[], at: number): boolean {
  const program = (words[at] ?? '').split('/').at(-1) ?? '';
  if (program === 'sudo') return !words.slice(at + 1, at + MOST_OPTIONS).some((word) => HANDS_ON.test(word));
  return Object.hasOwn(EMPTYING, program) && EMPTYING[program]?.includes(words[at + 1] ?? '') === true;
}
