import { readFile } from 'node:fs/promises';
import { freezeDeep } from '../core/deep-freeze.js';
import type { Language } from '../core/domain.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import { decodeText } from '../text/decode-text.js';
import { createSnapshotDraft, findReader, findApiVersion, type Contribution } from './collection.js';
import { listContextFiles } from './context-files.js';
import { parseObjects, type LocatedObject } from './documents.js';

export interface Context {
  readonly snapshot: ClusterSnapshot;
  readonly notices: readonly Issue[];
}

/**
 * Reads the Kubernetes objects of a file, or of the *.yaml, *.yml and *.json files of a folder, into a frozen snapshot.
 * Takes Namespace, Instrumentation, TracingPlatform, LimitRange, ReplicaSet, Job and ConfigMap; other kinds are passed
 * over and a Secret is dropped unread. Refuses the whole when a file cannot be read, an object is not valid, or two
 * have the same kind and name; each issue's path begins with `file:line:column`.
 */
export async function loadContext(
  path: string,
  options: { readonly languages: ReadonlySet<Language> },
): Promise<Result<Context>> {
  const texts = await readTexts(path);
  if (!texts.ok) return texts;
  const parsed = texts.value.map(({ file, text }) => parseObjects(text, file));
  const context = buildContext(
    parsed.flatMap((result) => (result.ok ? result.value : [])),
    options,
  );
  const unread = parsed.flatMap((result) => (result.ok ? [] : result.error));
  return unread.length === 0 ? context : err([...unread, ...(context.ok ? [] : context.error)]);
}

/** Makes a frozen snapshot of objects that are parsed already; takes and refuses what `loadContext` does. */
export function buildContext(
  objects: readonly LocatedObject[],
  options: { readonly languages: ReadonlySet<Language> },
): Result<Context> {
  const { contributions, issues, notices } = collectContributions(objects);
  if (issues.length > 0) return err(issues);
  const draft = createSnapshotDraft();
  for (const contribution of contributions) contribution.addTo(draft);
  return ok({ snapshot: freezeDeep({ ...draft, languages: options.languages }), notices });
}

interface CollectedObjects {
  readonly contributions: Contribution[];
  readonly issues: Issue[];
  readonly notices: Issue[];
}

function collectContributions(objects: readonly LocatedObject[]): CollectedObjects {
  const found: CollectedObjects = { contributions: [], issues: [], notices: [] };
  const seen = new Map<string, string>();
  for (const object of objects) {
    const { locate } = object;
    const { result, notices } = readContribution(object);
    for (const issue of notices) found.notices.push(locateIssue(issue, locate));
    if (result === undefined) continue;
    if (!result.ok) {
      for (const issue of result.error) found.issues.push(locateIssue(issue, locate));
      continue;
    }
    const { id } = result.value;
    const first = seen.get(id);
    if (first !== undefined) found.issues.push({ path: locate(''), message: describeDuplicate(id, first) });
    seen.set(id, first ?? locate(''));
    found.contributions.push(result.value);
  }
  return found;
}

interface ContributionReading {
  readonly result?: Result<Contribution>;
  readonly notices: readonly Issue[];
}

function readContribution({ apiVersion, kind, value }: LocatedObject): ContributionReading {
  const reader = findReader(apiVersion, kind);
  if (reader === undefined) return { notices: checkApiVersion(apiVersion, kind) };
  const data = value();
  const result = data.ok ? reader(data.value) : data;
  return { result, notices: result.ok ? result.value.notices : [] };
}

/** A remark on an object that is passed over for its version alone; none for kinds of other programs. */
export function checkApiVersion(apiVersion: string, kind: string): readonly Issue[] {
  const allowed = findApiVersion(kind);
  if (allowed === undefined) return [];
  const message = `is "${apiVersion}", so this ${kind} is passed over; allowed: ${allowed}; correct it if it is meant for tracing`;
  return [{ path: 'apiVersion', message }];
}

const describeDuplicate = (id: string, first: string): string =>
  `${id} stands at ${first} already; allowed: one object of a kind and name; remove one of the two`;

const locateIssue = ({ path, message }: Issue, locate: LocatedObject['locate']): Issue => ({
  path: path === '' ? locate(path) : `${locate(path)}: ${path}`,
  message,
});

/** A file and what it holds. */
export interface FileText {
  readonly file: string;
  readonly text: string;
}

/** Reads a file, or the *.yaml, *.yml and *.json files of a folder. Refuses what cannot be read, and what is not UTF-8. */
export async function readTexts(path: string): Promise<Result<readonly FileText[]>> {
  try {
    const files = listContextFiles(path);
    return decodeFiles(await Promise.all(files.map(async (file) => ({ file, bytes: await readFile(file) }))));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err([
      { path, message: `cannot be read (${why}); name a file or folder that exists and is readable` },
    ]);
  }
}

function decodeFiles(
  files: readonly { readonly file: string; readonly bytes: Uint8Array }[],
): Result<readonly FileText[]> {
  const read = files.map(({ file, bytes }) => ({ file, text: decodeText(bytes, file) }));
  const issues = read.flatMap(({ text }) => (text.ok ? [] : text.error));
  if (issues.length > 0) return err(issues);
  return ok(read.flatMap(({ file, text }) => (text.ok ? [{ file, text: text.value }] : [])));
}
