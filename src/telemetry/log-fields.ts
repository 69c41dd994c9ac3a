import { stdSerializers } from 'pino';
import { cutText, LONGEST, showText } from '../core/shown-text.js';
import { fieldPlace, holderIn, isHidden, redactAt, type Place } from './places.js';
import { redactText, REDACTED } from './redaction.js';

/** What one line may hold: levels of objects in each other, entries of each, and characters in all. */
const MOST = { levels: 6, entries: 64, characters: 16 * LONGEST.logText } as const;

/** So much of a text is looked into for credentials: more than is shown, as one that is cut through is not known for one. */
const LOOKED_INTO = 8;

/** What is left of the characters of a line. */
interface Room {
  left: number;
}

/**
 * Fields of a log line as they may be written, whatever they hold: redacted by the place where a value stands, escaped, and
 * bounded in length, number and depth. Errors become plain data with their causes.
 */
export function logFields(fields: object): Record<string, unknown> {
  return shownObject(fields, 'shown', { left: MOST.characters }, 0);
}

/** The sentence of a log line as it may be written. */
export const logSentence = (sentence: string): string => shownText(sentence, LONGEST.logText, redactText);

function shownObject(value: object, place: Place, room: Room, level: number): Record<string, unknown> {
  const holder = holderIn(value);
  const entries: [string, unknown][] = [];
  for (const key in value) {
    if (!Object.hasOwn(value, key)) continue;
    if (entries.length === MOST.entries || room.left <= 0) {
      entries.push(['…', 'more was left out']);
      break;
    }
    const name = showText(key, LONGEST.name);
    room.left -= name.length;
    const inner = (value as Readonly<Record<string, unknown>>)[key];
    entries.push([name, shownValue(inner, fieldPlace(place, key, holder), room, level + 1)]);
  }
  // A key may be `__proto__`, which an assignment would take for something else.
  return Object.fromEntries(entries);
}

function shownValue(value: unknown, place: Place, room: Room, level: number): unknown {
  if (typeof value === 'string') return shownLeaf(value, place, room);
  if (typeof value === 'bigint') return shownLeaf(value.toString(), place, room);
  if (typeof value === 'number') return isHidden(place) ? REDACTED : value;
  if (typeof value === 'object' && value !== null) return shownHolder(value, place, room, level);
  // Of what is left JSON takes the two booleans and null alone.
  return value;
}

function shownHolder(value: object, place: Place, room: Room, level: number): unknown {
  if (level >= MOST.levels) return '…';
  if (value instanceof Error) return shownError(value, room, level);
  if (value instanceof Date) return shownLeaf(value.toJSON(), place, room);
  return Array.isArray(value) ? shownList(value, place, room, level) : shownObject(value, place, room, level);
}

function shownList(list: readonly unknown[], place: Place, room: Room, level: number): readonly unknown[] {
  const shown: unknown[] = [];
  for (const item of list) {
    if (shown.length === MOST.entries || room.left <= 0) return [...shown, '…'];
    shown.push(shownValue(item, place, room, level + 1));
  }
  return shown;
}

function shownLeaf(text: string, place: Place, room: Room): string {
  const shown = shownText(text, Math.max(Math.min(LONGEST.logText, room.left), 1), (part) =>
    redactAt(place, part),
  );
  room.left -= shown.length;
  return shown;
}

const shownText = (text: string, longest: number, redacted: (text: string) => string): string =>
  showText(redacted(cutText(text, LOOKED_INTO * longest)), longest);

function shownError(error: Error, room: Room, level: number): unknown {
  const { stack, ...fields } = stdSerializers.err(error);
  const shown = shownObject(fields, 'shown', room, level);
  return { ...shown, stack: shownStack(stack, room) };
}

/** A stack keeps the line breaks before its places; a message in it stays on one line. */
function shownStack(stack: string, room: Room): string {
  const lines = cutText(stack, LOOKED_INTO * LONGEST.logStack).split(/\n(?= {4}at |caused by: )/);
  const shown: string[] = [];
  let left = Math.min(LONGEST.logStack, room.left);
  for (const line of lines) {
    if (left <= 0) break;
    shown.push(shownText(line, Math.min(LONGEST.logText, left), redactText));
    left -= (shown.at(-1)?.length ?? 0) + 1;
  }
  room.left -= LONGEST.logStack - left;
  return shown.join('\n');
}
