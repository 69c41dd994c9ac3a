import type { Agent } from '../../../src/core/agents/agent.js';
import {
  isSwitchedOff,
  type SwitchedValues,
  type TracingSwitch,
} from '../../../src/core/agents/tracing-switch.js';
import { isMet, judgeValue } from '../../../src/core/agents/variable-rule.js';

/** A value of a switch, and whether the tables say that traces come all the same. */
export interface SwitchSample {
  readonly environment: Readonly<Record<string, string>>;
  readonly isSending: boolean;
}

/** Values of a switch of an agent: such as switch tracing off, and such as are near. */
export function listSwitchSamples(agent: Agent, each: TracingSwitch): readonly SwitchSample[] {
  const { when, variables, values } = each;
  const beside = when === undefined ? {} : { [when.variable]: when.words[0] ?? '' };
  return variables.flatMap((variable) =>
    listValues(values).map((value) => {
      const environment = { ...beside, [variable]: value };
      return {
        environment,
        isSending: !isOff(agent, variable, environment) && !isRefused(agent, variable, value),
      };
    }),
  );
}

function isOff(
  { switches }: Agent,
  variable: string,
  environment: Readonly<Record<string, string>>,
): boolean {
  return switches.some(
    (each) =>
      each.variables.includes(variable) &&
      each.isOfOlderVersions !== true &&
      isMet(each.when, (name) => environment[name]) &&
      isSwitchedOff(each, environment[variable] ?? ''),
  );
}

const isRefused = ({ variables }: Agent, variable: string, value: string): boolean =>
  variables
    .filter((rule) => rule.variables.includes(variable))
    .some((rule) => ['stops', 'sends-nothing'].includes(judgeValue(rule, value) ?? 'ignored'));

function listValues(values: SwitchedValues): readonly string[] {
  switch (values.kind) {
    case 'any':
      return ['/no-such-file', ''];
    case 'word':
      return [...values.words.flatMap((word) => [word, word.toUpperCase(), ` ${word} `]), 'no', ''];
    case 'other':
      return [values.word, values.word.toUpperCase(), ` ${values.word} `, 'no', ''];
    case 'list': {
      const [first = ''] = values.words;
      return [...values.words, `${first},${first}`, `otlp,${first}`, `${first},otlp`];
    }
    case 'lacking':
      return [...values.words, `other,${values.words.join(',')}`, 'other'];
    case 'patterns':
      return ['health', '*/health', 'health,'];
    case 'zero':
      return values.base === 10 ? ['0', '0.0', '1'] : ['0', '00', '0x0', '1', 'no'];
  }
}
