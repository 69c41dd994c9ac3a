import type { Instrumentation } from '../../../../src/core/objects/instrumentation.js';
import { parseInstrumentation } from '../../../../src/core/objects/parse-instrumentation.js';

/** Reads an Instrumentation with a spec. */
export function readSpec(spec: object): Instrumentation {
  const result = parseInstrumentation({ metadata: { name: 'main', namespace: 'shop' }, spec });
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value.instrumentation;
}

/** What is ignored of a spec, as one line for each. */
export const ignoredOf = (spec: object): readonly string[] =>
  readSpec(spec).ignored.map(({ path, message }) => `${path}: ${message}`);
