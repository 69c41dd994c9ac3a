import { readRecord, isRecord } from '../json.js';
import type { Issue } from '../result.js';
import type { AdmissionRequest } from '../review.js';
import { listSome } from '../shown-text.js';
import type { ClusterSnapshot } from '../snapshot.js';

/**
 * Warns whoever creates a second Instrumentation in a namespace: pods there that say `"true"` mean none of the two, and
 * are skipped.
 */
export function checkAmbiguity(
  { operation, kind, namespace, object }: AdmissionRequest,
  instrumentations: ClusterSnapshot['instrumentations'],
): readonly Issue[] {
  if (operation !== 'CREATE' || kind !== 'Instrumentation' || !isRecord(object)) return [];
  const name = String(readRecord(object, 'metadata')['name']);
  const others = [...(instrumentations.get(namespace)?.keys() ?? [])].filter((other) => other !== name);
  if (others.length === 0) return [];
  const message = `namespace ${namespace} also has ${listSome(others)}, so its pods that say "true" are skipped from now on; name one Instrumentation in their annotations`;
  return [{ path: 'metadata.name', message }];
}
