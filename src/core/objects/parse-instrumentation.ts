import { z } from 'zod';
import { isRecord } from '../json.js';
import { ok, type Issue, type Result } from '../result.js';
import { instrumentationSpec, type Instrumentation } from './instrumentation.js';
import { removeEmptyStructs, removeOperatorDefaults } from './operator-defaults.js';
import { readLeniently } from './reading.js';

/** What is not named in `metadata` and `status` is not for this program to judge. */
const instrumentation = z.strictObject({
  apiVersion: z.unknown().optional(),
  kind: z.unknown().optional(),
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1).exactOptional(),
    annotations: z.unknown().exactOptional(),
  }),
  spec: instrumentationSpec.exactOptional(),
  status: z.unknown().optional(),
});

/** The object without structs that say nothing. */
const prepare = (object: unknown): unknown =>
  isRecord(object) && isRecord(object['spec'])
    ? { ...object, spec: removeEmptyStructs(object['spec']) }
    : object;

/**
 * Reads an Instrumentation from parsed JSON or YAML of any shape, leniently: fields that are not known are notices, as
 * objects of other Operator versions must work, and values that would keep a pod from running are `ignored`. Refuses
 * fields of a wrong type, and of a value that the Operator's own schema refuses, with their paths. Without a namespace
 * it is of `default`, as with kubectl.
 */
export function parseInstrumentation(
  value: unknown,
): Result<{ readonly instrumentation: Instrumentation; readonly notices: readonly Issue[] }> {
  const result = readLeniently(instrumentation, value, prepare);
  if (!result.ok) return result;
  const { value: object, notices, ignored } = result.value;
  const { name, namespace = 'default', annotations } = object.metadata;
  const chosen = removeOperatorDefaults(object.spec ?? {}, annotations);
  return ok({
    instrumentation: { metadata: { name, namespace }, spec: chosen.spec, ignored },
    notices: [...notices, ...chosen.notices],
  });
}
