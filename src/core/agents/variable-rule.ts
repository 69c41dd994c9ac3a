import { judgeForm, type ValueForm } from './value-form.js';

/** What an agent does with a value that it does not take. */
export type Consequence =
  /** It does not start, or the program with it does not. */
  | 'stops'
  /** It starts and exports no trace. */
  | 'sends-nothing'
  /** It goes on as if the variable were not set. */
  | 'ignored';

/** What an agent takes in some variables, and what it does with anything else. */
export interface VariableRule {
  readonly variables: readonly string[];
  readonly form: ValueForm;
  /** What follows from text of another form. */
  readonly unreadable: Consequence;
  /** What follows from a number out of range, or from a list in which only some words are known; the same where it is left out. */
  readonly outOfRange?: Consequence;
  /** What follows from an empty value; to most agents it is as good as none. */
  readonly empty?: Consequence;
  /** The agent reads these variables only then; always where it is left out. */
  readonly when?: VariableCondition;
  /** A variable that names extensions, which may know other words. */
  readonly extendedBy?: string;
}

/** Holds where one of some words stands in a variable, or is what the agent takes by default. */
export interface VariableCondition {
  readonly variable: string;
  readonly words: readonly string[];
  readonly isDefault: boolean;
}

/** A variable that keeps an agent from tracing, in the way that it is meant to. */
export interface TracingSwitch {
  readonly variables: readonly string[];
  /** Values that switch tracing off, in lower case; any value that is not empty where it is left out. */
  readonly values?: readonly string[];
  /** What the value does, as the end of a sentence. */
  readonly effect: string;
  readonly when?: VariableCondition;
}

/** What follows from a value for an agent; undefined where the agent takes it. */
export function judgeValue(rule: VariableRule, value: string): Consequence | undefined {
  if (value === '') return rule.empty;
  switch (judgeForm(rule.form, value)) {
    case 'fits':
      return undefined;
    case 'out-of-range':
      return rule.outOfRange ?? rule.unreadable;
    case 'unreadable':
      return rule.unreadable;
  }
}

/** Tells whether a value switches tracing off. */
export const isSwitchedOff = ({ values }: TracingSwitch, value: string): boolean =>
  value !== '' && (values === undefined || values.includes(value.trim().toLowerCase()));

/** Tells whether a condition holds; `find` gives the values of variables. */
export function isMet(
  condition: VariableCondition | undefined,
  find: (variable: string) => string | undefined,
): boolean {
  if (condition === undefined) return true;
  const value = find(condition.variable);
  if (value === undefined || value === '') return condition.isDefault;
  return value.split(',').some((word) => condition.words.includes(word.trim()));
}

/** What all rules of one setting of the OTLP exporter share. */
interface OtlpRule extends Omit<VariableRule, 'variables' | 'when'> {
  /** What follows from an empty value for all signals, where an empty one for a signal is as good as none. */
  readonly emptyForAll?: Consequence;
  /** What follows from text of another form for all signals, where it differs. */
  readonly unreadableForAll?: Consequence;
}

/**
 * The rules of one setting of the OTLP exporter, for all signals and for each. Each is read where its signal goes out by OTLP;
 * traces go on where metrics or logs do not.
 */
export function buildOtlpRules(
  end: string,
  { emptyForAll, unreadableForAll, ...rule }: OtlpRule,
): readonly VariableRule[] {
  const weakened = {
    ...rule,
    unreadable: weaken(rule.unreadable),
    ...(rule.outOfRange === undefined ? {} : { outOfRange: weaken(rule.outOfRange) }),
    ...(rule.empty === undefined ? {} : { empty: weaken(rule.empty) }),
  };
  return [
    {
      ...rule,
      ...(emptyForAll === undefined ? {} : { empty: emptyForAll }),
      ...(unreadableForAll === undefined ? {} : { unreadable: unreadableForAll }),
      variables: [`OTEL_EXPORTER_OTLP_${end}`],
      when: buildOtlpCondition('TRACES'),
    },
    { ...rule, variables: [`OTEL_EXPORTER_OTLP_TRACES_${end}`], when: buildOtlpCondition('TRACES') },
    ...['METRICS', 'LOGS'].map((signal) => ({
      ...weakened,
      variables: [`OTEL_EXPORTER_OTLP_${signal}_${end}`],
      when: buildOtlpCondition(signal),
    })),
  ];
}

const weaken = (consequence: Consequence): Consequence =>
  consequence === 'sends-nothing' ? 'ignored' : consequence;

const buildOtlpCondition = (signal: string): VariableCondition => ({
  variable: `OTEL_${signal}_EXPORTER`,
  words: ['otlp'],
  isDefault: true,
});

/** The argument of a sampler is a ratio where the sampler takes one. */
export const RATIO_RULE = {
  variables: ['OTEL_TRACES_SAMPLER_ARG'],
  form: { kind: 'number', from: 0, to: 1, isWhole: false },
  when: {
    variable: 'OTEL_TRACES_SAMPLER',
    words: ['traceidratio', 'parentbased_traceidratio'],
    isDefault: false,
  },
} as const satisfies Partial<VariableRule>;

/** Numbers of the batch processor of spans. */
export const BATCH_SIZES = ['OTEL_BSP_MAX_QUEUE_SIZE', 'OTEL_BSP_MAX_EXPORT_BATCH_SIZE'];
export const BATCH_TIMES = ['OTEL_BSP_SCHEDULE_DELAY', 'OTEL_BSP_EXPORT_TIMEOUT'];
/** Limits of spans. https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#attribute-limits */
export const SPAN_LIMITS = [
  'OTEL_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  'OTEL_ATTRIBUTE_COUNT_LIMIT',
  'OTEL_SPAN_ATTRIBUTE_VALUE_LENGTH_LIMIT',
  'OTEL_SPAN_ATTRIBUTE_COUNT_LIMIT',
  'OTEL_SPAN_EVENT_COUNT_LIMIT',
  'OTEL_SPAN_LINK_COUNT_LIMIT',
  'OTEL_EVENT_ATTRIBUTE_COUNT_LIMIT',
  'OTEL_LINK_ATTRIBUTE_COUNT_LIMIT',
];

/** Ways to switch tracing off that all SDKs have. */
export const SDK_SWITCHES: readonly TracingSwitch[] = [
  { variables: ['OTEL_SDK_DISABLED'], values: ['true'], effect: 'switches the SDK off' },
  { variables: ['OTEL_TRACES_EXPORTER'], values: ['none'], effect: 'exports no traces' },
  {
    variables: ['OTEL_TRACES_SAMPLER'],
    values: ['always_off'],
    effect: 'samples no trace',
  },
];

/** The largest number that a JVM's integer holds. */
const LARGEST_INTEGER = 2 ** 31 - 1;

/** Whole numbers from one on, as far as a JVM's integer goes. */
export const buildWholeNumber = (from: number): Extract<ValueForm, { kind: 'number' }> => ({
  kind: 'number',
  from,
  to: LARGEST_INTEGER,
  isWhole: true,
});
