import { z } from 'zod';
import { err, ok, type Issue, type Result } from '../result.js';
import { instrumentationSpec, type Instrumentation } from './instrumentation.js';
import { removeEmptyStructs, removeOperatorDefaults } from './operator-defaults.js';
import { readBySchema } from './reading.js';
import { removeInvalidValues } from './refused/invalid-values.js';

const instrumentation = z.object({
  metadata: z.object({
    name: z.string().min(1),
    namespace: z.string().min(1).exactOptional(),
    annotations: z.unknown().exactOptional(),
  }),
  spec: instrumentationSpec.exactOptional(),
});

/** What every object has beside `spec` and what is not for this program to judge. */
const NOT_READ = /^(apiVersion$|kind$|metadata|status)/;

/**
 * Reads an Instrumentation from parsed JSON or YAML of any shape, leniently: fields that are not known are notices, as
 * objects of other Operator versions must work, and values that would keep a pod from running are `ignored`. Refuses
 * fields of a wrong type, and of a value that the Operator's own schema refuses, with their paths. Without a namespace
 * it is of `default`, as with kubectl.
 */
export function parseInstrumentation(
  value: unknown,
): Result<{ readonly instrumentation: Instrumentation; readonly notices: readonly Issue[] }> {
  const result = readBySchema(instrumentation, value);
  if (!result.ok) return err(result.error);
  const { metadata, spec } = result.value.value;
  const notices = result.value.notices.filter(({ path }) => !NOT_READ.test(path));
  const chosen = removeOperatorDefaults(removeEmptyStructs(spec ?? {}), metadata.annotations);
  return ok({
    instrumentation: {
      metadata: { name: metadata.name, namespace: metadata.namespace ?? 'default' },
      ...removeInvalidValues(chosen.spec),
    },
    notices: [...notices, ...chosen.notices],
  });
}
