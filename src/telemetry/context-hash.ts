import { createHash } from 'node:crypto';
import type { ClusterSnapshot } from '../core/snapshot.js';

/** Twelve hexadecimal digits that change when what was read changes; equal replicas show equal ones. */
export function hashContext(snapshot: ClusterSnapshot): string {
  return createHash('sha256').update(JSON.stringify(snapshot, sortCollections)).digest('hex').slice(0, 12);
}

/** Maps and sets as sorted lists, so that the order of files plays no part. */
function sortCollections(_key: string, value: unknown): unknown {
  if (value instanceof Map) return [...value.entries()].sort(compareKeys);
  if (value instanceof Set) return [...value].sort();
  return value;
}

const compareKeys = ([a]: [unknown, unknown], [b]: [unknown, unknown]): number =>
  String(a) < String(b) ? -1 : 1;
