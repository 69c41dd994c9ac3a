import { isRecord } from '../../src/core/json.js';
import type { JsonSchema } from '../crd/structural-schema.js';
import { code, codes } from './markdown.js';

/** The alternatives of a schema, nested ones too; of a schema without, itself. */
export function variantsOf(schema: JsonSchema): readonly JsonSchema[] {
  const list = schema['oneOf'] ?? schema['anyOf'];
  return Array.isArray(list) ? list.flatMap((variant) => variantsOf(partOf(variant))) : [schema];
}

/** A part of a schema; empty where there is none. */
export const partOf = (value: unknown): JsonSchema => (isRecord(value) ? value : {});

/** The fields of an object's schema, by name. */
export const fieldsOf = (schema: JsonSchema): JsonSchema => partOf(schema['properties']);

/** What a value of a schema may be, in a cell of a table. */
export function typeOf(schema: JsonSchema): string {
  const variants = variantsOf(schema);
  if (variants.length > 1) return variants.map(shapeOf).join(' or ');
  const { type, const: only, enum: allowed, items } = schema;
  if (only !== undefined) return code(JSON.stringify(only));
  if (Array.isArray(allowed)) return codes(allowed.map(String));
  switch (type) {
    case 'array':
      return listOf(partOf(items));
    case 'object':
      return isRecord(schema['properties']) ? 'object' : 'map of text to a number';
    case 'boolean':
      return codes(['true', 'false']);
    case 'number':
    case 'integer':
      return numberOf(schema);
    default:
      return 'text';
  }
}

const listOf = (items: JsonSchema): string =>
  items['type'] === 'object' ? 'list of objects' : `list of ${typeOf(items)}`;

const shapeOf = (variant: JsonSchema): string =>
  Object.entries(fieldsOf(variant))
    .map(([name, field]) => {
      const { const: only } = partOf(field);
      return code(`${name}: ${only === undefined ? 'TEXT' : JSON.stringify(only)}`);
    })
    .join(', ');

function numberOf({ type, minimum, maximum, exclusiveMinimum }: JsonSchema): string {
  const kind = type === 'integer' ? 'whole number' : 'number';
  if (typeof exclusiveMinimum === 'number') return `${kind} above ${exclusiveMinimum}`;
  return typeof minimum === 'number' && typeof maximum === 'number'
    ? `${kind}, ${minimum} to ${maximum}`
    : kind;
}
