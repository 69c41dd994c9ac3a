import { stdSerializers } from 'pino';
import { LONGEST } from '../core/bounds.js';
import { cutText, showText } from '../core/shown-text.js';
import { LOOKED_INTO, MOST_LOGGED } from './bounds.js';
import { classifyField, readHolder, isHidden, redactAt, type ValuePlace } from './credential-places.js';
import { redactText, REDACTED } from './redaction.js';

/** What is left of the characters of a line. */
interface CharacterBudget {
  left: number;
}

/**
 * Fields of a log line as they may be written, whatever they hold: redacted by the place of a value, escaped, and
 * bounded in length, number and depth. Errors become plain data with their causes.
 */
export function sanitizeFields(fields: object): Record<string, unknown> {
  return sanitizeObject(fields, 'shown', { left: MOST_LOGGED.characters }, 0);
}

/** The sentence of a log line as it may be written. */
export const sanitizeSentence = (sentence: string): string =>
  sanitizeText(sentence, LONGEST.logText, redactText);

function sanitizeObject(
  value: object,
  place: ValuePlace,
  room: CharacterBudget,
  level: number,
): Record<string, unknown> {
  const holder = readHolder(value);
  const entries: [string, unknown][] = [];
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    if (entries.length === MOST_LOGGED.entries || room.left <= 0) {
      entries.push(['…', 'more was left out']);
      break;
    }
    const name = showText(key, LONGEST.name);
    room.left -= name.length;
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    entries.push([name, sanitizeValue(inner, classifyField(place, key, holder), room, level + 1)]);
  }
  // A key may be `__proto__`, which an assignment would take for something else.
  return Object.fromEntries(entries);
}

function sanitizeValue(value: unknown, place: ValuePlace, room: CharacterBudget, level: number): unknown {
  if (typeof value === 'string') return sanitizeLeaf(value, place, room);
  if (typeof value === 'bigint') return sanitizeLeaf(value.toString(), place, room);
  if (typeof value === 'number') return isHidden(place) ? REDACTED : value;
  if (typeof value === 'object' && value !== null) return sanitizeComposite(value, place, room, level);
  // Of what is left JSON takes the two booleans and null alone.
  return value;
}

function sanitizeComposite(value: object, place: ValuePlace, room: CharacterBudget, level: number): unknown {
  if (level >= MOST_LOGGED.levels) return '…';
  if (value instanceof Error) return sanitizeError(value, room, level);
  if (value instanceof Date) return sanitizeLeaf(value.toJSON(), place, room);
  return Array.isArray(value)
    ? sanitizeList(value, place, room, level)
    : sanitizeObject(value, place, room, level);
}

function sanitizeList(
  list: readonly unknown[],
  place: ValuePlace,
  room: CharacterBudget,
  level: number,
): readonly unknown[] {
  const shown: unknown[] = [];
  for (const item of list) {
    if (shown.length === MOST_LOGGED.entries || room.left <= 0) return [...shown, '…'];
    shown.push(sanitizeValue(item, place, room, level + 1));
  }
  return shown;
}

function sanitizeLeaf(text: string, place: ValuePlace, room: CharacterBudget): string {
  const shown = sanitizeText(text, Math.max(Math.min(LONGEST.logText, room.left), 1), (part) =>
    redactAt(place, part),
  );
  room.left -= shown.length;
  return shown;
}

const sanitizeText = (text: string, longest: number, redacted: (text: string) => string): string =>
  showText(redacted(cutText(text, LOOKED_INTO * longest)), longest);

function sanitizeError(error: Error, room: CharacterBudget, level: number): unknown {
  const { stack, ...fields } = stdSerializers.err(error);
  const shown = sanitizeObject(fields, 'shown', room, level);
  return { ...shown, stack: sanitizeStack(stack, room) };
}

/** A stack keeps the line breaks before its places; a message in it stays on one line. */
function sanitizeStack(stack: string, room: CharacterBudget): string {
  const lines = cutText(stack, LOOKED_INTO * LONGEST.logStack).split(/\n(?= {4}at |caused by: )/);
  const shown: string[] = [];
  let left = Math.min(LONGEST.logStack, room.left);
  for (const line of lines) {
    if (left <= 0) break;
    shown.push(sanitizeText(line, Math.min(LONGEST.logText, left), redactText));
    left -= (shown.at(-1)?.length ?? 0) + 1;
  }
  room.left -= LONGEST.logStack - left;
  return shown.join('\n');
}
