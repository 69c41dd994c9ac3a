import { formatPath, type Path } from '../core/objects/paths.js';
import { isRecord } from '../core/json.js';
import { err, ok, type Result } from '../core/result.js';

/** Where pod templates are in an object; `*` means each item of a list or each field of a map. */
export type TemplatePattern = readonly (string | number)[];

export const EACH = '*';

/** What `--template-path` says of a kind. */
export interface TemplateRule {
  /** API group; any where it is absent. */
  readonly group: string | undefined;
  readonly kind: string;
  /** Nothing where its pods are passed over. */
  readonly pattern: TemplatePattern | undefined;
  /** As it was written. */
  readonly text: string;
}

const ALLOWED =
  'allowed: KIND=PATH, KIND.GROUP=PATH or GROUP/KIND=PATH, as RunnerDeployment.actions.summerwind.dev=spec.template; * means each item; none skips the kind';

/** Reads a value of `--template-path`. Refuses, with a sentence, what names no kind or no path. */
export function parseTemplateRule(text: string): Result<TemplateRule, string> {
  const equals = text.indexOf('=');
  const kind = equals < 0 ? undefined : parseKind(text.slice(0, equals));
  const path = text.slice(equals + 1).trim();
  const pattern = path === 'none' ? undefined : parsePattern(path);
  if (kind === undefined || (pattern === undefined && path !== 'none'))
    return err(`"${text}" is no place of a pod template; ${ALLOWED}`);
  return ok({ ...kind, pattern, text });
}

const KIND = /^[A-Z][A-Za-z0-9]*$/;
const GROUP = /^[a-z0-9][a-z0-9.-]*$/;

function parseKind(text: string): Pick<TemplateRule, 'kind' | 'group'> | undefined {
  const words = text.trim();
  const slash = words.lastIndexOf('/');
  const dot = words.indexOf('.');
  if (slash >= 0) return checkKind(words.slice(slash + 1), words.slice(0, slash));
  return dot < 0 ? checkKind(words, undefined) : checkKind(words.slice(0, dot), words.slice(dot + 1));
}

const checkKind = (
  kind: string,
  group: string | undefined,
): Pick<TemplateRule, 'kind' | 'group'> | undefined =>
  KIND.test(kind) && (group === undefined || GROUP.test(group)) ? { kind, group } : undefined;

/** A field, an index, each item, or a quoted field. */
const TOKEN = /\.?([A-Za-z_][\w-]*|\*)|\[(\d{1,9}|\*)\]|\["([^"\\]+)"\]/y;

function parsePattern(text: string): TemplatePattern | undefined {
  const tokens: (string | number)[] = [];
  TOKEN.lastIndex = text.startsWith('$.') ? 1 : 0;
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text);
    if (found === null) return undefined;
    tokens.push(readToken(found));
  }
  return tokens.length === 0 ? undefined : tokens;
}

function readToken([, field, index, quoted]: RegExpExecArray): string | number {
  if (index === undefined) return field ?? quoted ?? '';
  return index === EACH ? EACH : Number(index);
}

/** A pattern as it is written for `--template-path`. */
export const formatPattern = (pattern: TemplatePattern): string =>
  formatPath(pattern).replaceAll('["*"]', '[*]');

/** The places in an object that a pattern means and that hold a map. */
export function expandPattern(object: unknown, pattern: TemplatePattern, path: Path = []): readonly Path[] {
  const [token, ...rest] = pattern;
  if (token === undefined) return isRecord(object) ? [path] : [];
  const fields = Array.isArray(object)
    ? [...object.entries()]
    : isRecord(object)
      ? Object.entries(object)
      : [];
  const meant = token === EACH ? fields : fields.filter(([key]) => key === token);
  return meant.flatMap(([key, value]) => expandPattern(value, rest, [...path, key]));
}

/** The places in an object, below `path`, of what looks like a pod template. */
export function listTemplatePaths(value: unknown, path: Path): readonly Path[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => listTemplatePaths(item, [...path, index]));
  if (!isRecord(value)) return [];
  if (path.length > 0 && hasContainers(value['spec'])) return [path];
  return Object.entries(value).flatMap(([key, inner]) => listTemplatePaths(inner, [...path, key]));
}

const hasContainers = (spec: unknown): boolean =>
  isRecord(spec) &&
  Array.isArray(spec['containers']) &&
  spec['containers'].some(
    (container) => isRecord(container) && ('image' in container || 'name' in container),
  );
