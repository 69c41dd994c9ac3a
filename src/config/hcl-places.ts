import { MOST_LEVELS } from '../core/bounds.js';
import { formatPath, type Path } from '../core/objects/paths.js';
import { readTokens } from './hcl-tokens.js';

interface PlaceScan {
  readonly text: string;
  readonly places: Map<string, number>;
  /** What each bracket that is open adds to the path of what is in it. */
  readonly open: Path[];
  /** Offsets of the round ones among them. */
  readonly round: number[];
  /** The names since the last punctuation: a key, or a block and its labels. */
  words: string[];
  /** Offset of the first of them. */
  start: number;
  /** The key whose value comes next. */
  assigned: Path | undefined;
}

/**
 * The place of each name in an HCL text that is given a value, by its path: `addons.enable_tempo`, and
 * `module.main.addons` for what is in a block with labels. The parser tells values without places, so this finds
 * places without values: it points at what the parser has read, and decides nothing.
 */
export function indexHclPlaces(text: string): ReadonlyMap<string, number> {
  const reading: PlaceScan = {
    ...{ text, places: new Map(), open: [], round: [] },
    ...{ words: [], start: 0, assigned: undefined },
  };
  for (const { index, word, mark = '' } of readTokens(text)) {
    if (word !== undefined) addWord(reading, word, index);
    else PUNCTUATION[mark]?.(reading, index);
  }
  return reading.places;
}

function addWord(reading: PlaceScan, word: string, index: number): void {
  if (reading.words.length === 0) reading.start = index;
  reading.words.push(word);
}

function recordPlace(reading: PlaceScan): void {
  const { words, open, places, start } = reading;
  if (words.length === 0) return;
  // Flags are within two brackets. A path names all that is around it, so those of text that only opens brackets would
  // take room that grows with the square of its length.
  if (open.length <= MOST_LEVELS) {
    const path = formatPath([...open.flat(), ...words]);
    // The parser reports a name that occurs twice.
    if (!places.has(path)) places.set(path, start);
  }
  reading.assigned = words;
  reading.words = [];
}

function enterBracket(reading: PlaceScan, path: Path): void {
  reading.open.push(path);
  resetWords(reading);
}

function leaveBracket(reading: PlaceScan): void {
  reading.open.pop();
  resetWords(reading);
}

/** What is in round brackets may be a key that has to be evaluated; the parser reports it as a template. */
function leaveRoundBracket(reading: PlaceScan, index: number): void {
  leaveBracket(reading);
  const start = reading.round.pop();
  if (start !== undefined) addWord(reading, `\${${reading.text.slice(start, index + 1)}}`, start);
}

function resetWords(reading: PlaceScan): void {
  reading.words = [];
  reading.assigned = undefined;
}

const PUNCTUATION: Readonly<Record<string, (reading: PlaceScan, index: number) => void>> = {
  '=': recordPlace,
  ':': recordPlace,
  '{': (reading) => {
    enterBracket(reading, reading.assigned ?? reading.words);
  },
  '(': (reading, index) => {
    reading.round.push(index);
    enterBracket(reading, []);
  },
  '[': (reading) => {
    enterBracket(reading, []);
  },
  '}': leaveBracket,
  ')': leaveRoundBracket,
  ']': leaveBracket,
  ',': resetWords,
  '\n': resetWords,
};
