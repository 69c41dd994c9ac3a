import { listReferences } from '../kubernetes/variable-reference.js';

interface NamedVariable {
  readonly env: { readonly name: string; readonly value?: string };
}

/** An entry whose needs are looked through. */
interface OpenEntry<T> {
  readonly entry: T;
  readonly needs: Iterator<T>;
}

/**
 * Sorts variables so that each comes after those of the same list that its value refers to, and else in their order:
 * the kubelet expands `$(NAME)` from earlier entries only. Of variables that refer to each other in a circle one has to
 * come first. There is no recursion, as a chain of references may be as long as the list.
 * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
 */
export function sortByReference<T extends NamedVariable>(entries: readonly T[]): readonly T[] {
  const byName = new Map(entries.map((entry) => [entry.env.name, entry]));
  const seen = new Set<T>();
  const sorted: T[] = [];
  const open: OpenEntry<T>[] = [];
  const enter = (entry: T): void => {
    if (seen.has(entry)) return;
    seen.add(entry);
    const names = listReferences(entry.env.value);
    // Most values refer to nothing.
    if (names.length === 0) sorted.push(entry);
    else open.push({ entry, needs: names.flatMap((name) => byName.get(name) ?? []).values() });
  };
  for (const first of entries) {
    enter(first);
    for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
      const next = top.needs.next();
      if (next.done !== true) enter(next.value);
      else {
        sorted.push(top.entry);
        open.pop();
      }
    }
  }
  return sorted;
}
