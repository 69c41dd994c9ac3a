import { AGENTS } from '../agents/agents.js';
import { isMet, judgeValue, type Consequence, type VariableRule } from '../agents/variable-rule.js';
import { redactUrl } from '../backends/endpoint.js';
import type { Language } from '../domain.js';
import { quoteValue } from '../shown-text.js';
import type { ValueFinder } from './effective-value.js';

/** A value that an agent does not take. */
export interface ValueFault {
  readonly rule: VariableRule;
  readonly value: string;
  readonly consequence: Consequence;
}

/** What the rules of an agent say of a value; undefined where it takes it, or does not read the variable. */
export function findValueFault(
  language: Language,
  { name, value, find }: { readonly name: string; readonly value: string; readonly find: ValueFinder },
): ValueFault | undefined {
  for (const rule of RULES.get(language)?.get(name) ?? []) {
    const consequence = judgeValue(rule, value);
    const mayKnowMore = rule.extendedBy !== undefined && value !== '' && find(rule.extendedBy) !== undefined;
    if (consequence !== undefined && !mayKnowMore && isMet(rule.when, find))
      return { rule, value, consequence };
  }
  return undefined;
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
