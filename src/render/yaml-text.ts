import { Document, isMap, isPair, isScalar, isSeq, visit, type Node, type Pair, type YAMLSeq } from 'yaml';
import { wrapText } from '../text/wrap.js';

/** A comment for a person at a place of a document. */
export interface Comment {
  readonly path: readonly (string | number)[];
  readonly text: string;
}

/** A document as it is printed: plain data, and what is said of it. */
export interface CommentedDocument {
  readonly value: unknown;
  /** Before the document as a whole. */
  readonly head?: string;
  readonly comments?: readonly Comment[];
}

const STYLE = { lineWidth: 0, singleQuote: true, aliasDuplicateObjects: false } as const;
const LONGEST_LINE = 110;
const LONGEST_FLOW = 70;

/** Prints a document: keys in their order, text as it is quoted by Prettier, comments before what they are about. */
export function formatYaml({ value, head, comments = [] }: CommentedDocument): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  visit(document, {
    Seq: (_, sequence) => {
      sequence.flow = isShort(sequence);
    },
  });
  for (const { path, text } of comments) addComment(document.contents, path, text);
  const body = document.toString({ ...STYLE, flowCollectionPadding: false });
  const before =
    head === undefined
      ? ''
      : `${formatCommentLines(head, 0)
          .map((line) => `#${line}`)
          .join('\n')}\n`;
  return `${before}${body}`;
}

/** Whether a sequence reads best in one line: a few words, and no sentences. */
const isShort = ({ items }: YAMLSeq): boolean =>
  items.every((item) => isScalar(item) && /^[\w./:@-]*$/.test(String(item.value))) &&
  items.map(String).join(', ').length <= LONGEST_FLOW;

/** Several documents as one text. */
export const formatYamlDocuments = (documents: readonly CommentedDocument[]): string =>
  documents.map((document) => formatYaml(document)).join('---\n');

/** Puts a comment before the key or item at a path. Throws where there is none. */
function addComment(root: unknown, path: Comment['path'], text: string): void {
  const { target, depth } = getCommentTarget(root, path);
  target.commentBefore = formatCommentLines(text, depth).join('\n');
}

function getCommentTarget(
  root: unknown,
  path: Comment['path'],
): { readonly target: Node; readonly depth: number } {
  let node = root;
  let target: unknown = root;
  for (const key of path) {
    if (isSeq(node) && typeof key === 'number') {
      node = node.items[key];
      target = node;
      continue;
    }
    const pair = isMap(node)
      ? node.items.find((item) => isPair(item) && getPairKey(item) === key)
      : undefined;
    node = pair?.value;
    target = pair?.key;
  }
  if (target === undefined) throw new Error(`there is nothing at ${path.join('.')} to comment on`);
  return { target: target as Node, depth: path.length };
}

const getPairKey = ({ key }: Pair): unknown => (isScalar(key) ? key.value : key);

/** A sentence in lines that begin with a space, as long as they may be at their depth. */
function formatCommentLines(text: string, depth: number): readonly string[] {
  const width = LONGEST_LINE - 2 * depth - 2;
  const lines = text.split('\n').flatMap((line) => wrapText(line, width));
  return lines.map((line) => (line === '' ? '' : ` ${line}`));
}
