import type { Fields } from '../../core/json.js';

/** A field of data; undefined where there is none. */
export const readField = (data: unknown, name: string): unknown =>
  typeof data === 'object' && data !== null && Object.hasOwn(data, name) ? (data as Fields)[name] : undefined;

/** A list; empty for anything else. */
export const readList = (data: unknown): readonly unknown[] =>
  Array.isArray(data) ? (data as unknown[]) : [];

/** Text; a number and a boolean are written out, and anything else is empty. */
export function readPlainText(data: unknown): string {
  if (typeof data === 'string') return data;
  return typeof data === 'number' || typeof data === 'boolean' ? String(data) : '';
}
