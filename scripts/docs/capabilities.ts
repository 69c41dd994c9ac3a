import { BACKENDS, EXPORTERS, LANGUAGES, PROPAGATORS, PROTOCOLS, SAMPLERS } from '../../src/core/domain.js';
import { AGENTS } from '../../src/core/agents/agents.js';
import { describeForm } from '../../src/core/agents/value-form.js';
import type { SwitchedValues, ValuesOf } from '../../src/core/agents/tracing-switch.js';
import { applyBound, type Consequence, type VariableRule } from '../../src/core/agents/variable-rule.js';
import { ACCESS, type Capabilities } from '../../src/core/agents/agent.js';
import { PRESETS } from '../../src/core/backends/presets.js';
import { formatCode, formatCodes, formatTable } from './markdown.js';

/** What each agent can be told: one row per value, one column per language. */
export function buildCapabilityTable(): string {
  const rows = (
    what: string,
    values: readonly string[],
    of: (capabilities: Capabilities) => readonly string[],
  ): readonly (readonly string[])[] =>
    values.map((value) => [
      what,
      formatCode(value),
      ...LANGUAGES.map((language) => (of(AGENTS[language].capabilities).includes(value) ? 'yes' : '–')),
    ]);
  return formatTable(
    ['', 'value', ...LANGUAGES],
    [
      ...rows('exporter', EXPORTERS, ({ exporters }) => exporters),
      ...rows('protocol', PROTOCOLS, ({ protocols }) => protocols),
      ...rows('sampler', SAMPLERS, ({ samplers }) => samplers),
      ...rows('propagator', PROPAGATORS, ({ propagators }) => propagators),
      ...rows('directly', ACCESS, ({ access }) => access),
    ],
  );
}

/** What an agent does with a value that it does not take, in a word. */
const CONSEQUENCES: Readonly<Record<Consequence, string>> = {
  stops: 'does not start',
  'sends-nothing': 'sends nothing',
  ignored: 'ignores it',
};

/** What each agent takes in which variables, and what it does with anything else. */
export function buildVariableTable(): string {
  const rows = LANGUAGES.flatMap((language) =>
    AGENTS[language].variables.map((rule) => [
      formatCode(language),
      formatCodes(rule.variables),
      describeAllowed(rule),
      describeConsequences(rule),
    ]),
  );
  return formatTable(['language', 'variables', 'takes', 'with anything else the agent'], rows);
}

/** What a rule allows where no other variable is set. */
function describeAllowed(rule: VariableRule): string {
  const { allowed, form } = applyBound(rule, () => undefined);
  return allowed ?? describeForm(form);
}

function describeConsequences({ unreadable, outOfRange, empty }: VariableRule): string {
  const parts = [
    CONSEQUENCES[unreadable],
    ...(outOfRange === undefined || outOfRange === unreadable
      ? []
      : [`out of range: ${CONSEQUENCES[outOfRange]}`]),
    ...(empty === undefined ? [] : [`empty: ${CONSEQUENCES[empty]}`]),
  ];
  return parts.join('; ');
}

/** Variables that switch the tracing of an agent off. */
export function buildSwitchTable(): string {
  const rows = LANGUAGES.flatMap((language) =>
    AGENTS[language].switches.map(({ variables, values, effect }) => [
      formatCode(language),
      formatCodes(variables),
      describeSwitchedValues(values),
      effect,
    ]),
  );
  return formatTable(['language', 'variables', 'values', 'this'], rows);
}

function describeSwitchedValues(values: SwitchedValues): string {
  switch (values.kind) {
    case 'any':
      return 'any';
    case 'word':
      return formatCodes(values.words);
    case 'other':
      return `any other than ${formatCode(values.word)}`;
    case 'list':
      return describeList(values);
    case 'lacking':
      return `a list without ${formatCodes(values.words)}`;
    case 'patterns':
      return values.fault === 'empty' ? 'a list with an empty entry' : 'an entry that begins with *, + or ?';
    case 'zero':
      return values.base === 10 ? formatCode('0') : describeHexadecimal(values.isTextZero);
  }
}

const describeHexadecimal = (isTextZero: boolean): string =>
  `${formatCode('0')} in base 16${isTextZero ? ', or no number' : ''}`;

function describeList({ words, place }: ValuesOf<'list'>): string {
  const listed = formatCodes(words);
  return place === 'everywhere' ? `a list of ${listed}` : `a list with ${listed} ${place}`;
}

/** The instrumentations that an agent knows, where variables name them. */
export function buildInstrumentationTable(): string {
  const rows = LANGUAGES.flatMap((language) => {
    const { instrumentations: list } = AGENTS[language];
    return list === undefined
      ? []
      : [
          [
            formatCode(language),
            formatCodes([list.enabled, list.disabled]),
            formatCodes(list.names),
            list.source,
          ],
        ];
  });
  return formatTable(['language', 'variables', 'names', 'source'], rows);
}

/** Where capabilities and presets were read. */
export function buildSourceList(): string {
  return [
    ...LANGUAGES.map((language) => `- ${formatCode(language)}: ${AGENTS[language].capabilities.source}`),
    ...BACKENDS.map((backend) => `- ${formatCode(backend)}: ${PRESETS[backend].source}`),
  ].join('\n');
}
