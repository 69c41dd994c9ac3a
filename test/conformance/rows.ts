import type { Pod } from '../../src/core/kubernetes/pod.js';
import { tableIn } from '../docs/markdown.js';
import { type Difference, sentence } from './differences.js';

/** One row of the table of differences in docs/compatibility.md. */
export interface Row {
  /** The pattern as written. */
  readonly text: string;
  readonly keys: readonly string[];
}

/**
 * The rows of the table between the comments `differences`. A pattern is a path whose keys may hold `*` for any text;
 * `{own}` is a container of the pod as it was submitted, `{added}` one that was added.
 */
export function rowsIn(markdown: string): readonly Row[] {
  return tableIn(markdown, 'differences').map(([cell = '']) => {
    const text = cell.replaceAll('`', '');
    const keys = [...text.matchAll(/\.([^.[]+)|\["([^"]+)"\]/g)].map(
      ([, plain, quoted]) => plain ?? quoted ?? '',
    );
    return { text, keys };
  });
}

/** How the differences of one case fall on the rows. */
export interface Coverage {
  /** Sentences about differences that no row covers, or several. */
  readonly problems: readonly string[];
  readonly used: ReadonlySet<Row>;
}

/** Looks up the one row of each difference between two answers to a pod. */
export function coverage(found: readonly Difference[], rows: readonly Row[], submitted: Pod): Coverage {
  const own = new Set(
    [...submitted.spec.containers, ...(submitted.spec.initContainers ?? [])].map(({ name }) => name),
  );
  const used = new Set<Row>();
  const problems = found.flatMap((difference) => {
    const matching = rows.filter((row) => isCovered(difference.path, row, own));
    matching.forEach((row) => used.add(row));
    if (matching.length === 1) return [];
    const which = matching.length === 0 ? 'no row' : `rows ${matching.map(({ text }) => text).join(' and ')}`;
    return [`${sentence(difference)} (covered by ${which})`];
  });
  return { problems, used };
}

function isCovered(path: readonly string[], { keys }: Row, own: ReadonlySet<string>): boolean {
  return path.length === keys.length && keys.every((key, index) => matchesKey(path[index] ?? '', key, own));
}

function matchesKey(key: string, pattern: string, own: ReadonlySet<string>): boolean {
  if (pattern === '{own}') return own.has(key);
  if (pattern === '{added}') return !own.has(key);
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${parts.join('.*')}$`).test(key);
}
