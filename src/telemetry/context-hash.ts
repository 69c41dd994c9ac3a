import { createHash } from 'node:crypto';
import type { ClusterSnapshot } from '../core/snapshot.js';

/** Twelve hexadecimal digits that change when what was read changes; equal replicas show equal ones. */
export function hashContext(snapshot: ClusterSnapshot): string {
  return createHash('sha256').update(JSON.stringify(snapshot, sortCollections)).digest('hex').slice(0, 12);
}

/** Maps and sets as sorted lists, so that the order of files plays no part. */
const sortCollections = (_key: string, value: unknown): unknown =>
  isCollection(value) ? [...value].sort((a, b) => (getSortKey(a) < getSortKey(b) ? -1 : 1)) : value;

const isCollection = (value: unknown): value is Iterable<unknown> =>
  typeof value === 'object' && value !== null && Symbol.iterator in value && !Array.isArray(value);

/** A map gives its keys with its values. */
const getSortKey = (item: unknown): string => String(Array.isArray(item) ? item[0] : item);
