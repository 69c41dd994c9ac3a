import { Document, isNode, stringify, type Tags } from 'yaml';

/**
 * How YAML is read: as kubectl does, whose parser knows YAML 1.1 but neither sexagesimal numbers nor timestamps, so
 * `0644` is octal and `yes` a boolean. Integers of any size keep their digits, and tokens say where each part is.
 * https://pkg.go.dev/sigs.k8s.io/yaml
 */
export const KUBERNETES_YAML = {
  schema: 'yaml-1.1',
  customTags: (tags: Tags): Tags => tags.filter((tag) => typeof tag === 'string' || !isForeignTag(tag)),
  merge: true,
  intAsBigInt: true,
  keepSourceTokens: true,
} as const;

const FOREIGN_TAGS = ['timestamp', 'binary', 'omap', 'pairs', 'set'].map(
  (name) => `tag:yaml.org,2002:${name}`,
);

const isForeignTag = ({ tag, format }: Exclude<Tags[number], string>): boolean =>
  FOREIGN_TAGS.includes(tag) || format === 'TIME';

/** How a document is laid out, as far as added parts follow it. */
export interface YamlStyle {
  /** Columns by which a map inside a map is indented. */
  readonly indent: number;
  /** Tells whether the items of a list are indented below the key of the list. */
  readonly indentSeq: boolean;
  /** Tells whether texts of several lines may be block scalars; they may if not told. */
  readonly blockQuote?: boolean;
}

/**
 * Writes `value` as the value of a key: from behind the colon on, without the last line break. Text that only one of
 * YAML 1.1 and 1.2 takes for text is quoted.
 */
export function formatValue(value: unknown, style: YamlStyle, anchor?: string): string {
  const document = new Document({ k: value }, CREATE);
  const node = document.get('k', true);
  if (anchor !== undefined && isNode(node)) Object.assign(node, { anchor });
  return trimLastBreak(document.toString({ ...PLAIN, ...style })).slice('k:'.length);
}

/** Writes a value as the only item of a list, without the last line break. */
export function formatListItem(value: unknown, style: YamlStyle, anchor?: string): string {
  const document = new Document([value], CREATE);
  const node = document.get(0, true);
  if (anchor !== undefined && isNode(node)) Object.assign(node, { anchor });
  return trimLastBreak(document.toString({ ...PLAIN, ...style }));
}

/** Writes a key. */
export const formatKey = (key: string): string => trimLastBreak(stringify(key, { ...CREATE, ...PLAIN }));

const trimLastBreak = (text: string): string => text.replace(/\n$/, '');

/** An object that occurs twice in a value is written twice: nobody asked for anchors. */
const CREATE = { aliasDuplicateObjects: false, compat: 'yaml-1.1' } as const;
/** No text in quotes goes over several lines, so that a comment can follow the first line of any value. */
const PLAIN = { lineWidth: 0, doubleQuotedMinMultiLineLength: Infinity } as const;
