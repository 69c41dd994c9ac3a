import { LONGEST, MOST_TOLD } from './bounds.js';

/**
 * What is not shown as it is: control characters (C0 with escape, tab and line breaks, DEL, C1), format characters (those
 * that change the direction of text, joiners, marks), other invisible characters, line and paragraph separators, and halves
 * of characters. The two selectors that choose between the text and the picture of an emoji stay.
 * https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
 */
const UNSEEN = /(?![\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** The same, and each backslash that precedes one of them or that reads as the beginning of an escape. */
const UNSEEN_OR_AMBIGUOUS =
  /\\(?=[\\nrtu\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}])|(?![\ufe0e\ufe0f])[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

const SHORT: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

/**
 * A text of whoever, so that it can be shown: it stays on its line, moves no cursor and hides nothing. Control and
 * invisible characters become `\n`, `\r`, `\t`, `\u001b` or `\u{e0041}`; a backslash that could be taken for the
 * beginning of one is doubled. Other text, as accents, CJK and emoji, stays as it is.
 */
export const escapeText = (text: string): string =>
  PLAIN.test(text) ? text : text.replace(UNSEEN_OR_AMBIGUOUS, escapeCharacter);

/** Most texts are of ASCII alone, which is quicker to see. */
const PLAIN = /^[ -[\]-~]*$/;

/** A line of a source in which backslashes have a meaning already, as YAML has one: they stay as they are. */
export const escapeSource = (line: string): string => line.replace(UNSEEN, escapeCharacter);

/** JSON text in which nothing is invisible: the same data for whoever parses it, line breaks between its parts kept. */
export const escapeJson = (json: string): string =>
  json.replace(UNSEEN, (character) =>
    character === '\n'
      ? character
      : [...Array(character.length).keys()].map((at) => formatUnicodeEscape(character, at)).join(''),
  );

function escapeCharacter(character: string): string {
  const short = SHORT[character];
  if (short !== undefined) return short;
  return character.length === 1
    ? formatUnicodeEscape(character, 0)
    : `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

const formatUnicodeEscape = (character: string, at: number): string =>
  `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;

/** A text of at most so many UTF-16 units, with `…` at the end where it was cut; no character is cut in half. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const end = longest - 1;
  return `${text.slice(0, isHighSurrogate(text.charCodeAt(end - 1)) ? end - 1 : end)}…`;
}

const isHighSurrogate = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;

/** An escape that was cut in half, at the end of a text. */
const HALF_ESCAPE = /\\(?:u\{?[0-9a-f]{0,5})?…$/;

/** A text as `escapeText` shows it, within a length. The work is bounded by that length. */
export const showText = (text: string, longest: number, escape = escapeText): string => {
  const whole = escape(cutText(text, longest));
  return whole.length <= longest ? whole : cutText(whole, longest).replace(HALF_ESCAPE, '…');
};

/** A name for a sentence: short, and escaped with its sentence. */
export const cutName = (name: string): string => cutText(name, LONGEST.name);

/**
 * A value in quotes for a sentence: short, and escaped with its sentence. Quotes in it are distinguished from those
 * around it, so that the words of the sentence are never taken for a part of the value.
 */
export const quoteValue = (value: string): string =>
  `"${cutText(value, LONGEST.value).replaceAll('"', String.raw`\"`)}"`;

/** The first of several names in one sentence, and how many more there are. */
export function listSome(names: readonly string[]): string {
  const more = names.length - MOST_TOLD;
  return `${names.slice(0, MOST_TOLD).join(', ')}${more > 0 ? ` and ${more.toString()} more` : ''}`;
}
