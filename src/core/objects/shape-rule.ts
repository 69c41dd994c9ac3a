import { isRecord } from '../review.js';

/** A rule of a CustomResourceDefinition in the Common Expression Language. */
export interface ValidationRule {
  readonly rule: string;
  readonly message: string;
}

/** One shape of an object: a JSON Schema with `properties` and `required`. */
type Shape = Readonly<Record<string, unknown>>;

/**
 * Says in CEL that an object has exactly one of some shapes: its fixed values, all its required fields, and none of the
 * fields that only other shapes have. `keys` are the fields of all shapes.
 * https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definitions/#validation-rules
 */
export function shapeRule(shapes: readonly Shape[], keys: readonly string[]): ValidationRule {
  return {
    rule: shapes.map((shape) => `(${conditions(shape, keys).join(' && ')})`).join(' || '),
    message: `allowed: ${shapes.map(written).join(', ')}`,
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

const RESERVED =
  /^(true|false|null|in|as|break|const|continue|else|for|function|if|import|let|loop|package|namespace|return)$/;

/** A field name as Kubernetes lets CEL speak of it. */
function celName(key: string): string {
  if (RESERVED.test(key)) return `__${key}__`;
  return key
    .replaceAll('__', '__underscores__')
    .replaceAll('.', '__dot__')
    .replaceAll('-', '__dash__')
    .replaceAll('/', '__slash__');
}
