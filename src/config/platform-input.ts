import {
  parseOptionalPlatform,
  type PlatformReading,
  type TracingOff,
} from '../core/rules/parse-platform.js';
import { cutName, quoteValue } from '../core/shown-text.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import { parseHclPlatforms } from './hcl-platform.js';
import { parseDocumentPlatforms } from './platform-documents.js';
import type { PlatformSource, PlatformSources } from './platform-source.js';

/**
 * The platform's choice, or that all backends are off, and where each of its paths is in the text, for what is found
 * out later.
 */
export type PlatformInput = (PlatformReading | TracingOff) & { readonly place: PlatformSource['place'] };

export interface PlatformTextOptions {
  /** Named in places; its extension tells the language. */
  readonly file: string;
  /** Name of the cluster whose Secret is meant; needed only where the text holds several. */
  readonly cluster?: string | undefined;
}

/**
 * Reads the platform's choice from a text: a TracingPlatform, a map of flags in YAML, JSON or HCL, with or without
 * `addons` around it, or the labels of an Argo CD cluster Secret. `file` is named in places, and its extension tells
 * the language; without a known one, the text does. Each path begins with `file:line:column`. Refuses a text with no
 * choice or with two, flags that cannot be evaluated, and what a TracingPlatform is refused for, but for flags that enable
 * no backend.
 */
export async function readPlatformInput(
  text: string,
  { file, cluster }: PlatformTextOptions,
): Promise<Result<PlatformInput>> {
  const found = isHcl(text, file) ? await parseHclPlatforms(text, file) : parseDocumentPlatforms(text, file);
  if (!found.ok) return found;
  const source = selectSource(found.value, { file, cluster });
  if (!source.ok) return err([...found.value.notices, ...source.error]);
  const placed = ({ path, message }: Issue): Issue => ({ path: source.value.place(path), message });
  const read = parseOptionalPlatform(source.value.object);
  if (!read.ok) return err(read.error.map(placed));
  const notices = [...found.value.notices, ...read.value.notices.map(placed)];
  return ok({ ...read.value, notices, place: source.value.place });
}

const HCL_FILE = /\.(tf|tfvars|hcl)$/;
const YAML_FILE = /\.(ya?ml|json)$/;
/** How comments of either language begin and end. */
const COMMENTS = [
  ['#', '\n'],
  ['//', '\n'],
  ['/*', '*/'],
] as const;
/** `name =`, `name {` or `name "label" {`, which no line of YAML begins with. */
const HCL_START = /^[A-Za-z_][\w-]*[ \t]*(?:"[^"\n]*"[ \t]*)*[={]/;

function isHcl(text: string, file: string): boolean {
  if (HCL_FILE.test(file)) return true;
  return !YAML_FILE.test(file) && HCL_START.test(text.slice(skipComments(text)));
}

/** Where the first statement begins. One pattern for all that may precede it would fill the stack. */
function skipComments(text: string): number {
  const filled = /\S/g;
  for (;;) {
    const at = filled.exec(text)?.index ?? text.length;
    const comment = COMMENTS.find(([begin]) => text.startsWith(begin, at));
    if (comment === undefined) return at;
    const [begin, end] = comment;
    const closed = text.indexOf(end, at + begin.length);
    if (closed === -1) return text.length;
    filled.lastIndex = closed + end.length;
  }
}

const FORMS =
  'a TracingPlatform, a map addons of enable_* flags in YAML, JSON or HCL, or an Argo CD cluster Secret';

/** The source that is meant: that of the named cluster, else the only one. */
function selectSource(
  { sources, nearMisses = [] }: PlatformSources,
  { file, cluster }: PlatformTextOptions,
): Result<PlatformSource> {
  const meant =
    cluster === undefined ? sources : sources.filter((source) => source.cluster?.includes(cluster) === true);
  const [first, second] = meant;
  const [nearest] = nearMisses;
  if (sources.length === 0 && nearest !== undefined) return err([nearest]);
  if (first === undefined)
    return err([{ path: file, message: describeNothing(cluster, listClusters(sources)) }]);
  if (second === undefined) return ok(first);
  return err([{ path: formatSourcePlace(second), message: describeSecond(first, listClusters(meant)) }]);
}

/** Names of clusters whose Secrets are among sources, each by its first one. */
const listClusters = (sources: readonly PlatformSource[]): readonly string[] =>
  sources.flatMap(({ cluster = [] }) => cluster.slice(0, 1));

const describeNothing = (cluster: string | undefined, known: readonly string[]): string =>
  cluster === undefined
    ? `holds no choice of a platform; allowed: ${FORMS}; name a file with one`
    : `holds no Secret of a cluster ${quoteValue(cluster)}; allowed: ${known.length === 0 ? 'none is there' : listShort(known)}; name one of them, or leave --cluster out`;

function describeSecond(first: PlatformSource, clusters: readonly string[]): string {
  const remedy =
    clusters.length > 1 ? `pick a cluster by its name: ${listShort(clusters)}` : 'remove one of the two';
  return `is a second choice, beside that at ${formatSourcePlace(first)}; allowed: one; ${remedy}`;
}

/** So many names are listed. */
const MOST_NAMES = 20;

const listShort = (names: readonly string[]): string =>
  [...names.slice(0, MOST_NAMES).map(cutName), ...(names.length > MOST_NAMES ? ['…'] : [])].join(', ');

const formatSourcePlace = ({ place }: PlatformSource): string => place('');
