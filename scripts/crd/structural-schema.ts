import { isRecord } from '../../src/core/json.js';
import { buildShapeRule } from './shape-rule.js';
import { PATTERN_MESSAGE } from '../../src/core/objects/text-forms.js';
import { formatCelText, type ValidationRule } from './validation-rule.js';

/** A JSON Schema, or a part of one, as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Turns a JSON Schema without references into a structural schema of a CustomResourceDefinition. Objects that keep
 * unknown fields get `x-kubernetes-preserve-unknown-fields`; a union of objects becomes one object with the fields of
 * all and one CEL rule that allows exactly the written shapes. Throws on a union that it cannot flatten.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#specifying-a-structural-schema
 */
export function buildStructuralSchema(schema: JsonSchema): JsonSchema {
  if (schema['x-kubernetes-int-or-string'] === true) return buildIntOrString(schema);
  const variants = listVariants(schema);
  if (variants.length > 1) return flattenUnion(schema, variants);
  switch (schema['type']) {
    case 'object':
      return buildObjectSchema(schema);
    case 'array':
      return { ...buildScalar(schema), items: buildStructuralSchema(getPart(schema['items'])) };
    case 'integer':
      return { ...buildScalar(removeSafeBounds(schema)), format: 'int64' };
    default:
      return buildScalar(schema);
  }
}

/** Keywords that mean the same in both kinds of schema. */
const KEPT = [
  'description',
  'type',
  'enum',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'maxProperties',
];

function buildScalar(schema: JsonSchema): JsonSchema {
  return {
    ...pick(schema, KEPT),
    ...(Object.hasOwn(schema, 'const') ? { enum: [schema['const']] } : {}),
    // A number in JSON Schema, a flag beside `minimum` in OpenAPI 3.0, which CustomResourceDefinitions are written in.
    ...(Object.hasOwn(schema, 'exclusiveMinimum')
      ? { minimum: schema['exclusiveMinimum'], exclusiveMinimum: true }
      : {}),
    ...buildPattern(schema),
  };
}

/** A pattern whose breach has a sentence becomes a rule: the API server would tell the bare pattern. */
function buildPattern({ pattern, [PATTERN_MESSAGE]: message }: JsonSchema): JsonSchema {
  if (typeof pattern !== 'string') return {};
  if (typeof message !== 'string') return { pattern };
  return { 'x-kubernetes-validations': [{ rule: `self.matches(${formatCelText(pattern)})`, message }] };
}

function buildObjectSchema(schema: JsonSchema): JsonSchema {
  const { properties, additionalProperties: rest, propertyNames } = schema;
  const keepsUnknown = isRecord(rest) && Object.keys(rest).length === 0;
  return {
    ...buildScalar(schema),
    ...(isRecord(properties) && Object.keys(properties).length > 0
      ? { properties: mapValues(properties, (value) => buildStructuralSchema(getPart(value))) }
      : {}),
    ...pick(schema, ['required']),
    ...(keepsUnknown ? { 'x-kubernetes-preserve-unknown-fields': true } : {}),
    ...(isRecord(rest) && !keepsUnknown ? { additionalProperties: buildStructuralSchema(rest) } : {}),
    ...(getPart(propertyNames)['minLength'] === 1 ? { 'x-kubernetes-validations': [NO_EMPTY_KEY] } : {}),
  };
}

/** A structural schema says nothing about the keys of a map. */
const NO_EMPTY_KEY: ValidationRule = {
  rule: '!("" in self)',
  message: 'has an empty key; allowed: at least 1 character; write it or remove it',
};

/** A quantity: as the API server defines it, a whole number or text. */
function buildIntOrString(schema: JsonSchema): JsonSchema {
  const [text = {}] = listVariants(schema).filter(({ pattern }) => pattern !== undefined);
  return {
    ...pick(schema, ['description']),
    anyOf: [{ type: 'integer' }, { type: 'string' }],
    ...pick(text, ['pattern']),
    'x-kubernetes-int-or-string': true,
  };
}

/** The alternatives of a schema, nested ones too; of a schema without, itself. */
function listVariants(schema: JsonSchema): readonly JsonSchema[] {
  const list = schema['oneOf'] ?? schema['anyOf'];
  return Array.isArray(list) ? list.flatMap((variant) => listVariants(getPart(variant))) : [schema];
}

function flattenUnion(schema: JsonSchema, variants: readonly JsonSchema[]): JsonSchema {
  if (variants.some(({ type }) => type !== 'object'))
    throw new Error(`a union of other things than objects: ${JSON.stringify(schema).slice(0, 200)}`);
  const keys = [...new Set(variants.flatMap((variant) => Object.keys(getFields(variant))))];
  const required = keys.filter((key) => variants.every((variant) => getRequired(variant).includes(key)));
  return {
    ...pick(schema, ['description']),
    type: 'object',
    properties: Object.fromEntries(keys.map((key) => [key, mergeField(key, variants)])),
    ...(required.length > 0 ? { required } : {}),
    'x-kubernetes-validations': [buildShapeRule(variants, keys)],
  };
}

/** One schema for a field that several variants have: the same in all of them, or one fixed value in each. */
function mergeField(key: string, variants: readonly JsonSchema[]): JsonSchema {
  const found = variants
    .flatMap((variant) => getFields(variant)[key] ?? [])
    .map((field) => buildStructuralSchema(getPart(field)));
  const [first = {}] = found;
  if (found.every((field) => Array.isArray(field['enum'])))
    return {
      ...omitKeys(first, ['enum', 'description']),
      enum: [...new Set(found.flatMap((field) => field['enum']))],
    };
  const bare = found.map((field) => JSON.stringify(omitKeys(field, ['description'])));
  if (new Set(bare).size > 1) throw new Error(`the field ${key} differs between the shapes of a union`);
  const descriptions = new Set(found.map((field) => field['description']));
  return descriptions.size > 1 ? { ...first, description: [...descriptions].join(' ') } : first;
}

const getPart = (value: unknown): JsonSchema => (isRecord(value) ? value : {});

const getFields = (schema: JsonSchema): JsonSchema => getPart(schema['properties']);

const getRequired = ({ required }: JsonSchema): readonly unknown[] =>
  Array.isArray(required) ? required : [];

/** Bounds that stand for "a number that JavaScript holds exactly"; the API has its own, those of int64. */
const removeSafeBounds = (schema: JsonSchema): JsonSchema =>
  Object.fromEntries(
    Object.entries(schema).filter(([, value]) => Math.abs(Number(value)) !== Number.MAX_SAFE_INTEGER),
  );

const pick = (schema: JsonSchema, keys: readonly string[]): JsonSchema =>
  Object.fromEntries(keys.filter((key) => Object.hasOwn(schema, key)).map((key) => [key, schema[key]]));

const omitKeys = (schema: JsonSchema, keys: readonly string[]): JsonSchema =>
  Object.fromEntries(Object.entries(schema).filter(([key]) => !keys.includes(key)));

const mapValues = (fields: JsonSchema, change: (value: unknown) => JsonSchema): JsonSchema =>
  Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, change(value)]));
