import type { ValueForm } from '../../../src/core/agents/value-form.js';
import {
  applyBound,
  judgeValue,
  type Consequence,
  type VariableRule,
} from '../../../src/core/agents/variable-rule.js';

/** A value of a variable, and what the table says that the agent does with it; undefined where it takes it. */
export interface Sample {
  readonly variable: string;
  readonly value: string;
  readonly consequence: Consequence | undefined;
  /** Variables without which the agent would not read this one. */
  readonly beside: Readonly<Record<string, string>>;
}

/**
 * Values of a rule: all for its first variable, and one that the form does not allow for each other. `url` is an address that takes
 * spans in.
 */
export function listSamples(written: VariableRule, url: string): readonly Sample[] {
  const rule = applyBound(written, () => undefined);
  const { good, bad } = listValues(rule.form, url);
  const [first = ''] = rule.variables;
  const asked = [
    ...good.map((value) => ({ variable: first, value })),
    ...rule.variables.flatMap((variable) =>
      (variable === first ? bad : bad.slice(0, 1)).map((value) => ({ variable, value })),
    ),
    { variable: first, value: '' },
  ];
  return asked.map(({ variable, value }) => ({
    variable,
    value,
    beside: buildConditions(rule),
    consequence: judgeValue(rule, value),
  }));
}

const buildConditions = ({ when }: VariableRule): Readonly<Record<string, string>> =>
  when === undefined ? {} : { [when.variable]: when.words[0] ?? '' };

interface Values {
  readonly good: readonly string[];
  readonly bad: readonly string[];
}

function listValues(form: ValueForm, url: string): Values {
  switch (form.kind) {
    case 'word':
      return {
        good: [...form.words, ...listOtherSpellings(form)],
        bad: ['no-such-value', form.words.join('').toUpperCase()],
      };
    case 'words':
      return listWordLists(form);
    case 'number':
      return {
        good: [form.from, Math.min(form.from + 1, form.to)].map(String),
        bad: [
          String(form.from - 1),
          ...(form.to < 10_000 && form.to > 1 ? [String(form.to + 1)] : []),
          'abc',
          ...(form.to === 1 ? ['1.5', '10%'] : []),
        ],
      };
    case 'duration':
      return {
        good: ['5000', ...form.units.map((unit) => `${unit === 'ms' ? 20_000 : 20}${unit}`)],
        bad: [String(form.from - 1), 'abc', '1.5'],
      };
    case 'pairs':
      return listPairs(form);
    case 'url':
      return listUrls(form, url);
  }
}

function listUrls({ isPlain }: Extract<ValueForm, { kind: 'url' }>, url: string): Values {
  const parts = isPlain === true ? [`${url}?a=b`, `${url}#a`] : [];
  return { good: [url], bad: [url.slice('http://'.length), 'localhost', 'ftp://localhost:4318', ...parts] };
}

/** Spellings of a word that count as it. */
function listOtherSpellings({ words, reading }: Extract<ValueForm, { kind: 'word' }>): readonly string[] {
  const [first = ''] = words;
  if (reading === undefined) return [];
  switch (reading) {
    case 'trimmed':
      return [`${first} `];
    case 'any-case':
      return [first.toUpperCase()];
    case 'either':
      return [` ${first}`, first.toUpperCase()];
    case 'both':
      return [` ${first.toUpperCase()}`];
  }
}

function listPairs({ isDecoded, isDense, header }: Extract<ValueForm, { kind: 'pairs' }>): Values {
  const blank = ['a=b,'];
  const headers = header === undefined ? [] : ['api key=1'];
  return {
    good: ['a=b', 'a=b,c=d', 'a=', 'a=b%20c', ...(isDense === true ? [] : blank)],
    bad: [
      'team: a',
      'team',
      '=b',
      ...headers,
      ...(isDense === true ? blank : []),
      ...(isDecoded ? ['a=%zz'] : []),
    ],
  };
}

function listWordLists({ words, alone, isUnique }: Extract<ValueForm, { kind: 'words' }>): Values {
  const [first = ''] = words;
  return {
    good: [...words, ...alone, words.slice(0, 2).join(', ')],
    bad: [
      'no-such-value',
      `${first},no-such-value`,
      ...alone.map((word) => `${first},${word}`),
      ...(isUnique ? [`${first},${first}`] : []),
    ],
  };
}

/** Values of variables with which no span comes to a receiver of OTLP over HTTP. */
const SILENT: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['OTEL_TRACES_EXPORTER', (value) => !value.split(',').some((word) => word.trim().startsWith('otlp'))],
  ['OTEL_TRACES_SAMPLER', (value) => value.endsWith('always_off') || value.endsWith('jaeger_remote')],
  ['OTEL_TRACES_SAMPLER_ARG', (value) => Number(value) === 0],
  ['OTEL_EXPORTER_OTLP_PROTOCOL', (value) => value === 'grpc'],
  ['OTEL_EXPORTER_OTLP_TRACES_PROTOCOL', (value) => value === 'grpc'],
]);

/** Tells whether a value that is taken lets no span come. An empty one is as good as none. */
export const isSilent = ({ variable, value }: Sample): boolean =>
  value !== '' && SILENT.get(variable)?.(value) === true;

/** Packages of the Python image that the agent of these tests is made without. */
const NOT_HERE: ReadonlyMap<string, readonly string[]> = new Map([
  ['OTEL_PROPAGATORS', ['jaeger', 'xray', 'ottrace']],
  ['OTEL_METRICS_EXPORTER', ['prometheus']],
]);

/** Tells whether the agent of these tests has what a value of the image's agent needs. */
export const canTry = (language: string, { variable, value }: Sample): boolean =>
  language !== 'python' || NOT_HERE.get(variable)?.includes(value) !== true;
