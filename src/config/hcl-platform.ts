import { LineCounter } from 'yaml';
import { TRACING_FLAGS } from '../core/objects/tracing-platform.js';
import { formatPath, parsePath, type Path } from '../core/objects/paths.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { isRecord } from '../core/json.js';
import { cutText, LONGEST } from '../core/shown-text.js';
import { hclPlaces } from './hcl-places.js';
import { parseHcl } from './hcl.js';
import {
  flagsIn,
  flagsSource,
  hasTracingFlag,
  placed,
  together,
  type Flags,
  type PlatformSources,
} from './platform-source.js';

type Attributes = Readonly<Record<string, unknown>>;
type Found = Pick<Flags, 'at' | 'flags'>;

/**
 * Finds the platform's flags in HCL: a map `addons` at the top, as in `terraform.tfvars`, or in a `locals` or `module`
 * block; the default of a variable `addons`; or flags that stand at the top by themselves. All else is passed over.
 * Refuses text that is not HCL, and flags that only Terraform could evaluate.
 */
export async function hclPlatforms(text: string, file: string): Promise<Result<PlatformSources>> {
  const parsed = await parseHcl(text, file);
  if (!parsed.ok) return parsed;
  const places = hclPlaces(text);
  const lines = linesOf(text);
  const locate = (path: string): string => {
    const { line, col } = lines.linePos(nearest(places, path));
    return `${file}:${line}:${col}`;
  };
  return together(
    flagsOf(parsed.value).map((found) => {
      const issues = unevaluated(found, locate);
      return issues.length > 0
        ? err(issues)
        : ok({ sources: [flagsSource({ ...found, locate })], notices: [] });
    }),
  );
}

/** What only hands flags on, as `addons = var.addons`, counts where the flags themselves are not in the text. */
function flagsOf(root: Attributes): readonly Found[] {
  const set = [...topLevel(root), ...inBlocks(root)];
  const own = set.filter(({ flags }) => !isReference(flags));
  return own.length > 0 ? own : [...variableDefault(root), ...set].slice(0, 1);
}

function topLevel(root: Attributes): readonly Found[] {
  if (root['addons'] !== undefined) return [{ at: ['addons'], flags: whole(root['addons']) }];
  return hasTracingFlag(root) ? [{ at: [], flags: flagsIn(root) }] : [];
}

/** `addons { ... }` is a list of one map to the parser; it is read as `addons = { ... }` is. */
const whole = (value: unknown): unknown =>
  Array.isArray(value) && value.length === 1 && isRecord(value[0]) ? value[0] : value;

function inBlocks({ locals, module }: Attributes): readonly Found[] {
  const modules = isRecord(module) ? Object.entries(module) : [];
  return [
    ...bodies(locals).map(({ addons }) => ({ at: ['locals', 'addons'], flags: addons })),
    ...modules.flatMap(([name, calls]) =>
      bodies(calls).map(({ addons }) => ({ at: ['module', name, 'addons'], flags: addons })),
    ),
  ].filter(({ flags }) => flags !== undefined);
}

function variableDefault({ variable }: Attributes): readonly Found[] {
  const declared = isRecord(variable) ? bodies(variable['addons']) : [];
  return declared
    .map((body) => ({ at: ['variable', 'addons', 'default'], flags: body['default'] }))
    .filter(({ flags }) => flags !== undefined);
}

/** The bodies of blocks, which the parser gives as a list for each label. */
const bodies = (blocks: unknown): readonly Attributes[] =>
  Array.isArray(blocks) ? blocks.filter(isRecord) : [];

const isReference = (value: unknown): boolean =>
  typeof value === 'string' && /^\$\{(?:var|local)\.\w+\}$/.test(value);

/** What the parser leaves as text since it has to be evaluated; flags that are not of tracing may be anything. */
function unevaluated({ at, flags }: Found, locate: Flags['locate']): readonly Issue[] {
  const issue = (expression: string, where: string, allowed: string): Issue => ({
    path: where,
    message: `is ${shown(expression)}, which only Terraform can evaluate; allowed: ${allowed}; write it out, or name the file that does, such as terraform.tfvars`,
  });
  const placeOf = (path: Path): string => placed(locate, formatPath(path));
  if (isExpression(flags)) return [issue(flags, placeOf(at), 'a map of flags')];
  return Object.entries(isRecord(flags) ? flags : {}).flatMap(([name, value]) => {
    // The name stands where it stands, but is not told as a path: there may be text in it.
    const place = placed(() => locate(formatPath([...at, name])), formatPath(at));
    if (isExpression(name)) return [issue(name, place, 'names of flags')];
    const isTracing = TRACING_FLAGS.includes(name);
    return isTracing && isExpression(value) ? [issue(value, placeOf([...at, name]), 'true, false')] : [];
  });
}

/** Text with a template in it; `$${` is an escaped one. https://developer.hashicorp.com/terraform/language/expressions/strings */
const isExpression = (value: unknown): value is string =>
  typeof value === 'string' && /(?<![$%])[$%]\{/.test(value);

/** The expression that a template begins with, in a few words and without any text in it, which may be a secret. */
function shown(template: string): string {
  if (!template.startsWith('${')) return 'text with an expression in it';
  const expression = template.slice('${'.length);
  const end = endOf(expression);
  const words = expression.slice(0, end).replaceAll(/\s+/g, ' ');
  const isAll = end === expression.length - 1 && words.length <= LONGEST.value;
  return isAll ? words : cutText(`${words}…`, LONGEST.value);
}

/** Brackets, and what begins a text, a heredoc or a comment. */
const STOP = /[{}"#]|<<|\/[/*]/g;

/** Where an expression ends, or the first text in it begins. */
function endOf(expression: string): number {
  let depth = 0;
  for (const { 0: token, index } of expression.matchAll(STOP)) {
    if (token === '{') depth += 1;
    else if (token === '}' && depth > 0) depth -= 1;
    else return index;
  }
  return expression.length;
}

/** The place of a path, or of what it is in. */
function nearest(places: ReadonlyMap<string, number>, path: string): number {
  const tokens = parsePath(path);
  for (let length = tokens.length; length > 0; length -= 1) {
    const offset = places.get(formatPath(tokens.slice(0, length)));
    if (offset !== undefined) return offset;
  }
  return 0;
}

/** Counts lines once, as each flag of a text may be told by its place. */
function linesOf(text: string): LineCounter {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (const { index } of text.matchAll(/\n/g)) lines.addNewLine(index + 1);
  return lines;
}
