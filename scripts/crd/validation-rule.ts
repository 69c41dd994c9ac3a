import { isRecord } from '../../src/core/json.js';
import type { JsonSchema } from './structural-schema.js';

/**
 * A rule of a CustomResourceDefinition in the Common Expression Language.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export interface ValidationRule {
  readonly rule: string;
  /** What is told when it does not hold; `messageExpression` instead where a value stands in it. */
  readonly message?: string;
  readonly messageExpression?: string;
  /** The field that is named, below the place of the rule. */
  readonly fieldPath?: string;
}

/** A rule and its place in the schema, as `spec.injection.rules[]`; empty for the whole object. */
export interface PlacedRule extends ValidationRule {
  readonly at: string;
}

/** Adds rules to the schema of an object, each at its place. Throws where the schema has no such place. */
export function addRules(schema: JsonSchema, rules: readonly PlacedRule[]): JsonSchema {
  return rules.reduce((result, { at, ...rule }) => addRule(result, parseSteps(at), rule), schema);
}

/**
 * Says a sentence in CEL. What stands in it between `{{` and `}}` is CEL itself and gives text; without any, the
 * sentence is a plain message.
 */
export function buildMessage(sentence: string): Pick<ValidationRule, 'message' | 'messageExpression'> {
  const [first = '', ...parts] = sentence.split('{{');
  if (parts.length === 0) return { message: sentence };
  const terms = [formatCelText(first), ...parts.flatMap(splitExpression)];
  return { messageExpression: terms.filter((term) => term !== '""').join(' + ') };
}

/** The terms of what stands behind `{{`: CEL up to `}}`, and the text behind that. */
function splitExpression(part: string): readonly string[] {
  const end = part.indexOf('}}');
  return [part.slice(0, end), formatCelText(part.slice(end + '}}'.length))];
}

/** Text as CEL writes it; https://github.com/google/cel-spec/blob/master/doc/langdef.md#string-and-bytes-values */
export const formatCelText = (text: string): string => JSON.stringify(text);

/** A list of texts as CEL writes it. */
export const formatCelList = (texts: readonly string[]): string => `[${texts.map(formatCelText).join(', ')}]`;

const RESERVED =
  /^(true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return)$/;

/** A field name as Kubernetes lets CEL speak of it. */
export function formatCelName(key: string): string {
  if (RESERVED.test(key)) return `__${key}__`;
  return key
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}

const ITEMS = '[]';

const parseSteps = (at: string): readonly string[] =>
  at === ''
    ? []
    : at
        .split('.')
        .flatMap((name) => (name.endsWith(ITEMS) ? [name.slice(0, -ITEMS.length), ITEMS] : [name]));

function addRule(schema: JsonSchema, [step, ...rest]: readonly string[], rule: ValidationRule): JsonSchema {
  if (step === undefined) {
    const before: unknown = schema[RULES];
    return { ...schema, [RULES]: [...(Array.isArray(before) ? (before as unknown[]) : []), rule] };
  }
  if (step === ITEMS) return { ...schema, items: addRule(getSchemaPart(schema, 'items', step), rest, rule) };
  const properties = getSchemaPart(schema, 'properties', step);
  return {
    ...schema,
    properties: { ...properties, [step]: addRule(getSchemaPart(properties, step, step), rest, rule) },
  };
}

const RULES = 'x-kubernetes-validations';

function getSchemaPart(schema: JsonSchema, key: string, step: string): JsonSchema {
  const part = schema[key];
  if (!isRecord(part)) throw new Error(`a rule stands at ${step}, which the schema does not have`);
  return part;
}
