import { RATIO_SAMPLERS, type VariableCondition } from './variable-rule.js';

/** A variable that is meant to switch an agent's tracing off. */
export interface TracingSwitch {
  readonly variables: readonly string[];
  readonly values: SwitchedValues;
  /** What the value does, as the end of a sentence. */
  readonly effect: string;
  readonly when?: VariableCondition;
  /** Variables that bring back a part of what was switched off. */
  readonly unless?: SwitchException;
  /** Agents of the default image do not read it; older ones may. */
  readonly isOfOlderVersions?: boolean;
}

/** The values of a variable that switch tracing off; one kind for each way in which agents read them. */
export type SwitchedValues =
  /** Any that is not empty. */
  | { readonly kind: 'any' }
  /** One of some words. */
  | { readonly kind: 'word'; readonly words: readonly string[]; readonly reading: WordReading }
  /** Any other than a word, in any case. */
  | { readonly kind: 'other'; readonly word: string; readonly isEmptyOther: boolean }
  /** A list of nothing but some words, or with one of them in front or anywhere. */
  | {
      readonly kind: 'list';
      readonly words: readonly string[];
      readonly place: 'everywhere' | 'in front' | 'anywhere';
    }
  /** A list without any of some words; blanks around them count where `isTrimmed` does not say otherwise. */
  | {
      readonly kind: 'lacking';
      readonly words: readonly string[];
      readonly isTrimmed: boolean;
      readonly isEmptyLacking: boolean;
    }
  /** Regular expressions, separated by commas: one that none can begin like, or an empty one, which fits everything. */
  | { readonly kind: 'patterns'; readonly fault: 'broken' | 'empty' }
  /** The number 0; in base 16 with or without `0x`, where text that is no number may count as one. */
  | { readonly kind: 'zero'; readonly base: 10 }
  | { readonly kind: 'zero'; readonly base: 16; readonly isTextZero: boolean };

/** How a word is compared: exactly, in any case, or in any case and without the blanks around it. */
type WordReading = 'exact' | 'any-case' | 'trimmed';

/** Variables whose names have a beginning and an end, set to `true`, or some variables set to anything. */
export interface SwitchException {
  readonly beginning: string;
  readonly end: string;
  /** Names with one of these parts are about something else. */
  readonly excluded: readonly string[];
  readonly names: readonly string[];
}

const splitList = (value: string): readonly string[] =>
  value
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** Tells whether a value switches tracing off. */
export function isSwitchedOff({ values }: Pick<TracingSwitch, 'values'>, value: string): boolean {
  switch (values.kind) {
    case 'any':
      return value !== '';
    case 'word':
      return values.words.includes(readWord(value, values.reading));
    case 'other':
      return value === '' ? values.isEmptyOther : value.toLowerCase() !== values.word;
    case 'list':
      return isListOff(values, splitList(value));
    case 'lacking':
      return isLacking(values, value);
    case 'patterns':
      return isFaultyPattern(values, value);
    case 'zero':
      return isZero(values, value);
  }
}

/** One kind of values. */
export type ValuesOf<Kind extends SwitchedValues['kind']> = Extract<SwitchedValues, { kind: Kind }>;

function isListOff({ words, place }: ValuesOf<'list'>, list: readonly string[]): boolean {
  switch (place) {
    case 'everywhere':
      return list.length > 0 && list.every((word) => words.includes(word));
    case 'in front':
      return list.slice(0, 1).some((word) => words.includes(word));
    case 'anywhere':
      return list.some((word) => words.includes(word));
  }
}

function isLacking({ words, isTrimmed, isEmptyLacking }: ValuesOf<'lacking'>, value: string): boolean {
  if (value === '') return isEmptyLacking;
  return !value.split(',').some((word) => words.includes(isTrimmed ? word.trim() : word));
}

/** Signs that repeat what is before them. */
const REPEATING = ['*', '+', '?'];

function isFaultyPattern({ fault }: ValuesOf<'patterns'>, value: string): boolean {
  if (value === '') return false;
  const patterns = value.split(',').map((pattern) => pattern.trim());
  return fault === 'empty'
    ? patterns.includes('')
    : patterns.some((pattern) => REPEATING.some((sign) => pattern.startsWith(sign)));
}

function isZero(values: ValuesOf<'zero'>, value: string): boolean {
  if (values.base === 10) return value.trim() !== '' && Number(value) === 0;
  return HEXADECIMAL.test(value) ? HEXADECIMAL_ZERO.test(value) : values.isTextZero;
}

/** Text that the C library reads as the number 0: it stops at the first character that is not a digit. */
const HEXADECIMAL = /^\s*[+-]?[\da-fA-F]/;
const HEXADECIMAL_ZERO = /^\s*[+-]?0(?![xX]?[\da-fA-F]*[1-9a-fA-F])/;

function readWord(value: string, reading: WordReading): string {
  switch (reading) {
    case 'exact':
      return value;
    case 'any-case':
      return value.toLowerCase();
    case 'trimmed':
      return value.trim().toLowerCase();
  }
}

/** Tells whether some variables bring back a part of what was switched off; `find` gives their values. */
export const isBroughtBack = (
  { beginning, end, excluded, names }: SwitchException,
  given: readonly string[],
  find: (name: string) => string | undefined,
): boolean =>
  given.some((name) => {
    if (names.includes(name)) return find(name) !== '';
    const isMeant =
      name.startsWith(beginning) && name.endsWith(end) && !excluded.some((part) => name.includes(part));
    // An unknown value may be true.
    return isMeant && (find(name) ?? 'true').trim().toLowerCase() === 'true';
  });

/** What a file of settings does. */
export const READS_FILE =
  'makes the agent read a file instead of variables, so variables from here have no effect';
export const LEAVES_NAMES_OUT =
  'keeps the agent from reading OTEL_SERVICE_NAME and OTEL_RESOURCE_ATTRIBUTES, so traces do not name their service';
export const MAY_READ_FILE =
  'makes agents of older versions read a file instead of variables, so variables from here have no effect';

/** How the agent of a language reads the ways to switch tracing off that all SDKs have. */
export interface SdkReading {
  /** How it reads whether the SDK is disabled. */
  readonly disabled: WordReading;
  /** How it reads the name of a sampler. */
  readonly sampler: WordReading;
  /** Exporters that send nothing anywhere. */
  readonly printers: readonly string[];
  /** How it reads `none` in a list. */
  readonly none: 'first-counts' | 'adds-nothing';
}

/** Ways to switch tracing off that all SDKs have. If several apply to one variable, the first one is reported. */
export const buildSdkSwitches = ({
  disabled,
  sampler,
  printers,
  none,
}: SdkReading): readonly TracingSwitch[] => [
  {
    variables: ['OTEL_SDK_DISABLED'],
    values: { kind: 'word', words: ['true'], reading: disabled },
    effect: 'switches the SDK off',
  },
  {
    variables: ['OTEL_TRACES_EXPORTER'],
    values:
      none === 'first-counts'
        ? { kind: 'list', words: ['none'], place: 'in front' }
        : { kind: 'list', words: ['none'], place: 'everywhere' },
    effect: 'exports no traces',
  },
  {
    variables: ['OTEL_TRACES_EXPORTER'],
    values: {
      kind: 'list',
      words: none === 'first-counts' ? printers : [...printers, 'none'],
      place: 'everywhere',
    },
    effect: 'prints traces and sends none',
  },
  ...buildSamplerSwitches(sampler),
];

const buildSamplerSwitches = (reading: WordReading): readonly TracingSwitch[] => [
  {
    variables: ['OTEL_TRACES_SAMPLER'],
    values: { kind: 'word', words: ['always_off'], reading },
    effect: 'samples no trace',
  },
  {
    variables: ['OTEL_TRACES_SAMPLER'],
    values: { kind: 'word', words: ['parentbased_always_off'], reading },
    effect: 'samples no trace that begins here',
  },
  {
    variables: ['OTEL_TRACES_SAMPLER_ARG'],
    values: { kind: 'zero', base: 10 },
    effect: 'samples no trace',
    when: { variable: 'OTEL_TRACES_SAMPLER', words: [RATIO_SAMPLERS.own], isDefault: false },
  },
  {
    variables: ['OTEL_TRACES_SAMPLER_ARG'],
    values: { kind: 'zero', base: 10 },
    effect: 'samples no trace that begins here',
    when: { variable: 'OTEL_TRACES_SAMPLER', words: [RATIO_SAMPLERS.parentBased], isDefault: false },
  },
];
