/** A part of an HCL text: a word, which is a name or a text in quotes, or a mark of punctuation. */
export interface HclToken {
  readonly index: number;
  readonly word?: string;
  readonly mark?: string;
}

/** What is found out once about the whole text, so that what is never closed is looked for once and not at each start. */
interface TokenScan {
  readonly text: string;
  /** Where the last comment over lines ends. */
  readonly lastCommentEnd: number;
  /** Where no text in quotes that begins before it is closed on its line. */
  unclosedUntil: number;
  /** Starts of lines by the word that is first in them; made when the first heredoc is met. */
  lines: ReadonlyMap<string, readonly number[]> | undefined;
}

const NAME = /[A-Za-z_][\w-]*/y;
const HEREDOC = /<<-?(\w+)\n/y;
const MARKS = new Set('{}()[]=:,\n');

/**
 * The words and marks of an HCL text in their order. Comments and heredocs are stepped over; text in quotes is given
 * as it is written, with its escapes. What is no HCL is stepped over too: the parser says so.
 * https://developer.hashicorp.com/terraform/language/syntax/configuration
 */
export function* readTokens(text: string): Generator<HclToken> {
  const scan: TokenScan = {
    text,
    lastCommentEnd: text.lastIndexOf('*/'),
    unclosedUntil: 0,
    lines: undefined,
  };
  let index = 0;
  while (index < text.length) {
    const skipped = findCommentEnd(scan, index) ?? findHeredocEnd(scan, index);
    const { token, end } =
      skipped === undefined ? matchToken(scan, index) : { token: undefined, end: skipped };
    if (token !== undefined) yield token;
    index = end;
  }
}

interface TokenMatch {
  readonly token: HclToken | undefined;
  readonly end: number;
}

function matchToken(scan: TokenScan, index: number): TokenMatch {
  const { text } = scan;
  const character = text.charAt(index);
  const quoteEnd = character === '"' ? findQuoteEnd(scan, index) : undefined;
  if (quoteEnd !== undefined)
    return { token: { index, word: text.slice(index + 1, quoteEnd - 1) }, end: quoteEnd };
  if (MARKS.has(character)) return { token: { index, mark: character }, end: index + 1 };
  const word = matchAt(NAME, text, index)?.[0];
  return word === undefined
    ? { token: undefined, end: index + 1 }
    : { token: { index, word }, end: index + word.length };
}

function matchAt(pattern: RegExp, text: string, index: number): RegExpExecArray | null {
  pattern.lastIndex = index;
  return pattern.exec(text);
}

/** Where a comment that begins at an offset ends; undefined where none does. */
function findCommentEnd({ text, lastCommentEnd }: TokenScan, index: number): number | undefined {
  if (text[index] === '#' || text.startsWith('//', index)) {
    const end = text.indexOf('\n', index);
    return end < 0 ? text.length : end;
  }
  if (!text.startsWith('/*', index) || lastCommentEnd < index + 2) return undefined;
  return text.indexOf('*/', index + 2) + 2;
}

/** Where text in quotes that begins at an offset ends; undefined where it is not closed on its line. */
function findQuoteEnd(scan: TokenScan, index: number): number | undefined {
  if (index < scan.unclosedUntil) return undefined;
  const { text } = scan;
  let at = index + 1;
  while (at < text.length && text[at] !== '\n') {
    if (text[at] === '"') return at + 1;
    if (text[at] === '\\' && isLineBreak(text[at + 1])) break;
    at += text[at] === '\\' ? 2 : 1;
  }
  scan.unclosedUntil = Math.min(at, text.length);
  return undefined;
}

const isLineBreak = (character: string | undefined): boolean =>
  character === undefined || /[\n\r\u2028\u2029]/.test(character);

/** Where a heredoc that begins at an offset ends: behind the first line below that begins with its word. */
function findHeredocEnd(scan: TokenScan, index: number): number | undefined {
  if (!scan.text.startsWith('<<', index)) return undefined;
  const [start = '', word = ''] = matchAt(HEREDOC, scan.text, index) ?? [];
  if (start === '') return undefined;
  scan.lines ??= indexLines(scan.text);
  const content = index + start.length;
  const line = findOffsetFrom(scan.lines.get(word) ?? [], content + 1);
  return line === undefined ? undefined : scan.text.indexOf(word, line) + word.length;
}

function indexLines(text: string): ReadonlyMap<string, readonly number[]> {
  const lines = new Map<string, number[]>();
  for (const { 1: word = '', index } of text.matchAll(/\n[ \t]*(\w+)/g)) {
    const starts = lines.get(word);
    if (starts === undefined) lines.set(word, [index + 1]);
    else starts.push(index + 1);
  }
  return lines;
}

/** The first of some ascending offsets that is not below another; found by halves, as heredocs may share one word. */
function findOffsetFrom(offsets: readonly number[], least: number): number | undefined {
  let [low, high] = [0, offsets.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((offsets[middle] ?? 0) < least) low = middle + 1;
    else high = middle;
  }
  return offsets[low];
}
