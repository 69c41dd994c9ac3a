import { isCredentialName } from './credential-words.js';
import { listCredentialRanges, type TextRange } from './credential-ranges.js';

/** The text that replaces a hidden value. */
export const REDACTED = '[redacted]';

/**
 * The value of a variable as a person may see it: `[redacted]` when one of the words of its name is that of a credential.
 * Of other values, what may be one inside them goes.
 */
export function redact(name: string, value: string): string {
  return isCredentialName(name) ? REDACTED : redactText(value);
}

/**
 * Text without what may be a credential in it: the user of a URL or an address, what an authorization scheme is followed
 * by, private keys, and the values that follow the name of a credential, as in `token=…`, `"password": "…"`,
 * `Authorization: …` and `--password …`. Takes linear time.
 */
export const redactText = (text: string): string => replaceRanges(text, listCredentialRanges(text));

/**
 * A sentence of ours as a person may see it: what may be a credential in the values that it quotes goes, and the words
 * around them stay, as it is them that say what to do. `quoteValue` escapes quotes inside of a value; where the quotes are
 * not in pairs, the sentence is redacted as any other text.
 */
export const redactSentence = (text: string): string =>
  replaceRanges(text, listCredentialRanges(text, listForeignParts(text)));

/**
 * A sentence of ours for those who may not see the values of pods, such as whoever reads the logs of all teams: what it
 * quotes goes as a whole, whatever it is. Where the quotes are not in pairs, all behind the first one goes.
 */
export function hideQuotes(text: string): string {
  const quoted = listQuotedParts(text).map(({ start, end }) => ({ start: start + 1, end }));
  const first = text.indexOf('"');
  if (quoted.length > 0 || first < 0) return redactSentence(replaceRanges(text, quoted));
  return `${redactSentence(text.slice(0, first))}${REDACTED}`;
}

/** What is in quotes, and the addresses between. */
function listForeignParts(text: string): readonly TextRange[] {
  const quoted = listQuotedParts(text);
  const parts: TextRange[] = [];
  let at = 0;
  for (const part of [...quoted, { start: text.length, end: text.length }]) {
    for (const { 0: address, index } of text.slice(at, part.start).matchAll(/:\/\/\S*/g))
      parts.push({ start: at + index, end: at + index + address.length });
    parts.push(part);
    at = part.end;
  }
  return parts;
}

function listQuotedParts(text: string): readonly TextRange[] {
  const quotes = [...text.matchAll(/"/g)].flatMap(({ index }) =>
    text.charAt(index - 1) === '\\' ? [] : [index],
  );
  if (quotes.length % 2 === 1) return [];
  return quotes.flatMap((start, at) => (at % 2 === 0 ? [{ start, end: quotes[at + 1] ?? text.length }] : []));
}

function replaceRanges(text: string, ranges: readonly TextRange[]): string {
  if (ranges.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  for (const { start, end } of ranges) {
    parts.push(text.slice(at, start), REDACTED);
    at = end;
  }
  return [...parts, text.slice(at)].join('');
}
