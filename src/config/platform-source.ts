import { TRACING_FLAGS } from '../core/objects/tracing-platform.js';
import { isRecord } from '../core/json.js';
import { formatPath, parsePath, type Path } from '../core/objects/paths.js';
import { err, ok, type Issue, type Result } from '../core/result.js';

/** A platform's choice as it stands in a text, before it is judged. */
export interface PlatformSource {
  /** A TracingPlatform object of any shape. */
  readonly object: unknown;
  /** Names of the cluster that it is for, where it is a cluster Secret. */
  readonly cluster?: readonly string[];
  /** Where a path of that object stands: `file:line:column`, and what the text calls it. */
  readonly place: (path: string) => string;
}

/** What a text holds: choices, and what is passed over with a word. */
export interface PlatformSources {
  readonly sources: readonly PlatformSource[];
  readonly notices: readonly Issue[];
}

/** The sources of several parts of a text, or all that is wrong with them. */
export function mergeSources(parts: readonly Result<PlatformSources>[]): Result<PlatformSources> {
  const issues = parts.flatMap((part) => (part.ok ? [] : part.error));
  if (issues.length > 0) return err(issues);
  const read = parts.flatMap((part) => (part.ok ? [part.value] : []));
  return ok({
    sources: read.flatMap(({ sources }) => sources),
    notices: read.flatMap(({ notices }) => notices),
  });
}

/** Flags as they stand in a text. */
export interface LocatedFlags {
  /** Path of their map in the text; empty where the text is the map. */
  readonly at: Path;
  readonly flags: unknown;
  /** `file:line:column` of a path of the text. */
  readonly locate: (path: string) => string;
}

const ADDONS: Path = ['spec', 'addons'];

/** The choice that is made by flags alone. */
export function buildFlagsSource({ at, flags, locate }: LocatedFlags): PlatformSource {
  return {
    object: { metadata: { name: 'default' }, spec: { addons: parseFlagTexts(flags) } },
    place: (path) => {
      const tokens = parsePath(path);
      const isOfFlags = ADDONS.every((token, index) => tokens[index] === token);
      return formatPlace(locate, formatPath(isOfFlags ? [...at, ...tokens.slice(ADDONS.length)] : at));
    },
  };
}

/** Labels hold text alone, and who prints them as JSON or quotes them in HCL has flags as text: they mean the same. */
const parseFlagTexts = (flags: unknown): unknown =>
  isRecord(flags)
    ? Object.fromEntries(Object.entries(flags).map(([flag, value]) => [flag, parseFlag(value) ?? value]))
    : flags;

/** What a flag says, as a boolean or as text; undefined where it is neither of the two. */
export function parseFlag(value: unknown): boolean | undefined {
  if (value === true || value === 'true') return true;
  return value === false || value === 'false' ? false : undefined;
}

/** A place and the path of what stands there, as issues name it. */
export const formatPlace = (locate: (path: string) => string, path: string): string =>
  path === '' ? locate(path) : `${locate(path)}: ${path}`;

/** Tells whether a map has a flag of tracing among its keys. */
export const hasTracingFlag = (map: Readonly<Record<string, unknown>>): boolean =>
  TRACING_FLAGS.some((flag) => Object.hasOwn(map, flag));

/** The flags of a map that holds other things too. */
export const selectEnableFlags = (
  map: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> =>
  Object.fromEntries(Object.entries(map).filter(([key]) => key.startsWith('enable_')));
