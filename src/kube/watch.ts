import { performance } from 'node:perf_hooks';
import type { CallWith, Verb } from './api-calls.js';
import type { KubeClient, KubeObject, WatchEvent } from './client.js';
import type { KubeFailure } from './failure.js';
import { PACE, pause, pauseAfter, type Pace } from './pace.js';

/** A row that can be listed and watched. */
export type WatchedRow = CallWith<'list'> & CallWith<'watch'>;

/** Where objects go. */
export interface WatchSink {
  readonly put: (objects: readonly KubeObject[]) => void;
  readonly remove: (object: KubeObject) => void;
  /** Begins a list; what it does not name until `finish` is gone. */
  readonly relist: () => {
    readonly put: (objects: readonly KubeObject[]) => void;
    readonly finish: () => void;
  };
}

export interface WatchOptions {
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
  readonly pace?: Pace;
}

/** A list and watch that goes on until it is stopped. */
export interface Watch {
  /** Whether there was one whole list. It stays true: what was read stays in force while the API server is away. */
  readonly isSynced: () => boolean;
  /** Milliseconds since the API server last said something; `undefined` before it did. */
  readonly ageMs: () => number | undefined;
  readonly stop: () => void;
}

/**
 * Lists and then watches, for ever. Goes on from the last version after a connection that broke or was refused; lists
 * again when that version is forgotten or yet to come, and when nothing was heard for long. Pauses after each failure. A resource that
 * is not installed is an empty list, looked for again and again.
 */
export function keepWatching(options: WatchOptions): Watch {
  const ending = new AbortController();
  const loop: Loop = {
    ...options,
    pace: options.pace ?? PACE,
    signal: ending.signal,
    state: { failures: 0, isSynced: false, heardAt: undefined },
  };
  void run(loop);
  return {
    isSynced: () => loop.state.isSynced,
    ageMs: () => loop.state.heardAt && performance.now() - loop.state.heardAt,
    stop: () => {
      ending.abort();
    },
  };
}

interface Loop extends WatchOptions {
  readonly pace: Pace;
  readonly signal: AbortSignal;
  readonly state: {
    /** In a row. */
    failures: number;
    isSynced: boolean;
    heardAt: number | undefined;
  };
}

async function run(loop: Loop): Promise<void> {
  while (!loop.signal.aborted) await once(loop).catch((error: unknown) => failed(loop, 'list', bug(error)));
}

async function once(loop: Loop): Promise<void> {
  const version = await list(loop);
  if (version !== undefined) await follow(loop, version);
}

/** A bug in what is done with objects must not end the watch. The sentence stands in `/readyz`, so it is one line. */
const bug = (error: unknown): KubeFailure => ({
  kind: 'rejected',
  message: `What came could not be taken in; report it: ${error instanceof Error ? error.message : String(error)}.`,
});

const selected = ({ name }: Pick<Loop, 'name'>): { readonly name?: string } =>
  name === undefined ? {} : { name };

function heard({ state }: Loop): void {
  state.heardAt = performance.now();
}

/** Lists all pages; gives the version to watch from, or `undefined` after a failure and its pause. */
async function list(loop: Loop): Promise<string | undefined> {
  const { client, row, pageSize: limit, signal, sink, state } = loop;
  const listing = sink.relist();
  let next: string | undefined;
  for (;;) {
    const page = await client.list(row, {
      ...selected(loop),
      ...(next === undefined ? {} : { continue: next }),
      limit,
      signal,
    });
    if (signal.aborted) return undefined;
    if (!page.ok) return notListed(loop, page.error);
    heard(loop);
    listing.put(page.value.items);
    next = page.value.continue;
    if (next !== undefined) continue;
    listing.finish();
    state.isSynced = true;
    loop.onSuccess('list');
    return page.value.resourceVersion;
  }
}

async function notListed(loop: Loop, failure: KubeFailure): Promise<undefined> {
  if (failure.kind !== 'not-found') {
    await failed(loop, 'list', failure);
    return;
  }
  loop.sink.relist().finish();
  heard(loop);
  loop.state.isSynced = true;
  loop.onAbsent(failure);
  await pause(loop.pace.absentMs * (1 - Math.random() / 2), loop.signal);
}

/** Tells a failure, and pauses: at least for as long as the API server asks. */
async function failed(
  { state, pace, signal, onFailure }: Loop,
  verb: Verb,
  failure: KubeFailure,
): Promise<void> {
  state.failures += 1;
  onFailure(verb, failure);
  const asked = failure.kind === 'unreachable' ? (failure.retryAfterMs ?? 0) : 0;
  await pause(Math.max(asked, pauseAfter(state.failures, pace, Math.random())), signal);
}

/** Watches from a version; returns when it must be listed again. */
async function follow(loop: Loop, from: string): Promise<void> {
  const { state, signal } = loop;
  let version = from;
  let events = 0;
  const take = (event: WatchEvent): void => {
    events += 1;
    version = event.object.metadata.resourceVersion ?? version;
    state.failures = 0;
    heard(loop);
    takeEvent(loop, event);
  };
  for (;;) {
    const before = events;
    const failure = await attempt(loop, version, take);
    if (signal.aborted) return;
    if (failure === undefined) {
      if (events === before && (await isYetToCome(loop, version))) return;
      continue;
    }
    await failed(loop, 'watch', failure);
    if (!GOES_ON.has(failure.kind) || isSilent(loop)) return;
  }
}

/**
 * Tells whether a version is above that of the API server, as after etcd was restored from a backup. Nothing comes on a
 * watch from there until the versions have caught up, not even a bookmark; so it is asked after a whole watch without any.
 */
async function isYetToCome({ client, row, signal, ...loop }: Loop, version: string): Promise<boolean> {
  const page = await client.list(row, { ...selected(loop), limit: 1, signal });
  return page.ok && isBelow(page.value.resourceVersion, version);
}

/** Versions are whole numbers; https://kubernetes.io/docs/reference/using-api/api-concepts/#resource-versions */
const isBelow = (a: string, b: string): boolean => a.length < b.length || (a.length === b.length && a < b);

/** What says nothing about the version. An API server that starts also refuses what it will allow when it has read its RBAC. */
const GOES_ON: ReadonlySet<KubeFailure['kind']> = new Set(['unreachable', 'forbidden', 'unauthorized']);

/** One watch. One that the API server ends too soon is a failure. */
async function attempt(
  loop: Loop,
  resourceVersion: string,
  take: (event: WatchEvent) => void,
): Promise<KubeFailure | undefined> {
  const { client, row, pace, signal, state } = loop;
  const begun = performance.now();
  const options = {
    ...selected(loop),
    resourceVersion,
    timeoutSeconds: Math.round(pace.watchSeconds * (1 + Math.random() / 3)),
    silenceMs: pace.silenceMs,
    signal,
    onOpen: () => {
      heard(loop);
      loop.onSuccess('watch');
    },
  };
  const failure = await client.watch(row, options, take);
  if (failure !== undefined) return failure;
  if (performance.now() - begun < pace.healthyMs) return TOO_SOON;
  heard(loop);
  state.failures = 0;
  return undefined;
}

const TOO_SOON: KubeFailure = {
  kind: 'unreachable',
  message: 'The API server ends a watch as soon as it began.',
};

/** Half of the silence that ends a connection: the two clocks need not agree on when it began. */
const isSilent = ({ state, pace }: Loop): boolean =>
  state.heardAt === undefined || performance.now() - state.heardAt > pace.silenceMs / 2;

function takeEvent({ sink }: Loop, { type, object }: WatchEvent): void {
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
