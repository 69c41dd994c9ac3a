import { isDeepStrictEqual } from 'node:util';
import { err, ok, type Issue, type Result } from '../core/result.js';
import type { KubeObject } from './client.js';
import { digestOf, exchanged } from './digest.js';
import type { WatchSink } from './watch.js';

/** What is kept of an object. */
export interface Kept<T> {
  readonly value: T;
  readonly notices: readonly Issue[];
}

/** A value that came, changed or went (`undefined`). */
export interface Change<T> {
  /** Empty for objects without one. */
  readonly namespace: string;
  readonly name: string;
  readonly value: T | undefined;
}

export interface MirrorOptions<T> {
  readonly keep: (object: KubeObject) => Result<Kept<T>>;
  /** Told what has changed; objects that differ only in what is not kept have not. */
  readonly onChange: (changes: readonly Change<T>[]) => void;
  /** The value of an object that was never good; none when absent. */
  readonly refusedAs?: (issues: readonly Issue[]) => T;
  /** Told of each version of an object, what is said of it, and whether that is news. */
  readonly onRead?: (object: KubeObject, notices: Result<readonly Issue[]>, isNews: boolean) => void;
}

/**
 * What is kept of the objects of one resource. An object that is refused keeps its last good value; without one it has
 * none, and is counted and told all the same.
 */
export interface Mirror extends WatchSink {
  readonly size: () => number;
  /** Why objects are refused now; the first of them. */
  readonly issues: () => readonly Issue[];
  /** How many objects are refused now. */
  readonly refused: () => number;
  /** Changes when a value does. */
  readonly digest: () => number;
}

interface Entry<T> {
  readonly version: string | undefined;
  readonly value: T | undefined;
  readonly digest: number;
  /** Whether the value was once good. */
  readonly isGood: boolean;
  readonly notices: Result<readonly Issue[]>;
}

/** Issues that are told at a time. */
const MOST_ISSUES = 20;

export function createMirror<T>(options: MirrorOptions<T>): Mirror {
  const state: State<T> = { entries: new Map(), refused: new Set(), digest: 0 };
  const tell = (changes: readonly Change<T>[]): void => {
    if (changes.length > 0) options.onChange(changes);
  };
  const put = (objects: readonly KubeObject[]): void => {
    const readings = objects.flatMap((object) => taken(state, options, object));
    // First, so that nothing that is done with what is said of one object keeps another from being in force.
    tell(readings.flatMap((reading) => reading.changes));
    for (const { object, notices, isNews } of readings) options.onRead?.(object, notices, isNews);
  };
  return {
    put,
    remove: (object) => {
      tell(dropped(state, keyOf(object)));
    },
    relist: () => {
      const named = new Set<string>();
      return {
        put: (objects) => {
          for (const object of objects) named.add(keyOf(object));
          put(objects);
        },
        finish: () => {
          const gone = [...state.entries.keys()].filter((key) => !named.has(key));
          tell(gone.flatMap((key) => dropped(state, key)));
        },
      };
    },
    size: () => state.entries.size,
    refused: () => state.refused.size,
    issues: () =>
      [...state.refused].slice(0, MOST_ISSUES).flatMap((key) => issuesOf(key, state.entries.get(key))),
    digest: () => state.digest,
  };
}

interface State<T> {
  readonly entries: Map<string, Entry<T>>;
  readonly refused: Set<string>;
  digest: number;
}

/** What came of one version of an object. */
interface Reading<T> {
  readonly object: KubeObject;
  readonly notices: Result<readonly Issue[]>;
  readonly isNews: boolean;
  readonly changes: readonly Change<T>[];
}

/** Takes one version of an object; none that was taken before. Never throws, so that no object stands in the way of another. */
function taken<T>(state: State<T>, options: MirrorOptions<T>, object: KubeObject): readonly Reading<T>[] {
  const key = keyOf(object);
  const before = state.entries.get(key);
  if (before?.version !== undefined && before.version === object.metadata.resourceVersion) return [];
  const after = judged(key, object, { before, options });
  state.entries.set(key, after);
  if (after.notices.ok) state.refused.delete(key);
  else state.refused.add(key);
  const { notices } = after;
  const isNews = !isDeepStrictEqual(notices, before?.notices ?? NONE);
  return [{ object, notices, isNews, changes: changes(state, key, before, after) }];
}

function dropped<T>(state: State<T>, key: string): readonly Change<T>[] {
  const before = state.entries.get(key);
  state.entries.delete(key);
  state.refused.delete(key);
  return changes(state, key, before, undefined);
}

/** Whether a value has changed is told by its digest. */
function changes<T>(
  state: State<T>,
  key: string,
  before: Entry<T> | undefined,
  after: Entry<T> | undefined,
): readonly Change<T>[] {
  const [gained, lost] = [after?.digest ?? 0, before?.digest ?? 0];
  if (gained === lost) return [];
  state.digest = exchanged(state.digest, gained, lost);
  const [namespace = '', name = ''] = key.split('/');
  return [{ namespace, name, value: after?.value }];
}

interface Judging<T> {
  readonly before: Entry<T> | undefined;
  readonly options: MirrorOptions<T>;
}

/** An object on which reading fails is one that is refused: every other one is still to be read. */
function judged<T>(key: string, object: KubeObject, judging: Judging<T>): Entry<T> {
  try {
    return entryOf(key, object, { ...judging, result: judging.options.keep(object) });
  } catch (error) {
    return entryOf(key, object, { ...judging, result: err([unreadable(error)]) });
  }
}

const unreadable = (error: unknown): Issue => ({
  path: '',
  message: `cannot be read (${error instanceof Error ? error.message : String(error)}); report it with the object`,
});

interface Judged<T> extends Judging<T> {
  readonly result: Result<Kept<T>>;
}

function entryOf<T>(key: string, object: KubeObject, { result, before, options }: Judged<T>): Entry<T> {
  const version = object.metadata.resourceVersion;
  const notices = noticesOf(result);
  if (!result.ok && before?.isGood === true) return { ...before, version, notices };
  const value = result.ok ? result.value.value : options.refusedAs?.(result.error);
  const digest = value === undefined ? 0 : digestOf(key, value);
  return {
    version,
    value: digest === before?.digest ? before.value : value,
    digest,
    isGood: result.ok,
    notices,
  };
}

/** Shared by all the objects of which there is nothing to say. */
const NONE: Result<readonly Issue[]> = ok([]);

function noticesOf(result: Result<Kept<unknown>>): Result<readonly Issue[]> {
  if (!result.ok) return result;
  return result.value.notices.length === 0 ? NONE : ok(result.value.notices);
}

/** `namespace/name`; an object without a namespace has an empty one. */
const keyOf = ({ metadata: { namespace = '', name = '' } }: KubeObject): string => `${namespace}/${name}`;

/** Why an object is refused, with the object before each path. */
function issuesOf(key: string, entry: Entry<unknown> | undefined): readonly Issue[] {
  if (entry?.notices.ok !== false) return [];
  const which = key.replace(/^\//, '');
  return entry.notices.error.map(({ path, message }) => ({ path: `${which} ${path}`.trimEnd(), message }));
}
