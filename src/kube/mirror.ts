import { isDeepStrictEqual } from 'node:util';
import type { ObjectChange } from '../core/object-kinds.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { MOST_ISSUES } from './bounds.js';
import type { KubeObject } from './client.js';
import { computeDigest, updateDigest } from './digest.js';
import type { WatchSink } from './watch.js';

/** What is kept of an object. */
interface ExtractedValue<T> {
  readonly value: T;
  readonly notices: readonly Issue[];
}

export interface MirrorOptions<T> {
  readonly extract: (object: KubeObject) => Result<ExtractedValue<T>>;
  /** Receives the changes. Objects that differ only in fields that are not kept have not changed. */
  readonly onChange: (changes: readonly ObjectChange<T>[]) => void;
  /** The value of an object that was never good; none when absent. */
  readonly buildInvalid?: (issues: readonly Issue[]) => T;
  /** Receives each version of an object, with its issues, and whether these are new. */
  readonly onRead?: (object: KubeObject, notices: Result<readonly Issue[]>, isNews: boolean) => void;
}

/**
 * What is kept of the objects of one resource. A refused object keeps its last good value, if it has one; in any case,
 * it is counted and reported.
 */
export interface Mirror extends WatchSink {
  readonly size: () => number;
  /** Why objects are refused now; the first of them. */
  readonly issues: () => readonly Issue[];
  /** How many objects are refused now. */
  readonly countRefused: () => number;
  /** Changes when a value does. */
  readonly digest: () => number;
}

interface MirrorEntry<T> {
  readonly version: string | undefined;
  readonly value: T | undefined;
  readonly digest: number;
  /** Whether the value was once good. */
  readonly isGood: boolean;
  readonly notices: Result<readonly Issue[]>;
}

export function createMirror<T>(options: MirrorOptions<T>): Mirror {
  const state: MirrorState<T> = { entries: new Map(), countRefused: new Set(), digest: 0 };
  const reportChanges = (changes: readonly ObjectChange<T>[]): void => {
    if (changes.length > 0) options.onChange(changes);
  };
  const put = (objects: readonly KubeObject[]): void => {
    const readings = objects.flatMap((object) => takeVersion(state, options, object));
    // First, so that nothing that is done with the issues of one object keeps another from being in force.
    reportChanges(readings.flatMap((reading) => reading.changes));
    for (const { object, notices, isNews } of readings) options.onRead?.(object, notices, isNews);
  };
  return {
    put,
    remove: (object) => {
      reportChanges(dropEntry(state, getObjectKey(object)));
    },
    relist: () => {
      const named = new Set<string>();
      return {
        put: (objects) => {
          for (const object of objects) named.add(getObjectKey(object));
          put(objects);
        },
        finish: () => {
          const gone = [...state.entries.keys()].filter((key) => !named.has(key));
          reportChanges(gone.flatMap((key) => dropEntry(state, key)));
        },
      };
    },
    size: () => state.entries.size,
    countRefused: () => state.countRefused.size,
    issues: () =>
      [...state.countRefused].slice(0, MOST_ISSUES).flatMap((key) => listIssues(key, state.entries.get(key))),
    digest: () => state.digest,
  };
}

interface MirrorState<T> {
  readonly entries: Map<string, MirrorEntry<T>>;
  readonly countRefused: Set<string>;
  digest: number;
}

/** The result of reading one version of an object. */
interface VersionReading<T> {
  readonly object: KubeObject;
  readonly notices: Result<readonly Issue[]>;
  readonly isNews: boolean;
  readonly changes: readonly ObjectChange<T>[];
}

/** Reads one version of an object, unless it was read before. Never throws, so that no object affects another. */
function takeVersion<T>(
  state: MirrorState<T>,
  options: MirrorOptions<T>,
  object: KubeObject,
): readonly VersionReading<T>[] {
  const key = getObjectKey(object);
  const before = state.entries.get(key);
  if (before?.version !== undefined && before.version === object.metadata.resourceVersion) return [];
  const after = judgeObject(key, object, { before, options });
  state.entries.set(key, after);
  if (after.notices.ok) state.countRefused.delete(key);
  else state.countRefused.add(key);
  const { notices } = after;
  const isNews = !isDeepStrictEqual(notices, before?.notices ?? NONE);
  return [{ object, notices, isNews, changes: recordChange(state, key, before, after) }];
}

function dropEntry<T>(state: MirrorState<T>, key: string): readonly ObjectChange<T>[] {
  const before = state.entries.get(key);
  state.entries.delete(key);
  state.countRefused.delete(key);
  return recordChange(state, key, before, undefined);
}

/** A value has changed if its digest has. */
function recordChange<T>(
  state: MirrorState<T>,
  key: string,
  before: MirrorEntry<T> | undefined,
  after: MirrorEntry<T> | undefined,
): readonly ObjectChange<T>[] {
  const [gained, lost] = [after?.digest ?? 0, before?.digest ?? 0];
  if (gained === lost) return [];
  state.digest = updateDigest(state.digest, gained, lost);
  const [namespace = '', name = ''] = key.split('/');
  return [{ namespace, name, value: after?.value }];
}

interface JudgeContext<T> {
  readonly before: MirrorEntry<T> | undefined;
  readonly options: MirrorOptions<T>;
}

/** If reading an object throws, the object is refused: all others must still be read. */
function judgeObject<T>(key: string, object: KubeObject, judging: JudgeContext<T>): MirrorEntry<T> {
  try {
    return buildEntry(key, object, { ...judging, result: judging.options.extract(object) });
  } catch (error) {
    return buildEntry(key, object, { ...judging, result: err([buildUnreadableIssue(error)]) });
  }
}

const buildUnreadableIssue = (error: unknown): Issue => ({
  path: '',
  message: `cannot be read (${error instanceof Error ? error.message : String(error)}); report it with the object`,
});

interface EntryInput<T> extends JudgeContext<T> {
  readonly result: Result<ExtractedValue<T>>;
}

function buildEntry<T>(
  key: string,
  object: KubeObject,
  { result, before, options }: EntryInput<T>,
): MirrorEntry<T> {
  const version = object.metadata.resourceVersion;
  const notices = getNotices(result);
  if (!result.ok && before?.isGood === true) return { ...before, version, notices };
  const value = result.ok ? result.value.value : options.buildInvalid?.(result.error);
  const digest = value === undefined ? 0 : computeDigest(key, value);
  return {
    version,
    value: digest === before?.digest ? before.value : value,
    digest,
    isGood: result.ok,
    notices,
  };
}

/** Shared by all objects without issues. */
const NONE: Result<readonly Issue[]> = ok([]);

function getNotices(result: Result<ExtractedValue<unknown>>): Result<readonly Issue[]> {
  if (!result.ok) return result;
  return result.value.notices.length === 0 ? NONE : ok(result.value.notices);
}

/** `namespace/name`; an object without a namespace has an empty one. */
const getObjectKey = ({ metadata: { namespace = '', name = '' } }: KubeObject): string =>
  `${namespace}/${name}`;

/** Why an object is refused, with the object before each path. */
function listIssues(key: string, entry: MirrorEntry<unknown> | undefined): readonly Issue[] {
  if (entry?.notices.ok !== false) return [];
  const which = key.replace(/^\//, '');
  return entry.notices.error.map(({ path, message }) => ({ path: `${which} ${path}`.trimEnd(), message }));
}
