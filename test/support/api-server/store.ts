import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';

/** An object as the stand-in keeps it. */
export interface Stored {
  readonly apiVersion?: string;
  readonly kind?: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly generation?: number;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

export interface Change {
  readonly version: number;
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Stored;
}

/** Objects of the stand-in with their history, as etcd has them. It knows nothing of HTTP. */
export interface Store {
  /** The version of the whole. */
  readonly version: () => number;
  readonly list: (resource: string) => readonly Stored[];
  readonly find: (resource: string, key: string) => Stored | undefined;
  /** Writes an object; its uid stays, and its generation grows with its spec or its webhooks. Writing what is there changes nothing. */
  readonly put: (resource: string, object: Stored) => Stored;
  readonly remove: (resource: string, key: string) => Stored | undefined;
  /** Changes after a version; `undefined` when they are forgotten. */
  readonly since: (resource: string, version: number) => readonly Change[] | undefined;
  /** Forgets the history, as compaction does. */
  readonly compact: () => void;
  /** Keeps what there is now; the result puts it back with its version, as etcd is restored, and nobody is told. */
  readonly backup: () => () => void;
  readonly onChange: (listener: (resource: string, change: Change) => void) => void;
}

/** Key of an object within its resource. */
export const keyOf = (name: string, namespace = ''): string => `${namespace}/${name}`;

/** Makes an empty store. */
export function createStore(): Store {
  let version = 100;
  let oldest = version;
  const resources = new Map<string, Map<string, Stored>>();
  const history: { readonly resource: string; readonly change: Change }[] = [];
  const listeners: ((resource: string, change: Change) => void)[] = [];
  const objectsOf = (resource: string): Map<string, Stored> => {
    const objects = resources.get(resource) ?? new Map<string, Stored>();
    resources.set(resource, objects);
    return objects;
  };
  const tell = (resource: string, type: Change['type'], object: Stored): Stored => {
    const change = { version, type, object };
    history.push({ resource, change });
    for (const listener of listeners) listener(resource, change);
    return object;
  };
  return {
    version: () => version,
    list: (resource) =>
      [...objectsOf(resource)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object),
    find: (resource, key) => objectsOf(resource).get(key),
    put: (resource, object) => {
      const key = keyOf(object.metadata.name, object.metadata.namespace);
      const before = objectsOf(resource).get(key);
      if (before !== undefined && isSame(before, object)) return before;
      version += 1;
      const stored = written(object, before, version);
      objectsOf(resource).set(key, stored);
      return tell(resource, before === undefined ? 'ADDED' : 'MODIFIED', stored);
    },
    remove: (resource, key) => {
      const before = objectsOf(resource).get(key);
      if (before === undefined) return undefined;
      version += 1;
      objectsOf(resource).delete(key);
      const metadata = { ...before.metadata, resourceVersion: String(version) };
      return tell(resource, 'DELETED', { ...before, metadata });
    },
    since: (resource, from) =>
      from < oldest
        ? undefined
        : history
            .filter(({ resource: of, change }) => of === resource && change.version > from)
            .map(({ change }) => change),
    compact: () => {
      version += 1;
      oldest = version;
      history.length = 0;
    },
    backup: () => {
      const kept = {
        version,
        resources: [...resources].map(([name, objects]) => [name, new Map(objects)] as const),
      };
      return () => {
        version = kept.version;
        oldest = version;
        history.length = 0;
        resources.clear();
        for (const [name, objects] of kept.resources) resources.set(name, new Map(objects));
      };
    },
    onChange: (listener) => {
      listeners.push(listener);
    },
  };
}

function isSame(before: Stored, after: Stored): boolean {
  const content = ({ metadata, ...rest }: Stored): unknown => ({
    ...rest,
    metadata: { ...metadata, resourceVersion: '', uid: '', generation: 0 },
  });
  return isDeepStrictEqual(content(before), content(after));
}

function written(object: Stored, before: Stored | undefined, version: number): Stored {
  const grown =
    before === undefined ||
    ['spec', 'webhooks'].some((field) => !isDeepStrictEqual(before[field], object[field]));
  const generation = (before?.metadata.generation ?? 0) + (grown ? 1 : 0);
  const uid = before?.metadata.uid ?? randomUUID();
  return { ...object, metadata: { ...object.metadata, uid, generation, resourceVersion: String(version) } };
}
