import jsonPatch from 'fast-json-patch';
import type { Document } from 'yaml';
import type { Operation } from '../core/operation.js';
import { findValueAt, type Path } from '../core/objects/paths.js';
import { err, ok, type Result } from '../core/result.js';
import { markIntegers } from '../yaml-edit/json-text.js';
import type { WorkloadDecision } from './decision.js';

/** The operations for one workload of a document. */
export interface WorkloadPatch {
  /** Place of the pod or pod template in the document. */
  readonly base: Path;
  /** `file:line:column` of the workload. */
  readonly place: string;
  readonly operations: readonly Operation[];
}

/**
 * The data of a document after operations, which fast-json-patch applies: it shares no code with the engine, so what
 * it makes is what an API server would. Refuses an operation that does not fit. `received` is not changed. The result
 * has marked integers; `formatMarkedJson` writes it.
 */
export function buildPatchedData(received: unknown, patches: readonly WorkloadPatch[]): Result<unknown> {
  const data = markIntegers(received);
  const issues = patches.flatMap(({ base, place, operations }) => {
    const message = applyAll(findValueAt(data, base), operations);
    return message === undefined ? [] : [{ path: place, message }];
  });
  return issues.length > 0 ? err(issues) : ok(data);
}

/** Applies operations in place; tells the first that does not fit. */
function applyAll(target: unknown, operations: readonly Operation[]): string | undefined {
  for (const operation of operations) {
    const why = applyOne(target, operation);
    if (why === undefined) continue;
    return `cannot be patched: ${operation.op} ${operation.path} does not fit (${why}); report the object with this message`;
  }
  return undefined;
}

/**
 * The library refuses a path through `__proto__`, as it would write to a prototype instead of a key. No operation has
 * a key of the user's in its path; in the object and in copied parts such a key is one like any other.
 */
function applyOne(target: unknown, operation: Operation): string | undefined {
  try {
    jsonPatch.applyOperation(target, structuredClone(operation), true);
    return undefined;
  } catch (error) {
    // The message of a JsonPatchError shows the whole object, and with it what may be a credential.
    if (error instanceof jsonPatch.JsonPatchError) return error.name;
    return error instanceof Error ? error.message : String(error);
  }
}

/** The operations of each edited document that has any, in the order of its workloads. */
export function groupPatches(
  decisions: readonly WorkloadDecision[],
): ReadonlyMap<Document, readonly WorkloadPatch[]> {
  const groups = new Map<Document, WorkloadPatch[]>();
  for (const { workload, operations } of decisions) {
    const { document, base, place } = workload;
    const patches = groups.get(document) ?? [];
    groups.set(document, patches);
    patches.push({ base, place, operations });
  }
  return groups;
}
