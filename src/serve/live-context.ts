import { loadContext, type Context } from '../config/context.js';
import { loadPlatformFile, type PlatformFile } from '../config/platform-file.js';
import { watchContext } from '../config/context-watch.js';
import type { Language } from '../core/domain.js';
import type { LabelSelector } from '../core/kubernetes/label-selector.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../core/snapshot.js';
import type { WatchReport } from '../kube/cluster.js';
import { hashContext } from '../telemetry/context-hash.js';
import { mergeSnapshots } from './merge-snapshots.js';

/** The context in force. */
export interface LoadedContext {
  readonly snapshot: ClusterSnapshot;
  readonly hash: string;
  readonly notices: readonly Issue[];
  /** One change of many, as a busy cluster has them: told at level debug. */
  readonly isRoutine?: boolean;
}

/** A context that follows files or a cluster; a change that is refused leaves the last good one in force. */
export interface LiveContext {
  readonly current: () => LoadedContext;
  /** Why the last change was refused; empty when it was not. */
  readonly issues: () => readonly Issue[];
  /** What is not read yet, as sentences; empty when all is. */
  readonly waitingFor: () => readonly string[];
  /** The watches of a cluster as they are now. */
  readonly watches: () => readonly WatchReport[];
  /** By which the API server chooses the namespaces whose pods it asks about; undefined where it is not known. */
  readonly namespaceSelector?: () => LabelSelector | undefined;
  /** Calls back after each reload, with the new context or with why it was refused. */
  readonly onReload: (listener: ContextListener) => void;
  readonly stop: () => void;
}

export interface ContextSource {
  readonly paths: readonly string[];
  /** The platform's choice, in any form; it wins over a TracingPlatform of the paths. */
  readonly platform?: PlatformFile | undefined;
  readonly languages: ReadonlySet<Language>;
}

type ContextListener = (result: Result<LoadedContext>) => void;

/** Loads the context of all paths and watches them. Refuses with every issue when the first load is refused. */
export async function openContext(source: ContextSource): Promise<Result<LiveContext>> {
  const listeners: ContextListener[] = [];
  const reload = createSerialTask(async () => {
    const result = await loadContexts(source).catch(convertLoadError);
    for (const listener of listeners) listener(result);
  });
  const watched = [...source.paths, ...(source.platform === undefined ? [] : [source.platform.path])];
  const stops = watched.map((path) => watchContext(path, reload));
  const stop = (): void => {
    for (const each of stops) each();
  };
  const first = await new Promise<Result<LoadedContext>>((resolve) => {
    listeners.push(resolve);
    reload();
  });
  if (first.ok) return ok({ ...createContextState(first.value, listeners), stop });
  stop();
  return first;
}

/** The state of a live context, kept by a listener of its own. */
function createContextState(first: LoadedContext, listeners: ContextListener[]): Omit<LiveContext, 'stop'> {
  let current = first;
  let issues: readonly Issue[] = [];
  listeners.push((result) => {
    issues = result.ok ? [] : result.error;
    if (result.ok) current = result.value;
  });
  return {
    current: () => current,
    issues: () => issues,
    waitingFor: () => [],
    watches: () => [],
    onReload: (listener) => {
      listeners.push(listener);
    },
  };
}

/** Runs work, and once more after it when it was asked for meanwhile; two loads never overtake each other. */
function createSerialTask(work: () => Promise<void>): () => void {
  let asked = 0;
  const run = async (): Promise<void> => {
    for (let done = 0; done < asked;) {
      done = asked;
      await work();
    }
    asked = 0;
  };
  return () => {
    asked += 1;
    if (asked === 1) void run();
  };
}

/** A bug in reading counts as a refusal: it must not end a webhook that has a good context. */
function convertLoadError(error: unknown): Result<LoadedContext> {
  const why = error instanceof Error ? error.message : String(error);
  return err([{ path: '', message: `the context could not be read (${why}); report it with the files` }]);
}

/** Reads the context of all paths, and the platform's choice, once. Refuses with every issue. */
export async function loadContexts({
  paths,
  platform,
  languages,
}: ContextSource): Promise<Result<LoadedContext>> {
  const results = await Promise.all([
    ...paths.map((path) => loadContext(path, { languages })),
    ...(platform === undefined ? [] : [loadChosenPlatform(platform, languages)]),
  ]);
  const issues = results.flatMap((result) => (result.ok ? [] : result.error));
  if (issues.length > 0) return err(issues);
  const loaded = results.flatMap((result) => (result.ok ? [result.value] : []));
  const [first, ...others] = loaded.map((context) => context.snapshot);
  if (first === undefined) return err([{ path: '', message: 'no context is given; give --context PATH' }]);
  const snapshot = mergeSnapshots(first, ...others);
  return ok({
    snapshot,
    hash: hashContext(snapshot),
    notices: loaded.flatMap(({ notices }) => notices),
  });
}

/** A context that holds the platform's choice alone. */
async function loadChosenPlatform(
  file: PlatformFile,
  languages: ContextSource['languages'],
): Promise<Result<Context>> {
  const read = await loadPlatformFile(file);
  if (!read.ok) return read;
  const { platform, notices } = read.value;
  return ok({ snapshot: { ...EMPTY_SNAPSHOT, languages, platform: { kind: 'ready', platform } }, notices });
}
