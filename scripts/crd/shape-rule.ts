import { isRecord } from '../../src/core/json.js';
import { celName, type ValidationRule } from './validation-rule.js';

/** One shape of an object: a JSON Schema with `properties` and `required`. */
type Shape = Readonly<Record<string, unknown>>;

/**
 * Says in CEL that an object has exactly one of some shapes: its fixed values, all its required fields, and none of the
 * fields that only other shapes have. `keys` are the fields of all shapes.
 */
export function shapeRule(shapes: readonly Shape[], keys: readonly string[]): ValidationRule {
  return {
    rule: shapes.map((shape) => `(${conditions(shape, keys).join(' && ')})`).join(' || '),
    message: `has none of the allowed shapes; allowed: ${shapes.map(written).join(', ')}; write one of them`,
  };
}

function conditions(shape: Shape, keys: readonly string[]): readonly string[] {
  const fields = fieldsOf(shape);
  return keys.flatMap((key) => {
    const place = `self.${celName(key)}`;
    if (!Object.hasOwn(fields, key)) return [`!has(${place})`];
    const fixed = fixedValue(fields[key]);
    const isFixed = fixed === undefined ? [] : [`${place} == ${JSON.stringify(fixed)}`];
    if (isRequired(shape, key)) return [`has(${place})`, ...isFixed];
    return isFixed.map((equal) => `(!has(${place}) || ${equal})`);
  });
}

/** A shape as a person would write it; optional fields have a question mark. */
function written(shape: Shape): string {
  const fields = Object.entries(fieldsOf(shape)).map(([key, field]) => {
    const fixed = fixedValue(field);
    return `${key}${isRequired(shape, key) ? '' : '?'}${fixed === undefined ? '' : `: ${JSON.stringify(fixed)}`}`;
  });
  return `{ ${fields.join(', ')} }`;
}

const fieldsOf = ({ properties }: Shape): Shape => (isRecord(properties) ? properties : {});

const isRequired = ({ required }: Shape, key: string): boolean =>
  Array.isArray(required) && required.includes(key);

const fixedValue = (field: unknown): unknown => (isRecord(field) ? field['const'] : undefined);
