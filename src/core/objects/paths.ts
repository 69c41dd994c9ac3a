import { isRecord } from '../json.js';

/** A place inside an object: keys and list indexes from the root down. */
export type Path = readonly (string | number)[];

const PLAIN_KEY = /^[A-Za-z_][\w-]*$/;
const TOKEN = /\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([A-Za-z_][\w-]*)/g;

/** Writes a place as people do: `spec.env[0].name`, `spec.resource.resourceAttributes["service.name"]`; empty for the root. */
export function formatPath(path: Path): string {
  return path.map(formatToken).join('').replace(/^\./, '');
}

/** Reads what `formatPath` wrote; unreadable parts are left out. */
export function parsePath(text: string): Path {
  return [...text.matchAll(TOKEN)].map(([, index, quoted, plain]) => {
    if (index !== undefined) return Number(index);
    return quoted === undefined ? (plain ?? '') : quoted.replace(/\\(.)/g, '$1');
  });
}

/** The value at a place of plain data; `undefined` where there is none. */
export const findValueAt = (value: unknown, path: Path): unknown =>
  path.reduce<unknown>(
    (found, token) =>
      typeof found === 'object' && found !== null && Object.hasOwn(found, token)
        ? (found as Readonly<Record<string | number, unknown>>)[token]
        : undefined,
    value,
  );

function formatToken(token: string | number): string {
  if (typeof token === 'number') return `[${token.toString()}]`;
  return PLAIN_KEY.test(token) ? `.${token}` : `["${token.replace(/["\\]/g, '\\$&')}"]`;
}

/** The value without the places, which must be optional fields, entries of maps or items of lists. */
export function removePlaces<T>(value: T, places: readonly Path[]): T {
  if (places.length === 0) return value;
  const below = groupByHead(places);
  const kept = (key: string | number, item: unknown): readonly unknown[] => {
    const paths = below.get(key) ?? [];
    return paths.some((path) => path.length === 0) ? [] : [removePlaces(item, paths)];
  };
  if (Array.isArray(value)) return value.flatMap((item, index) => kept(index, item)) as T;
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).flatMap(([key, item]) =>
    kept(key, item).map((each) => [key, each] as const),
  );
  return Object.fromEntries(entries) as T;
}

function groupByHead(places: readonly Path[]): ReadonlyMap<string | number, readonly Path[]> {
  const heads = new Map<string | number, Path[]>();
  for (const [head, ...rest] of places) {
    if (head === undefined) continue;
    const known = heads.get(head);
    if (known === undefined) heads.set(head, [rest]);
    else known.push(rest);
  }
  return heads;
}
