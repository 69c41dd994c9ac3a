import type { FinishedRound } from '../auditor/auditor.js';
import { loadContext } from '../config/context.js';
import { loadPlatformFile, type PlatformFile } from '../config/platform-file.js';
import { watchContext } from '../config/context-watch.js';
import type { Language } from '../core/domain.js';
import type { LabelSelector } from '../core/kubernetes/label-selector.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { describeTracingOff } from '../core/rules/parse-platform.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot, type PlatformState } from '../core/snapshot.js';
import type { WatchReport } from '../kube/cluster.js';
import type { Logger } from '../telemetry/logger.js';
import { hashContext } from '../telemetry/context-hash.js';
import { mergeSnapshots } from './merge-snapshots.js';

/** The context in force. */
export interface LoadedContext {
  readonly snapshot: ClusterSnapshot;
  readonly hash: string;
  readonly notices: readonly Issue[];
  /** One change of many, as in a busy cluster: logged at level debug. */
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
  /** What the auditor found last; absent without one. */
  readonly audit?: () => FinishedRound | undefined;
  /** Calls back after each reload, with the new context or with why it was refused. */
  readonly onReload: (listener: ContextListener) => void;
  readonly stop: () => void;
}

export interface ContextSource {
  readonly paths: readonly string[];
  /** The platform's choice, in any form; it wins over a TracingPlatform of the paths, also if it has all backends off. */
  readonly platform?: PlatformFile | undefined;
  readonly languages: ReadonlySet<Language>;
}

type ContextListener = (result: Result<LoadedContext>) => void;

/** Logs what is to be known of a context that is in force. */
export const logNotice = (notice: Issue, logger: Logger): void => {
  logger.warn({ ...notice }, 'Part of the context needs attention.');
};

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
  const [results, chosen] = await Promise.all([
    Promise.all(paths.map((path) => loadContext(path, { languages }))),
    platform === undefined ? undefined : loadChosenPlatform(platform),
  ]);
  const read: readonly Result<{ readonly notices: readonly Issue[] }>[] =
    chosen === undefined ? results : [...results, chosen];
  const issues = read.flatMap((result) => (result.ok ? [] : result.error));
  if (issues.length > 0) return err(issues);
  if (read.length === 0) return err([{ path: '', message: 'no context is given; give --context PATH' }]);
  const contexts = results.flatMap((result) => (result.ok ? [result.value.snapshot] : []));
  const merged = mergeSnapshots({ ...EMPTY_SNAPSHOT, languages }, ...contexts);
  const snapshot = chosen?.ok === true ? { ...merged, platform: chosen.value.state } : merged;
  return ok({
    snapshot,
    hash: hashContext(snapshot),
    notices: read.flatMap((result) => (result.ok ? result.value.notices : [])),
  });
}

/** The platform's choice; one that has all backends off is no platform, with a notice. */
async function loadChosenPlatform(
  file: PlatformFile,
): Promise<Result<{ readonly state: PlatformState; readonly notices: readonly Issue[] }>> {
  const read = await loadPlatformFile(file);
  if (!read.ok) return read;
  const { notices, place } = read.value;
  if (!('isOff' in read.value))
    return ok({ state: { kind: 'ready', platform: read.value.platform }, notices });
  const off = { ...TRACING_IS_OFF, path: place(TRACING_IS_OFF.path) };
  return ok({ state: { kind: 'absent' }, notices: [...notices, off] });
}

const TRACING_IS_OFF = describeTracingOff(
  'there is no platform',
  'write an Instrumentation for the pods that ask',
);
