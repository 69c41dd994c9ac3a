import jsonPatch, { type Operation as PatchOperation } from 'fast-json-patch';
import type { Operation } from '../../../../src/core/operation.js';

/** A document after RFC 6902 operations, played by an independent library on a copy. */
export function played(document: object, operations: readonly Operation[]): unknown {
  const copy = structuredClone(document);
  const patch = structuredClone(operations) as unknown as PatchOperation[];
  return jsonPatch.applyPatch(copy, patch, true).newDocument;
}
