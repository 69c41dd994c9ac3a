import { TRACING_FLAGS } from '../core/objects/tracing-platform.js';
import { isRecord } from '../core/json.js';
import { formatPath, parsePath, type Path } from '../core/objects/paths.js';
import { err, ok, type Issue, type Result } from '../core/result.js';

/** A platform's choice as a text has it, before it is judged. */
export interface PlatformSource {
  /** A TracingPlatform object of any shape. */
  readonly object: unknown;
  /** Names of the cluster that it is for, where it is a cluster Secret. */
  readonly cluster?: readonly string[];
  /** The place of a path of that object: `file:line:column`, and its name in the text. */
  readonly place: (path: string) => string;
}

/** The content of a text: choices, and parts that are ignored with a notice. */
export interface PlatformSources {
  readonly sources: readonly PlatformSource[];
  readonly notices: readonly Issue[];
  /** Objects that would be a choice if they did not lack something; reported only if there is no other choice. */
  readonly nearMisses?: readonly Issue[];
}

/** The sources of several parts of a text, or all that is wrong with them. */
export function mergeSources(parts: readonly Result<PlatformSources>[]): Result<PlatformSources> {
  const issues = parts.flatMap((part) => (part.ok ? [] : part.error));
  if (issues.length > 0) return err(issues);
  const read = parts.flatMap((part) => (part.ok ? [part.value] : []));
  return ok({
    sources: read.flatMap(({ sources }) => sources),
    notices: read.flatMap(({ notices }) => notices),
    nearMisses: read.flatMap(({ nearMisses = [] }) => nearMisses),
  });
}

/** Facts about the cluster, next to the flags. */
export interface ClusterFact {
  readonly field: 'environment' | 'name';
  /** Its path in the text. */
  readonly at: Path;
  readonly value: unknown;
}

/** How the platform calls what it says of a cluster; of several names for one fact the first goes before the others. */
export const FACT_NAMES: readonly (readonly [string, ClusterFact['field']])[] = [
  ['environment', 'environment'],
  ['cluster_name', 'name'],
  ['k8s_cluster_name', 'name'],
];

/** The facts among the keys of a map; an empty text says nothing. */
export const selectClusterFacts = (
  map: Readonly<Record<string, unknown>>,
  at: Path,
): readonly ClusterFact[] =>
  FACT_NAMES.filter(([key]) => Object.hasOwn(map, key) && map[key] !== '').map(([key, field]) => ({
    field,
    at: [...at, key],
    value: map[key],
  }));

/** Flags as a text has them. */
export interface LocatedFlags {
  /** Path of their map in the text; empty where the text is the map. */
  readonly at: Path;
  readonly flags: unknown;
  /** Facts about the cluster; if there are two for one field, the first one wins. */
  readonly facts: readonly ClusterFact[];
  /** `file:line:column` of a path of the text. */
  readonly locate: (path: string) => string;
}

const ADDONS: Path = ['spec', 'addons'];

/** The choice that flags and the facts next to them make, with a notice for each ignored fact. */
export function readFlagsSource(located: LocatedFlags): PlatformSources {
  const { at, flags, facts, locate } = located;
  const told = facts.filter(({ field }, index) => index === facts.findIndex((each) => each.field === field));
  const cluster = Object.fromEntries(told.map(({ field, value }) => [field, value]));
  const source: PlatformSource = {
    object: {
      metadata: { name: 'default' },
      spec: { addons: parseFlagTexts(flags), ...(told.length === 0 ? {} : { cluster }) },
    },
    place: (path) => {
      const tokens = parsePath(path);
      const fact = told.find(({ field }) => path === formatPath(['spec', 'cluster', field]));
      const isOfFlags = ADDONS.every((token, index) => tokens[index] === token);
      const own = isOfFlags ? [...at, ...tokens.slice(ADDONS.length)] : at;
      return formatPlace(locate, formatPath(fact?.at ?? own));
    },
  };
  return { sources: [source], notices: listDisagreements(located, told) };
}

/** Facts that another one goes before, and that say something else. */
const listDisagreements = ({ facts, locate }: LocatedFlags, told: readonly ClusterFact[]): readonly Issue[] =>
  facts.flatMap(({ field, at, value }) => {
    const winner = told.find((each) => each.field === field);
    if (winner === undefined || winner.value === value) return [];
    const message = `is ignored, since ${formatPath(winner.at)} says something else and takes precedence; correct one of the two, or remove it`;
    return [{ path: formatPlace(locate, formatPath(at)), message }];
  });

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

/** A place and the path of what is there, as issues name it. */
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
