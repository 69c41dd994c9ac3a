import { describeForm, judgeForm, type ValueForm } from './value-form.js';

/** What an agent does with a value that it does not accept. */
export type Consequence =
  /** It does not start, or the program with it does not. */
  | 'stops'
  /** It starts and exports no trace. */
  | 'sends-nothing'
  /** It behaves as if the variable were not set. */
  | 'ignored';

/** The values that an agent accepts in some variables, and what it does with anything else. */
export interface VariableRule {
  readonly variables: readonly string[];
  readonly form: ValueForm;
  /** What follows from text of another form. */
  readonly unreadable: Consequence;
  /** What follows from a number out of range, or from a list in which only some words are known; the same when absent. */
  readonly outOfRange?: Consequence;
  /** What follows from an empty value; most agents treat it as absent. */
  readonly empty?: Consequence;
  /** The agent reads these variables only under this condition; always when absent. */
  readonly when?: VariableCondition;
  /** A variable that names extensions, which may know other words. */
  readonly extendedBy?: string;
  /** Another variable, which bounds the number. */
  readonly bound?: VariableBound;
  /** What is allowed, in words, if the form does not say it. */
  readonly allowed?: string;
}

/** A number may not be above, or not below, that of another variable. */
interface VariableBound {
  readonly variable: string;
  readonly end: 'from' | 'to';
  /** The agent's default for the other variable. */
  readonly fallback: number;
}

/** True if one of some words is in a variable, or is the agent's default. */
export interface VariableCondition {
  readonly variable: string;
  readonly words: readonly string[];
  readonly isDefault: boolean;
}

/** What follows from a value for an agent; undefined if the agent accepts it. */
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

/** A rule with the bound that another variable gives it; `find` gives the values of variables. */
export function applyBound(rule: VariableRule, find: (variable: string) => string | undefined): VariableRule {
  const { bound, form } = rule;
  if (bound === undefined || form.kind !== 'number') return rule;
  const other = find(bound.variable) ?? '';
  const isNumber = other !== '' && judgeForm(form, other) === 'fits';
  const limit = isNumber ? Number(other) : bound.fallback;
  const bounded: ValueForm = { ...form, [bound.end]: limit };
  const origin = isNumber ? bound.variable : `${bound.variable} by default`;
  return { ...rule, form: bounded, allowed: `${describeForm(bounded)}, as ${limit} is ${origin}` };
}

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

/** The parts that all rules of one setting of the OTLP exporter share. */
interface OtlpRule extends Omit<VariableRule, 'variables' | 'when'> {
  /** What follows from an empty value for all signals, if an empty one for a single signal counts as absent. */
  readonly emptyForAll?: Consequence;
  /** What follows from text of another form for all signals, where it differs. */
  readonly unreadableForAll?: Consequence;
}

/**
 * The rules of one setting of the OTLP exporter, for all signals and for each. Each is read if its signal is sent over
 * OTLP; traces are sent even if metrics or logs are not.
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

/** The samplers that have a ratio as argument. */
export const RATIO_SAMPLERS = { own: 'traceidratio', parentBased: 'parentbased_traceidratio' } as const;

/** The argument of a sampler is a ratio if the sampler has one. */
export const RATIO_RULE = {
  variables: ['OTEL_TRACES_SAMPLER_ARG'],
  form: { kind: 'number', from: 0, to: 1, isWhole: false },
  when: {
    variable: 'OTEL_TRACES_SAMPLER',
    words: Object.values(RATIO_SAMPLERS),
    isDefault: false,
  },
} as const satisfies Partial<VariableRule>;

/** The batch processors: of spans, and of logs. */
type Batched = 'BSP' | 'BLRP';

/** Numbers of a batch processor: the first is the size of its queue, the other that of a batch. */
export const listBatchSizes = (batched: Batched): readonly [queue: string, batch: string] => [
  `OTEL_${batched}_MAX_QUEUE_SIZE`,
  `OTEL_${batched}_MAX_EXPORT_BATCH_SIZE`,
];
export const listBatchTimes = (batched: Batched): readonly string[] => [
  `OTEL_${batched}_SCHEDULE_DELAY`,
  `OTEL_${batched}_EXPORT_TIMEOUT`,
];
export const BATCH_SIZES = listBatchSizes('BSP');
export const BATCH_TIMES = listBatchTimes('BSP');
const [QUEUE, BATCH] = BATCH_SIZES;

/** A batch has to fit into the queue. What follows from each number alone is in the rules before these. */
export const buildBatchOrder = (
  outOfRange: Consequence,
  when?: VariableCondition,
): readonly VariableRule[] => {
  const shared = { unreadable: 'ignored', outOfRange, ...(when === undefined ? {} : { when }) } as const;
  const form = buildWholeNumber(1);
  return [
    { ...shared, variables: [QUEUE], form, bound: { variable: BATCH, end: 'from', fallback: 512 } },
    { ...shared, variables: [BATCH], form, bound: { variable: QUEUE, end: 'to', fallback: 2048 } },
  ];
};

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

/** The largest number that a JVM's integer holds. */
const LARGEST_INTEGER = 2 ** 31 - 1;

/** Whole numbers from one up to the largest integer of a JVM. */
export const buildWholeNumber = (from: number): Extract<ValueForm, { kind: 'number' }> => ({
  kind: 'number',
  from,
  to: LARGEST_INTEGER,
  isWhole: true,
});
