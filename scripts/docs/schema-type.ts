import { isRecord } from '../../src/core/json.js';
import type { JsonSchema } from '../crd/structural-schema.js';
import { formatCode, formatCodes } from './markdown.js';

/** The alternatives of a schema, nested ones too; of a schema without, itself. */
export function listVariants(schema: JsonSchema): readonly JsonSchema[] {
  const list = schema['oneOf'] ?? schema['anyOf'];
  return Array.isArray(list) ? list.flatMap((variant) => listVariants(getPart(variant))) : [schema];
}

/** A part of a schema; empty where there is none. */
export const getPart = (value: unknown): JsonSchema => (isRecord(value) ? value : {});

/** The fields of an object's schema, by name. */
export const getFields = (schema: JsonSchema): JsonSchema => getPart(schema['properties']);

/** What a value of a schema may be, in a cell of a table. */
export function describeType(schema: JsonSchema): string {
  const variants = listVariants(schema);
  if (variants.length > 1) return variants.map(describeShape).join(' or ');
  const { type, const: only, enum: allowed, items } = schema;
  if (only !== undefined) return formatCode(JSON.stringify(only));
  if (Array.isArray(allowed)) return formatCodes(allowed.map(String));
  switch (type) {
    case 'array':
      return describeList(getPart(items));
    case 'object':
      return isRecord(schema['properties']) ? 'object' : describeMap(getPart(schema['additionalProperties']));
    case 'boolean':
      return formatCodes(['true', 'false']);
    case 'number':
    case 'integer':
      return describeNumber(schema);
    default:
      return 'text';
  }
}

const describeMap = ({ type }: JsonSchema): string =>
  type === 'string' ? 'map of text to text' : 'map of text to a number';

const describeList = (items: JsonSchema): string =>
  items['type'] === 'object' ? 'list of objects' : `list of ${describeType(items)}`;

const describeShape = (variant: JsonSchema): string =>
  Object.entries(getFields(variant))
    .map(([name, field]) => {
      const { const: only } = getPart(field);
      return formatCode(`${name}: ${only === undefined ? 'TEXT' : JSON.stringify(only)}`);
    })
    .join(', ');

function describeNumber({ type, minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const kind = type === 'integer' ? 'whole number' : 'number';
  if (typeof exclusiveMinimum === 'number') return `${kind} above ${exclusiveMinimum}`;
  return typeof minimum === 'number' && typeof maximum === 'number'
    ? `${kind}, ${minimum} to ${maximum}`
    : kind;
}
