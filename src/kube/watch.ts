import { performance } from 'node:perf_hooks';
import type { CallWith, Verb } from './api-calls.js';
import type { KubeClient, KubeObject, WatchEvent } from './client.js';
import { buildBugFailure, type KubeFailure } from './failure.js';
import { PACE, pause, computePause, type WatchPace } from './watch-pace.js';

/** A row that can be listed and watched. */
export type WatchedRow = CallWith<'list'> & CallWith<'watch'>;

/** The receiver of the objects. */
export interface WatchSink {
  readonly put: (objects: readonly KubeObject[]) => void;
  readonly remove: (object: KubeObject) => void;
  /** Begins a list. Objects that it does not name before `finish` no longer exist. */
  readonly relist: () => {
    readonly put: (objects: readonly KubeObject[]) => void;
    readonly finish: () => void;
  };
}

export interface WatchLoopOptions {
  readonly client: KubeClient;
  readonly row: WatchedRow;
  /** The one object that is watched, for rows that are limited to names. */
  readonly name?: string;
  /** Objects in one page of a list. */
  readonly pageSize: number;
  readonly sink: WatchSink;
  /** Told each failure. */
  readonly onFailure: (verb: Verb, failure: KubeFailure) => void;
  /** Told when the resource is not installed, which counts as an empty list. */
  readonly onAbsent: (failure: KubeFailure) => void;
  /** Told when a verb works. */
  readonly onSuccess: (verb: Verb) => void;
  readonly pace?: WatchPace;
}

/** A list and watch that goes on until it is stopped. */
export interface Watch {
  /** Whether there was one whole list. It stays true: what was read stays in force while the API server is away. */
  readonly isSynced: () => boolean;
  /** Milliseconds since the API server last sent something; `undefined` before that. */
  readonly ageMs: () => number | undefined;
  readonly stop: () => void;
}

/**
 * Lists and then watches, without end. After a broken or refused connection, it resumes from the last version. It lists
 * again if the API server has forgotten that version or has not reached it, or after a long silence. It pauses after
 * each failure. A resource that is not installed counts as an empty list, and is looked for again and again.
 */
export function startWatch(options: WatchLoopOptions): Watch {
  const ending = new AbortController();
  const loop: WatchLoop = {
    ...options,
    pace: options.pace ?? PACE,
    signal: ending.signal,
    state: { failures: 0, isSynced: false, lastContactAt: undefined },
  };
  void runLoop(loop);
  return {
    isSynced: () => loop.state.isSynced,
    ageMs: () => loop.state.lastContactAt && performance.now() - loop.state.lastContactAt,
    stop: () => {
      ending.abort();
    },
  };
}

interface WatchLoop extends WatchLoopOptions {
  readonly pace: WatchPace;
  readonly signal: AbortSignal;
  readonly state: {
    /** In a row. */
    failures: number;
    isSynced: boolean;
    lastContactAt: number | undefined;
  };
}

async function runLoop(loop: WatchLoop): Promise<void> {
  while (!loop.signal.aborted)
    await runOnce(loop).catch((error: unknown) => handleFailure(loop, 'list', buildBugFailure(error)));
}

async function runOnce(loop: WatchLoop): Promise<void> {
  const version = await listAllPages(loop);
  if (version !== undefined) await followVersion(loop, version);
}

const buildNameFilter = ({ name }: Pick<WatchLoop, 'name'>): { readonly name?: string } =>
  name === undefined ? {} : { name };

function recordContact({ state }: WatchLoop): void {
  state.lastContactAt = performance.now();
}

/** Lists all pages; gives the version to watch from, or `undefined` after a failure and its pause. */
async function listAllPages(loop: WatchLoop): Promise<string | undefined> {
  const { client, row, pageSize: limit, signal, sink, state } = loop;
  const listing = sink.relist();
  let next: string | undefined;
  for (;;) {
    const page = await client.list(row, {
      ...buildNameFilter(loop),
      ...(next === undefined ? {} : { continue: next }),
      limit,
      signal,
    });
    if (signal.aborted) return undefined;
    if (!page.ok) return handleListFailure(loop, page.error);
    recordContact(loop);
    listing.put(page.value.items);
    next = page.value.continue;
    if (next !== undefined) continue;
    listing.finish();
    state.isSynced = true;
    loop.onSuccess('list');
    return page.value.resourceVersion;
  }
}

async function handleListFailure(loop: WatchLoop, failure: KubeFailure): Promise<undefined> {
  if (failure.kind !== 'not-found') {
    await handleFailure(loop, 'list', failure);
    return;
  }
  loop.sink.relist().finish();
  recordContact(loop);
  loop.state.isSynced = true;
  loop.onAbsent(failure);
  await pause(loop.pace.absentMs * (1 - Math.random() / 2), loop.signal);
}

/** Tells a failure, and pauses: at least for as long as the API server asks. */
async function handleFailure(
  { state, pace, signal, onFailure }: WatchLoop,
  verb: Verb,
  failure: KubeFailure,
): Promise<void> {
  state.failures += 1;
  onFailure(verb, failure);
  const asked = failure.kind === 'unreachable' ? (failure.retryAfterMs ?? 0) : 0;
  await pause(Math.max(asked, computePause(state.failures, pace, Math.random())), signal);
}

/** Watches from a version; returns when it must be listed again. */
async function followVersion(loop: WatchLoop, from: string): Promise<void> {
  const { state, signal } = loop;
  let version = from;
  let events = 0;
  const take = (event: WatchEvent): void => {
    events += 1;
    version = event.object.metadata.resourceVersion ?? version;
    state.failures = 0;
    recordContact(loop);
    applyEvent(loop, event);
  };
  for (;;) {
    const before = events;
    const failure = await attemptWatch(loop, version, take);
    if (signal.aborted) return;
    if (failure === undefined) {
      if (events === before && (await isVersionAhead(loop, version))) return;
      continue;
    }
    await handleFailure(loop, 'watch', failure);
    if (!GOES_ON.has(failure.kind) || isSilent(loop)) return;
  }
}

/**
 * Tells whether a version is above that of the API server, as after etcd was restored from a backup. A watch from such
 * a version gets nothing until the versions have caught up, not even a bookmark. So this is asked after a whole watch
 * without events.
 */
async function isVersionAhead(
  { client, row, signal, ...loop }: WatchLoop,
  version: string,
): Promise<boolean> {
  const page = await client.list(row, { ...buildNameFilter(loop), limit: 1, signal });
  return page.ok && isVersionBelow(page.value.resourceVersion, version);
}

/** Versions are whole numbers; https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions */
const isVersionBelow = (a: string, b: string): boolean =>
  a.length < b.length || (a.length === b.length && a < b);

/** Failures that say nothing about the version. A starting API server refuses everything until it has read its RBAC. */
const GOES_ON: ReadonlySet<KubeFailure['kind']> = new Set(['unreachable', 'forbidden', 'unauthorized']);

/** One watch. One that the API server ends too soon is a failure. */
async function attemptWatch(
  loop: WatchLoop,
  resourceVersion: string,
  take: (event: WatchEvent) => void,
): Promise<KubeFailure | undefined> {
  const { client, row, pace, signal, state } = loop;
  const begun = performance.now();
  const options = {
    ...buildNameFilter(loop),
    resourceVersion,
    timeoutSeconds: Math.round(pace.watchSeconds * (1 + Math.random() / 3)),
    silenceMs: pace.silenceMs,
    signal,
    onOpen: () => {
      recordContact(loop);
      loop.onSuccess('watch');
    },
  };
  const failure = await client.watch(row, options, take);
  if (failure !== undefined) return failure;
  if (performance.now() - begun < pace.healthyMs) return TOO_SOON;
  recordContact(loop);
  state.failures = 0;
  return undefined;
}

const TOO_SOON: KubeFailure = {
  kind: 'unreachable',
  message: 'The API server ends a watch as soon as it began.',
};

/** Half of the silence that ends a connection, since client and server may disagree on when it began. */
const isSilent = ({ state, pace }: WatchLoop): boolean =>
  state.lastContactAt === undefined || performance.now() - state.lastContactAt > pace.silenceMs / 2;

function applyEvent({ sink }: WatchLoop, { type, object }: WatchEvent): void {
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
      sink.put([object]);
      return;
    case 'DELETED':
      sink.remove(object);
      return;
    case 'BOOKMARK':
      return;
  }
}
