import { assertNever, type Origin } from '../domain.js';
import type { EnvEdit } from '../edits.js';
import type { NamedSetting } from '../outcome.js';
import type { EnvVar } from '../pod.js';
import { type Operation, pointer } from './operation.js';
import { referencesIn } from './variable-reference.js';

/** One variable of a container while it is edited: the user's (with its place as received) or an added one. */
export interface EnvEntry {
  readonly env: EnvVar;
  /** Index in the received list; absent for an added variable. */
  readonly received?: number;
  readonly origin?: Origin;
}

/**
 * The variables of one container while they are edited. It knows which entries are the user's, so the operations
 * touch those only where an edit did: no index diff, no rewritten value.
 */
export class EnvDraft {
  entries: EnvEntry[];
  readonly #received: readonly EnvVar[] | undefined;
  #moved: number | undefined;

  constructor(received: readonly EnvVar[] | undefined) {
    this.#received = received;
    this.entries = (received ?? []).map((env, index) => ({ env, received: index }));
  }

  /** Where the entry stands that holds at run time: of several with one name the last. */
  indexOf(name: string): number {
    return this.entries.findLastIndex((entry) => entry.env.name === name);
  }

  /** Plays one edit. */
  apply(edit: EnvEdit): void {
    switch (edit.op) {
      case 'env-first':
        if (this.indexOf(edit.env.name) < 0) this.entries.unshift({ env: edit.env, origin: edit.origin });
        return;
      case 'env-default':
        this.#default(edit);
        return;
      case 'env-join':
        this.#join(edit);
        return;
      case 'env-rename':
        this.#rename(edit.name, edit.to);
        return;
      case 'env-last':
        this.#last(edit.name);
        return;
      default:
        assertNever(edit);
    }
  }

  #default(edit: EnvEdit & { op: 'env-default' }): void {
    if (this.indexOf(edit.env.name) >= 0) return;
    const anchor = edit.before === undefined ? -1 : this.indexOf(edit.before);
    this.entries.splice(anchor < 0 ? this.entries.length : anchor, 0, { env: edit.env, origin: edit.origin });
  }

  #join(edit: EnvEdit & { op: 'env-join' }): void {
    const index = this.indexOf(edit.name);
    const entry = this.entries[index];
    const parts = [edit.before, entry?.env.value, edit.after].filter(
      (part) => part !== undefined && part !== '',
    );
    const value = parts.reduce<string>((text, part) => joined(text, part ?? '', edit.separator), '');
    // A reference of the user's was renamed before; an added one, of another language's Instrumentation, gives way.
    const kept = entry?.received === undefined ? undefined : entry.env;
    const env = { ...kept, name: edit.name, value };
    if (entry === undefined) this.entries.push({ env, origin: edit.origin });
    else this.entries[index] = { ...entry, env, origin: entry.origin ?? edit.origin };
  }

  #rename(name: string, to: string): void {
    const index = this.indexOf(name);
    const entry = this.entries[index];
    if (entry === undefined) return;
    this.entries[index] = { ...entry, env: { ...entry.env, name: to } };
    this.entries.splice(index + 1, 0, { env: { name, value: `$(${to})` }, origin: 'default' });
  }

  #last(name: string): void {
    const index = this.indexOf(name);
    const [entry] = index < 0 ? [] : this.entries.splice(index, 1);
    if (entry === undefined) return;
    this.entries.push(entry);
    this.#moved = entry.received;
  }

  /**
   * Sorts the added variables at the end of the list so that each stands after the added ones that its value refers
   * to: the kubelet expands `$(NAME)` from earlier entries only, and leaves the text as it is otherwise.
   * https://kubernetes.io/docs/tasks/inject-data-application/define-interdependent-environment-variables/
   */
  orderByReference(): void {
    const stays = ({ received }: EnvEntry): boolean => received !== undefined && received !== this.#moved;
    const start = this.entries.findLastIndex(stays) + 1;
    const tail = this.entries.slice(start);
    const byName = new Map(tail.map((entry) => [entry.env.name, entry]));
    const placed = new Set<EnvEntry>();
    const place = (entry: EnvEntry): void => {
      if (placed.has(entry)) return;
      placed.add(entry);
      for (const name of referencesIn(entry.env.value)) {
        const needed = byName.get(name);
        if (needed !== undefined && !sorted.includes(needed)) place(needed);
      }
      sorted.push(entry);
    };
    const sorted: EnvEntry[] = [];
    tail.forEach(place);
    this.entries.splice(start, tail.length, ...sorted);
  }

  /** The variables after all edits; the received list itself when nothing changed. */
  result(): readonly EnvVar[] | undefined {
    if (this.#received === undefined && this.entries.length === 0) return undefined;
    return this.entries.map((entry) => entry.env);
  }

  /** What was added or joined, and where it came from. */
  settings(): readonly NamedSetting[] {
    return this.entries.flatMap(({ env, origin }) =>
      origin === undefined ? [] : [{ name: env.name, value: env.value ?? shownReference(env), origin }],
    );
  }

  /** The operations that turn the received list at `path` into the result. */
  operations(path: string): Operation[] {
    const received = this.#received;
    if (received === undefined) {
      const value = this.entries.map((entry) => entry.env);
      return value.length === 0 ? [] : [{ op: 'add', path, value }];
    }
    return [...this.#changes(received, path), ...this.#move(received, path), ...this.#additions(path)];
  }

  #changes(received: readonly EnvVar[], path: string): Operation[] {
    return this.entries.flatMap(({ env, received: index }): Operation[] => {
      const before = index === undefined ? undefined : received[index];
      if (index === undefined || before === undefined || before === env) return [];
      const at = path + pointer(index);
      return [
        ...(env.name === before.name
          ? []
          : [{ op: 'replace', path: `${at}/name`, value: env.name } as const]),
        ...(env.value === before.value
          ? []
          : [
              {
                op: before.value === undefined ? 'add' : 'replace',
                path: `${at}/value`,
                value: env.value,
              } as const,
            ]),
      ];
    });
  }

  #move(received: readonly EnvVar[], path: string): Operation[] {
    if (this.#moved === undefined || this.#moved === received.length - 1) return [];
    return [{ op: 'move', from: path + pointer(this.#moved), path: path + pointer(received.length - 1) }];
  }

  #additions(path: string): Operation[] {
    return this.entries.flatMap((entry, index): Operation[] =>
      entry.received === undefined ? [{ op: 'add', path: path + pointer(index), value: entry.env }] : [],
    );
  }
}

function shownReference({ valueFrom }: EnvVar): string {
  const { fieldRef, configMapKeyRef, secretKeyRef } = valueFrom ?? {};
  if (fieldRef !== undefined) return `from field ${fieldRef.fieldPath}`;
  if (configMapKeyRef !== undefined)
    return `from ConfigMap ${configMapKeyRef.name ?? ''}, key ${configMapKeyRef.key ?? ''}`;
  if (secretKeyRef !== undefined)
    return `from Secret ${secretKeyRef.name ?? ''}, key ${secretKeyRef.key ?? ''}`;
  return 'from a resource field';
}

/** Joins two texts with a separator, but once only: the user's value may end in it already. */
function joined(left: string, right: string, separator: string): string {
  if (left === '') return right;
  return left.endsWith(separator) || right.startsWith(separator) ? left + right : left + separator + right;
}
