import { readFile } from 'node:fs/promises';
import { isMember, type Language } from '../core/domain.js';
import {
  buildSnapshot,
  EMPTY_MAPS,
  formatApiVersion,
  isReadKind,
  KIND_NAMES,
  OBJECT_KINDS,
  type KindName,
  type ObjectKind,
} from '../core/object-kinds.js';
import type { ObjectReading } from '../core/objects/facts.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { quoteValue } from '../core/shown-text.js';
import type { ClusterSnapshot } from '../core/snapshot.js';
import { decodeText } from '../text/decode-text.js';
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
  const { readings, issues, notices } = readObjects(objects);
  if (issues.length > 0) return err(issues);
  const maps = KIND_NAMES.reduce(
    (before, kind) =>
      OBJECT_KINDS[kind].apply(
        before,
        readings.filter((each) => each.kind === kind),
      ),
    EMPTY_MAPS,
  );
  return ok({ snapshot: buildSnapshot(maps, options.languages), notices });
}

interface ReadObjects {
  readonly readings: (ObjectReading & { readonly kind: KindName })[];
  readonly issues: Issue[];
  readonly notices: Issue[];
}

function readObjects(objects: readonly LocatedObject[]): ReadObjects {
  const found: ReadObjects = { readings: [], issues: [], notices: [] };
  const seen = new Map<string, string>();
  for (const { apiVersion, kind, value, locate } of objects) {
    const tell = (list: Issue[], issues: readonly Issue[]): void => {
      for (const issue of issues) list.push(locateIssue(issue, locate));
    };
    if (!isReadKind(apiVersion, kind)) {
      tell(found.notices, checkApiVersion(apiVersion, kind));
      continue;
    }
    const data = value();
    const result = data.ok ? OBJECT_KINDS[kind].read(data.value) : data;
    if (result.ok) {
      tell(found.notices, result.value.notices);
      tell(found.issues, checkRepeated(formatObject(kind, result.value), locate(''), seen));
      found.readings.push({ kind, ...result.value });
    } else tell(found.issues, result.error);
  }
  return found;
}

const formatObject = (kind: KindName, { namespace, name }: ObjectReading): string =>
  `${kind} ${namespace === '' ? '' : `${namespace}/`}${name}`;

function checkRepeated(object: string, place: string, seen: Map<string, string>): readonly Issue[] {
  const first = seen.get(object);
  seen.set(object, first ?? place);
  return first === undefined ? [] : [{ path: '', message: describeDuplicate(object, first) }];
}

/** A notice about an object that is skipped only because of its version; none for kinds of other programs. */
export function checkApiVersion(apiVersion: string, kind: string): readonly Issue[] {
  if (!isMember(KIND_NAMES, kind) || !isCustom(OBJECT_KINDS[kind])) return [];
  const allowed = formatApiVersion(OBJECT_KINDS[kind]);
  const message = `is ${quoteValue(apiVersion)}, so this ${kind} is skipped; allowed: ${allowed}; correct it if it is meant for tracing`;
  return [{ path: 'apiVersion', message }];
}

/** The group of a custom resource is a domain; other programs have kinds of the same name as those of Kubernetes. */
const isCustom = ({ group }: ObjectKind): boolean => group.includes('.');

const describeDuplicate = (id: string, first: string): string =>
  `${id} is at ${first} already; allowed: one object of a kind and name; remove one of the two`;

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
