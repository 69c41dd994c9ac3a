import { assertNever, type Origin } from '../domain.js';
import type { EnvEdit } from '../edits.js';
import type { NamedSetting } from '../outcome.js';
import type { EnvVar } from '../kubernetes/pod.js';
import { type Operation, formatPointer } from '../operation.js';
import { sortByReference } from './reference-order.js';

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
  /** The names in the list; no edit removes one. So a long list need not be searched for each added variable. */
  readonly #names: Set<string>;
  readonly #received: readonly EnvVar[] | undefined;
  #moved: number | undefined;

  constructor(received: readonly EnvVar[] | undefined) {
    this.#received = received;
    this.entries = (received ?? []).map((env, index) => ({ env, received: index }));
    this.#names = new Set((received ?? []).map(({ name }) => name));
  }

  /** The index of the entry that counts at run time: the last one of a name. */
  findIndex(name: string): number {
    return this.#names.has(name) ? this.entries.findLastIndex((entry) => entry.env.name === name) : -1;
  }

  /** Applies one edit. */
  apply(edit: EnvEdit): void {
    switch (edit.op) {
      case 'env-first':
        if (this.#addName(edit.env.name)) this.entries.unshift({ env: edit.env, origin: edit.origin });
        return;
      case 'env-default':
        this.#addDefault(edit);
        return;
      case 'env-join':
        this.#join(edit);
        return;
      case 'env-rename':
        this.#rename(edit.name, edit.to);
        return;
      case 'env-last':
        this.#moveLast(edit.name);
        return;
      default:
        assertNever(edit);
    }
  }

  /** Notes a name, and tells whether it was not there. */
  #addName(name: string): boolean {
    const isNew = !this.#names.has(name);
    this.#names.add(name);
    return isNew;
  }

  #addDefault(edit: EnvEdit & { op: 'env-default' }): void {
    if (!this.#addName(edit.env.name)) return;
    const anchor = edit.before === undefined ? -1 : this.findIndex(edit.before);
    this.entries.splice(anchor < 0 ? this.entries.length : anchor, 0, { env: edit.env, origin: edit.origin });
  }

  #join(edit: EnvEdit & { op: 'env-join' }): void {
    const index = this.findIndex(edit.name);
    const entry = this.entries[index];
    const parts = [edit.before, entry?.env.value, edit.after].filter(
      (part) => part !== undefined && part !== '',
    );
    const value = parts.reduce<string>((text, part) => joinTexts(text, part ?? '', edit.separator), '');
    // The user's reference was renamed before. One that was added for another language's Instrumentation is replaced.
    const kept = entry?.received === undefined ? undefined : entry.env;
    const env = { ...kept, name: edit.name, value };
    this.#names.add(edit.name);
    if (entry === undefined) this.entries.push({ env, origin: edit.origin });
    else this.entries[index] = { ...entry, env, origin: entry.origin ?? edit.origin };
  }

  #rename(name: string, to: string): void {
    const index = this.findIndex(name);
    const entry = this.entries[index];
    if (entry === undefined) return;
    this.#names.add(to);
    this.entries[index] = { ...entry, env: { ...entry.env, name: to } };
    this.entries.splice(index + 1, 0, { env: { name, value: `$(${to})` }, origin: 'default' });
  }

  #moveLast(name: string): void {
    const index = this.findIndex(name);
    const [entry] = index < 0 ? [] : this.entries.splice(index, 1);
    if (entry === undefined) return;
    this.entries.push(entry);
    this.#moved = entry.received;
  }

  /** Sorts the added variables at the end of the list, so that each comes after the added ones that it refers to. */
  sortByReference(): void {
    const stays = ({ received }: EnvEntry): boolean => received !== undefined && received !== this.#moved;
    const start = this.entries.findLastIndex(stays) + 1;
    this.entries = [...this.entries.slice(0, start), ...sortByReference(this.entries.slice(start))];
  }

  /** The variables after all edits; the received list itself when nothing changed. */
  buildResult(): readonly EnvVar[] | undefined {
    if (this.#received === undefined && this.entries.length === 0) return undefined;
    return this.entries.map((entry) => entry.env);
  }

  /** What was added or joined, and where it came from. */
  listSettings(): readonly NamedSetting[] {
    return this.entries.flatMap(({ env, origin }) =>
      origin === undefined ? [] : [{ name: env.name, value: env.value ?? describeReference(env), origin }],
    );
  }

  /** The operations that turn the received list at `path` into the result. */
  buildOperations(path: string): Operation[] {
    const received = this.#received;
    if (received === undefined) {
      const value = this.entries.map((entry) => entry.env);
      return value.length === 0 ? [] : [{ op: 'add', path, value }];
    }
    return [
      ...this.#buildChanges(received, path),
      ...this.#buildMoves(received, path),
      ...this.#buildAdditions(path),
    ];
  }

  #buildChanges(received: readonly EnvVar[], path: string): Operation[] {
    return this.entries.flatMap(({ env, received: index }): Operation[] => {
      const before = index === undefined ? undefined : received[index];
      if (index === undefined || before === undefined || before === env) return [];
      const at = path + formatPointer(index);
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

  #buildMoves(received: readonly EnvVar[], path: string): Operation[] {
    if (this.#moved === undefined || this.#moved === received.length - 1) return [];
    return [
      {
        op: 'move',
        from: path + formatPointer(this.#moved),
        path: path + formatPointer(received.length - 1),
      },
    ];
  }

  #buildAdditions(path: string): Operation[] {
    return this.entries.flatMap((entry, index): Operation[] =>
      entry.received === undefined
        ? [{ op: 'add', path: path + formatPointer(index), value: entry.env }]
        : [],
    );
  }
}

function describeReference({ valueFrom }: EnvVar): string {
  const { fieldRef, configMapKeyRef, secretKeyRef } = valueFrom ?? {};
  if (fieldRef !== undefined) return `from field ${fieldRef.fieldPath}`;
  if (configMapKeyRef !== undefined)
    return `from ConfigMap ${configMapKeyRef.name ?? ''}, key ${configMapKeyRef.key ?? ''}`;
  if (secretKeyRef !== undefined)
    return `from Secret ${secretKeyRef.name ?? ''}, key ${secretKeyRef.key ?? ''}`;
  return 'from a resource field';
}

/** Joins two texts with one separator: the user's value may already end in it. */
function joinTexts(left: string, right: string, separator: string): string {
  if (left === '') return right;
  return left.endsWith(separator) || right.startsWith(separator) ? left + right : left + separator + right;
}
