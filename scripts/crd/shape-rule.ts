import { isRecord } from '../../src/core/json.js';
import { formatCelName, type ValidationRule } from './validation-rule.js';

/** One shape of an object: a JSON Schema with `properties` and `required`. */
type Shape = Readonly<Record<string, unknown>>;

/**
 * Says in CEL that an object has exactly one of some shapes: its fixed values, all its required fields, and none of the
 * fields that only other shapes have. `keys` are the fields of all shapes.
 */
export function buildShapeRule(shapes: readonly Shape[], keys: readonly string[]): ValidationRule {
  return {
    rule: shapes.map((shape) => `(${buildConditions(shape, keys).join(' && ')})`).join(' || '),
    message: `has none of the allowed shapes; allowed: ${shapes.map(formatShape).join(', ')}; write one of them`,
  };
}

function buildConditions(shape: Shape, keys: readonly string[]): readonly string[] {
  const fields = getFields(shape);
  return keys.flatMap((key) => {
    const place = `self.${formatCelName(key)}`;
    if (!Object.hasOwn(fields, key)) return [`!has(${place})`];
    const fixed = findFixedValue(fields[key]);
    const isFixed = fixed === undefined ? [] : [`${place} == ${JSON.stringify(fixed)}`];
    if (isRequired(shape, key)) return [`has(${place})`, ...isFixed];
    return isFixed.map((equal) => `(!has(${place}) || ${equal})`);
  });
}

/** A shape as a person would write it; optional fields have a question mark. */
function formatShape(shape: Shape): string {
  const fields = Object.entries(getFields(shape)).map(([key, field]) => {
    const fixed = findFixedValue(field);
    return `${key}${isRequired(shape, key) ? '' : '?'}${fixed === undefined ? '' : `: ${JSON.stringify(fixed)}`}`;
  });
  return `{ ${fields.join(', ')} }`;
}

const getFields = ({ properties }: Shape): Shape => (isRecord(properties) ? properties : {});

const isRequired = ({ required }: Shape, key: string): boolean =>
  Array.isArray(required) && required.includes(key);

const findFixedValue = (field: unknown): unknown => (isRecord(field) ? field['const'] : undefined);
