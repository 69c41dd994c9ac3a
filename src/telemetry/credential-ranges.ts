import { LONGEST_NAME_BEFORE, LONGEST_PASSWORD, LONGEST_USER, MOST_BLANKS_BEFORE } from './bounds.js';
import { isCredentialField, isCredentialName } from './credential-words.js';

/** A part of a text, by offsets. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Without one of these there is nothing to look for; most texts that are logged have none. */
const TELLING = /[=:@"]|\s-|-----|bearer|basic/i;

/**
 * The parts of a text that may be credentials, in order and without overlaps. If the end of a credential cannot be
 * seen, it reaches to the end of the text, or of the `quoted` part that it is in. Takes linear time.
 */
export function listCredentialRanges(text: string, quoted: readonly TextRange[] = []): readonly TextRange[] {
  if (!TELLING.test(text)) return [];
  const found = [
    listUserInfo,
    listBareUserInfo,
    listSchemeTokens,
    listPrivateKeys,
    listAssignedValues,
    listOptionValues,
  ].flatMap((find) => find(text, createLimiter(text, quoted)));
  return mergeRanges(found.filter(({ start, end }) => end > start));
}

/** Finds the last possible end of what begins at an offset. Offsets must be asked for in ascending order. */
type Limiter = (offset: number) => number;

function createLimiter(text: string, quoted: readonly TextRange[]): Limiter {
  let at = 0;
  return (offset) => {
    while ((quoted[at]?.end ?? Infinity) <= offset) at += 1;
    const part = quoted[at];
    return part !== undefined && part.start <= offset ? part.end : text.length;
  };
}

const cutRange = ({ start, end }: TextRange, limit: number): TextRange => ({
  start,
  end: Math.min(end, limit),
});

function mergeRanges(ranges: readonly TextRange[]): readonly TextRange[] {
  const apart: TextRange[] = [];
  for (const range of [...ranges].sort((left, right) => left.start - right.start)) {
    const last = apart.at(-1);
    if (last === undefined || range.start > last.end) apart.push(range);
    else apart[apart.length - 1] = { start: last.start, end: Math.max(last.end, range.end) };
  }
  return apart;
}

/** Where a character of a set comes next, or the end of the text. */
function locateNext(characters: RegExp, text: string, from: number): number {
  characters.lastIndex = from;
  return characters.exec(text)?.index ?? text.length;
}

/**
 * The user information of URLs: what comes before the last `@` of the authority. A password may hold a slash that should
 * have been encoded; what is then read as the port is none. https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 */
function listUserInfo(text: string): readonly TextRange[] {
  const ranges: TextRange[] = [];
  const word = { end: -1, at: -1 };
  for (let start = locateAuthority(text, 0); start > 0;) {
    if (start > word.end) {
      word.end = locateNext(/[\s"'<>`]/g, text, start);
      word.at = start + text.slice(start, word.end).lastIndexOf('@');
    }
    const slash = Math.min(locateNext(/[/?#]/g, text, start), word.end);
    const authority = text.slice(start, slash);
    const at = authority.lastIndexOf('@');
    const isAuthority = at >= 0 || isHost(authority);
    const end = isAuthority ? start + at : word.at;
    if (end > start) ranges.push({ start, end });
    // The slash may be that of the next scheme, as in a list.
    start = locateAuthority(text, Math.max(slash - 1, end));
  }
  return ranges;
}

const locateAuthority = (text: string, from: number): number => {
  const at = text.indexOf('://', from);
  return at < 0 ? -1 : at + '://'.length;
};

/** Whether it is a host: without a port, or with one that is a number or a variable. */
const isHost = (authority: string): boolean => {
  const colon = authority.lastIndexOf(':');
  return colon < 0 || authority.endsWith(']') || /^(?:\d{0,5}|\$[({].*)$/.test(authority.slice(colon + 1));
};

const OF_A_USER = /[\w.~%+-]/;
const NOT_OF_A_PASSWORD = /[\s/@"']/;
const BEFORE_A_USER = /[\s"'=,;(]/;

/** `user:password@host` without a scheme, as databases have it. The digest of an image follows an `@`, too. */
function listBareUserInfo(text: string): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const start = /^@sha\d/.test(text.slice(at, at + 5)) ? -1 : findUser(text, at);
    if (start >= 0) ranges.push({ start, end: at });
  }
  return ranges;
}

/** Where the user begins whose password ends before `at`; -1 without one. */
function findUser(text: string, at: number): number {
  const earliest = Math.max(0, at - LONGEST_USER - LONGEST_PASSWORD - 1);
  let start = at;
  while (start > earliest && !NOT_OF_A_PASSWORD.test(text.charAt(start - 1))) start -= 1;
  for (; start < at; start += 1)
    if ((start === 0 || BEFORE_A_USER.test(text.charAt(start - 1))) && isUserInfo(text, start, at))
      return start;
  return -1;
}

function isUserInfo(text: string, start: number, end: number): boolean {
  let colon = start;
  while (colon < end && colon - start < LONGEST_USER && OF_A_USER.test(text.charAt(colon))) colon += 1;
  const password = end - colon - 1;
  return colon > start && text.charAt(colon) === ':' && password > 0 && password <= LONGEST_PASSWORD;
}

/** The text after a scheme of https://www.rfc-editor.org/rfc/rfc9110#section-11.4, unless it is a word of a sentence. */
const SCHEME = /\b(?:bearer|basic)\s{1,4}([\w.~+/=-]{12,})/gi;

const listSchemeTokens = (text: string): readonly TextRange[] =>
  [...text.matchAll(SCHEME)].flatMap(({ 0: match, 1: token = '', index }) =>
    /\d|=|[a-z][A-Z]/.test(token)
      ? [{ start: index + match.length - token.length, end: index + match.length }]
      : [],
  );

/** Private keys in PEM; https://www.rfc-editor.org/rfc/rfc7468 */
function listPrivateKeys(text: string, getLimit: Limiter): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (const { index } of text.matchAll(/-----BEGIN [A-Z ]{0,32}PRIVATE KEY/g)) {
    if (index < (ranges.at(-1)?.end ?? 0)) continue;
    const foot = text.indexOf('-----END', index);
    const end = foot < 0 ? -1 : text.indexOf('-----', foot + '-----END'.length);
    const limit = getLimit(index);
    ranges.push({ start: index, end: end < 0 ? limit : Math.min(end + '-----'.length, limit) });
  }
  return ranges;
}

const BLANK = /[ \t]/;

/** The text after `name=`, `name: ` or `"name":`, if the name suggests a credential. */
function listAssignedValues(text: string, getLimit: Limiter): readonly TextRange[] {
  const ranges: TextRange[] = [];
  for (const { 0: sign, index } of text.matchAll(/[=:]/g)) {
    if (index < (ranges.at(-1)?.end ?? 0)) continue;
    const name = findNameBefore(text, index);
    if (name === undefined || !isCredential(name, sign, text)) continue;
    ranges.push(cutRange(locateValue(text, index, sign), getLimit(index)));
  }
  return ranges;
}

interface CandidateName {
  readonly text: string;
  readonly start: number;
  readonly isQuoted: boolean;
  /** Offset of the sign behind it. */
  readonly sign: number;
}

function findNameBefore(text: string, sign: number): CandidateName | undefined {
  let end = sign;
  while (end > sign - MOST_BLANKS_BEFORE && BLANK.test(text.charAt(end - 1))) end -= 1;
  const isQuoted = /["']/.test(text.charAt(end - 1));
  if (isQuoted) end -= text.charAt(end - 2) === '\\' ? 2 : 1;
  let start = end;
  while (start > end - LONGEST_NAME_BEFORE && /[\w.-]/.test(text.charAt(start - 1))) start -= 1;
  return start === end ? undefined : { text: text.slice(start, end), start, isQuoted, sign };
}

function isCredential(
  { text: name, start, isQuoted, sign }: CandidateName,
  kind: string,
  text: string,
): boolean {
  // In a URL, `key` is the name of a credential; elsewhere, `key=value` may mean any pair.
  if (name === 'key' && kind === '=') return /[?&]/.test(text.charAt(start - 1));
  if (kind === '=' || isQuoted) return isCredentialName(name);
  // A path of fields before a sentence is not a credential, nor is the tag of an image.
  return !name.includes('.') && /\s/.test(text.charAt(sign + 1)) && isCredentialField(name);
}

/** Another pair of a query or of a connection string. */
const NEXT_PAIR = /[&;]\s?[\w.-]{1,64}\s?=/g;

/**
 * Up to its closing quote, to the end of the line of a header, or to the next pair of a query or a connection string.
 * Otherwise all that follows, since the end of the value cannot be seen.
 */
function locateValue(text: string, sign: number, kind: string): TextRange {
  const start = locateNext(/[^ \t]/g, text, sign + 1);
  if (/[\r\n]/.test(text.charAt(start))) return { start, end: start };
  const quote = /^\\?["']/.exec(text.slice(start, start + 2))?.[0] ?? '';
  if (quote !== '')
    return { start: start + quote.length, end: locateClosingQuote(text, start + quote.length, quote) };
  return { start, end: locateNext(kind === ':' ? /[\r\n]/g : NEXT_PAIR, text, start) };
}

/** Where a quote closes that is not escaped, or the end of the text. */
function locateClosingQuote(text: string, from: number, quote: string): number {
  for (let at = text.indexOf(quote, from); at >= 0; at = text.indexOf(quote, at + quote.length))
    if (text.charAt(at - 1) !== '\\') return at;
  return text.length;
}

/** An option and blanks behind it. */
const OPTION = /(?:^|[\s"'])--?([A-Za-z][\w.-]{0,63})\s{1,4}(?=[^\s-])/g;

/** A shorter word after an option belongs to a sentence; no secret is so short. */
const SHORTEST = 4;

/** The word behind an option that names a credential. */
function listOptionValues(text: string, getLimit: Limiter): readonly TextRange[] {
  const found = [...text.matchAll(OPTION)].flatMap(({ 0: match, 1: name = '', index }) =>
    isCredentialName(name)
      ? [cutRange(locateWord(text, index + match.length), getLimit(index + match.length))]
      : [],
  );
  return found.filter(({ start, end }) => end - start >= SHORTEST);
}

function locateWord(text: string, start: number): TextRange {
  const quote = /^["']/.exec(text.charAt(start))?.[0];
  return quote === undefined
    ? { start, end: locateNext(/\s/g, text, start) }
    : { start: start + 1, end: locateClosingQuote(text, start + 1, quote) };
}
