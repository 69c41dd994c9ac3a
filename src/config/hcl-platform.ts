import { TRACING_FLAGS } from '../core/objects/tracing-platform.js';
import { formatPath, parsePath, type Path } from '../core/objects/paths.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { isRecord } from '../core/json.js';
import { LONGEST } from '../core/bounds.js';
import { cutText } from '../core/shown-text.js';
import { createLineCounter } from './line-counter.js';
import { indexHclPlaces } from './hcl-places.js';
import { parseHcl } from './hcl.js';
import {
  formatPlace,
  hasTracingFlag,
  mergeSources,
  readFlagsSource,
  selectClusterFacts,
  selectEnableFlags,
  type ClusterFact,
  type LocatedFlags,
  type PlatformSources,
} from './platform-source.js';

type HclAttributes = Readonly<Record<string, unknown>>;
type FlagsAtPath = Pick<LocatedFlags, 'at' | 'flags' | 'facts'>;

/**
 * Finds the platform's flags in HCL: a map `addons` at the top, as in `terraform.tfvars`, or in a `locals` or `module`
 * block; the default of a variable `addons`; or flags at the top level. Everything else is ignored. Refuses text that
 * is not HCL, and flags that only Terraform could evaluate.
 */
export async function parseHclPlatforms(text: string, file: string): Promise<Result<PlatformSources>> {
  const parsed = await parseHcl(text, file);
  if (!parsed.ok) return parsed;
  const places = indexHclPlaces(text);
  const lines = createLineCounter(text);
  const locate = (path: string): string => {
    const { line, col } = lines.linePos(getNearestOffset(places, path));
    return `${file}:${line}:${col}`;
  };
  const read = mergeSources(
    selectFlagMaps(parsed.value).map((found) => {
      const issues = checkFlagExpressions(found, locate);
      return issues.length > 0 ? err(issues) : ok(readLocatedFlags({ ...found, locate }));
    }),
  );
  if (!read.ok) return read;
  const notices = [...listStrayFlags(parsed.value, locate), ...read.value.notices];
  return ok({ ...read.value, notices });
}

/** Flags of tracing beside the map of flags, which may be meant to be in it. */
function listStrayFlags(root: HclAttributes, locate: LocatedFlags['locate']): readonly Issue[] {
  if (root['addons'] === undefined) return [];
  const flags = unwrapBlock(root['addons']);
  const known = isRecord(flags) ? flags : {};
  return TRACING_FLAGS.filter((flag) => Object.hasOwn(root, flag) && root[flag] !== known[flag]).map(
    (flag) => ({
      path: formatPlace(locate, flag),
      message: 'is ignored next to addons; write it in addons, or remove it',
    }),
  );
}

/** Values that only Terraform can evaluate are ignored with a notice. */
function readLocatedFlags(found: LocatedFlags): PlatformSources {
  const { facts, locate } = found;
  const read = readFlagsSource({ ...found, facts: facts.filter(({ value }) => !isExpression(value)) });
  const unknown = facts.flatMap(({ at, value }) => {
    if (!isExpression(value)) return [];
    const message = `is ${formatExpression(value)}, which only Terraform can evaluate, so it is ignored; write it out, or name the file that does, such as terraform.tfvars`;
    return [{ path: formatPlace(locate, formatPath(at)), message }];
  });
  return { ...read, notices: [...read.notices, ...unknown] };
}

/** A reference to flags, such as `addons = var.addons`, counts only if the flags themselves are not in the text. */
function selectFlagMaps(root: HclAttributes): readonly FlagsAtPath[] {
  const set = [...collectTopLevelFlags(root), ...collectBlockFlags(root)];
  const own = set.filter(({ flags }) => !isReference(flags));
  return own.length > 0 ? own : [...collectDefaultFlags(root), ...set].slice(0, 1);
}

function collectTopLevelFlags(root: HclAttributes): readonly FlagsAtPath[] {
  const facts = selectClusterFacts(root, []);
  if (root['addons'] !== undefined) return [{ at: ['addons'], flags: unwrapBlock(root['addons']), facts }];
  return hasTracingFlag(root) ? [{ at: [], flags: selectEnableFlags(root), facts }] : [];
}

/** `addons { ... }` is a list of one map to the parser; it is read as `addons = { ... }` is. */
const unwrapBlock = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 && isRecord(value[0]) ? value[0] : value;

function collectBlockFlags({ locals, module }: HclAttributes): readonly FlagsAtPath[] {
  const modules = isRecord(module) ? Object.entries(module) : [];
  return [
    ...listBlockBodies(locals).map((body) => readBlockFlags(body, ['locals'])),
    ...modules.flatMap(([name, calls]) =>
      listBlockBodies(calls).map((body) => readBlockFlags(body, ['module', name])),
    ),
  ].filter(({ flags }) => flags !== undefined);
}

const readBlockFlags = (body: HclAttributes, at: Path): FlagsAtPath => ({
  at: [...at, 'addons'],
  flags: body['addons'],
  facts: selectClusterFacts(body, at),
});

/** The defaults of variables, which apply if nothing else is passed to a module. */
function collectDefaultFlags({ variable }: HclAttributes): readonly FlagsAtPath[] {
  const declared = Object.entries(isRecord(variable) ? variable : {}).flatMap(([name, blocks]) =>
    listBlockBodies(blocks).flatMap((body) =>
      body['default'] === undefined ? [] : [[name, body['default']] as const],
    ),
  );
  const defaults: HclAttributes = Object.fromEntries(declared);
  if (defaults['addons'] === undefined) return [];
  const facts = selectClusterFacts(defaults, []).map((fact): ClusterFact => ({
    ...fact,
    at: ['variable', ...fact.at, 'default'],
  }));
  return [{ at: ['variable', 'addons', 'default'], flags: defaults['addons'], facts }];
}

/** The bodies of blocks, which the parser gives as a list for each label. */
const listBlockBodies = (blocks: unknown): readonly HclAttributes[] =>
  Array.isArray(blocks) ? blocks.filter(isRecord) : [];

const isReference = (value: unknown): boolean =>
  typeof value === 'string' && /^\$\{(?:var|local)\.\w+\}$/.test(value);

/** Expressions, which the parser leaves as text. Flags that do not concern tracing may be any expression. */
function checkFlagExpressions(
  { at, flags }: Pick<FlagsAtPath, 'at' | 'flags'>,
  locate: LocatedFlags['locate'],
): readonly Issue[] {
  const issue = (expression: string, where: string, allowed: string): Issue => ({
    path: where,
    message: `is ${formatExpression(expression)}, which only Terraform can evaluate; allowed: ${allowed}; write it out, or name the file that does, such as terraform.tfvars`,
  });
  const placeOf = (path: Path): string => formatPlace(locate, formatPath(path));
  if (isExpression(flags)) return [issue(flags, placeOf(at), 'a map of flags')];
  return Object.entries(isRecord(flags) ? flags : {}).flatMap(([name, value]) => {
    // The place of the name is known, but the name is not shown as a path: it may contain text.
    const place = formatPlace(() => locate(formatPath([...at, name])), formatPath(at));
    if (isExpression(name)) return [issue(name, place, 'names of flags')];
    const isTracing = TRACING_FLAGS.includes(name);
    return isTracing && isExpression(value) ? [issue(value, placeOf([...at, name]), 'true, false')] : [];
  });
}

/** Text with a template in it; `$${` is an escaped one. https://developer.hashicorp.com/terraform/language/expressions/strings */
const isExpression = (value: unknown): value is string =>
  typeof value === 'string' && /(?<![$%])[$%]\{/.test(value);

/** The expression that a template begins with, in a few words and without any text in it, which may be a secret. */
function formatExpression(template: string): string {
  if (!template.startsWith('${')) return 'text with an expression in it';
  const expression = template.slice('${'.length);
  const end = measureExpression(expression);
  const words = expression.slice(0, end).replaceAll(/\s+/g, ' ');
  const isAll = end === expression.length - 1 && words.length <= LONGEST.value;
  return isAll ? words : cutText(`${words}…`, LONGEST.value);
}

/** Brackets, and what begins a text, a heredoc or a comment. */
const STOP = /[{}"#]|<<|\/[/*]/g;

/** Where an expression ends, or the first text in it begins. */
function measureExpression(expression: string): number {
  let depth = 0;
  for (const { 0: token, index } of expression.matchAll(STOP)) {
    if (token === '{') depth += 1;
    else if (token === '}' && depth > 0) depth -= 1;
    else return index;
  }
  return expression.length;
}

/** The place of a path, or of what it is in. */
function getNearestOffset(places: ReadonlyMap<string, number>, path: string): number {
  const tokens = parsePath(path);
  for (let length = tokens.length; length > 0; length -= 1) {
    const offset = places.get(formatPath(tokens.slice(0, length)));
    if (offset !== undefined) return offset;
  }
  return 0;
}
