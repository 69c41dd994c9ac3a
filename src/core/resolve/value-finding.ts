import { AGENTS } from '../agents/agents.js';
import { describeForm } from '../agents/value-form.js';
import {
  applyBound,
  isMet,
  judgeValue,
  type Consequence,
  type VariableRule,
} from '../agents/variable-rule.js';
import { redactUrl } from '../backends/endpoint.js';
import type { Language } from '../domain.js';
import { quoteValue } from '../shown-text.js';
import type { ContainerContext } from './container-context.js';
import { isSetByContainer } from './container-view.js';
import type { ValueFinder } from './effective-value.js';
import { findInstrumentationVariable } from './instrumentation-values.js';

/** A value that an agent does not take. */
export interface ValueFault {
  readonly rule: VariableRule;
  readonly value: string;
  readonly consequence: Consequence;
}

/** A variable with its value, and what is known of the others. */
interface JudgedVariable {
  readonly name: string;
  readonly value: string;
  readonly find: ValueFinder;
  /** Tells whether another variable may have a value that is not known here; without it none has. */
  readonly isUnknown?: (name: string) => boolean;
}

/** What a rule allows, for a person. */
export const describeAllowed = ({ rule }: ValueFault): string => rule.allowed ?? describeForm(rule.form);

/** Tells which variables may have a value that cannot be known here. */
export const createDoubt =
  ({ view, targets }: ContainerContext, find: ValueFinder) =>
  (name: string): boolean =>
    find(name) === undefined &&
    (view.mayHide(name) ||
      isSetByContainer(view, name) ||
      findInstrumentationVariable(targets, name) !== undefined);

/** What the rules of an agent say of a value; undefined where it takes it, or does not read the variable. */
export function findValueFault(language: Language, judged: JudgedVariable): ValueFault | undefined {
  for (const rule of RULES.get(language)?.get(judged.name) ?? []) {
    const fault = applyRule(rule, judged);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function applyRule(each: VariableRule, { value, find, isUnknown }: JudgedVariable): ValueFault | undefined {
  const isBoundUnknown = each.bound !== undefined && isUnknown?.(each.bound.variable) === true;
  const mayKnowMore = each.extendedBy !== undefined && value !== '' && find(each.extendedBy) !== undefined;
  if (isBoundUnknown || mayKnowMore) return undefined;
  const rule = applyBound(each, find);
  const consequence = judgeValue(rule, value);
  return consequence !== undefined && isMet(rule.when, find) ? { rule, value, consequence } : undefined;
}

/** The variables that the rules of an agent are about. */
export const listRuledVariables = (language: Language): readonly string[] => [
  ...(RULES.get(language)?.keys() ?? []),
];

const RULES: ReadonlyMap<Language, ReadonlyMap<string, readonly VariableRule[]>> = new Map(
  Object.entries(AGENTS).map(([language, { variables }]) => {
    const byName = new Map<string, VariableRule[]>();
    for (const rule of variables)
      for (const name of rule.variables) byName.set(name, [...(byName.get(name) ?? []), rule]);
    return [language as Language, byName];
  }),
);

/** A variable and its value for a sentence. What may hold a credential is not shown. */
export function describeVariable(name: string, value: string): string {
  if (name.includes('HEADERS')) return name;
  return `${name}=${name.includes('ENDPOINT') ? describeEndpoint(value) : quoteValue(value)}`;
}

/** An endpoint for a sentence, in quotes where nobody would see its end. */
export const describeEndpoint = (value: string): string =>
  value === '' || value !== value.trim() ? `"${redactUrl(value)}"` : redactUrl(value);
