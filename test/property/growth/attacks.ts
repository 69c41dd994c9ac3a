import { findPlaces, type Place, shownPlace, valueAt, withKey, withValue } from './places.js';
import { cruelText, ENDINGS, PUMPS } from './pumps.js';

/** One way to make an object of JSON cruel: how, and the object at a size. */
export interface Attack {
  readonly shown: string;
  readonly at: (size: number) => unknown;
}

/** What a text is made of. */
export interface Pumped {
  readonly pump: string;
  readonly ending: string;
}

/** Every pump with every ending. */
export const PUMPED: readonly Pumped[] = PUMPS.flatMap((pump) => ENDINGS.map((ending) => ({ pump, ending })));

const isText = (value: unknown): boolean => typeof value === 'string';

/** A place whose text, or whose key, may be any. */
export interface TextPlace {
  readonly place: Place;
  readonly of: 'value' | 'key';
}

/** Every text of an object, and every key of a map of texts. What says of which kind the object is stays. */
export function textPlaces(object: unknown): readonly TextPlace[] {
  const all = findPlaces(object, isText).filter((place) => !KINDS.includes(place.at(-1) ?? ''));
  const keys = all.filter((place) => MAPS.some((name) => place.at(-2) === name));
  return [
    ...all.map((place) => ({ place, of: 'value' as const })),
    ...keys.map((place) => ({ place, of: 'key' as const })),
  ];
}

const KINDS: readonly (string | number)[] = ['apiVersion', 'kind'];
/** Maps whose keys are the user's. */
const MAPS = [
  ...['labels', 'annotations', 'matchLabels', 'nodeSelector', 'resourceAttributes', 'data'],
  ...['limits', 'requests', 'min', 'max', 'default', 'defaultRequest', 'maxLimitRequestRatio', 'addons'],
];

/** A text of one pump at one place; sizes are in characters. */
export const textAttack = (object: unknown, { place, of }: TextPlace, { pump, ending }: Pumped): Attack => ({
  shown: `${of} at ${shownPlace(place)}: ${JSON.stringify(pump)} repeated and ${JSON.stringify(ending)}`,
  at: (size) => {
    const text = cruelText(pump, ending, size);
    return of === 'key' ? withKey(object, place, text) : withValue(object, place, text);
  },
});

/** Every list of an object. */
export const listPlaces = (object: unknown): readonly Place[] => findPlaces(object, Array.isArray);

/** Every map of an object whose keys are the user's. */
export const mapPlaces = (object: unknown): readonly Place[] =>
  findPlaces(object, (value) => typeof value === 'object' && value !== null && !Array.isArray(value)).filter(
    (place) => MAPS.includes(String(place.at(-1))) || place.at(-2) === 'resources',
  );

/** How the items of a long list are: all like the one that is there, or each with names of its own. */
export type Naming = 'same' | 'numbered';

/** Lists and maps that are long at once, so that work for each item of one on each item of the other shows, too. */
export const listAttack = (object: unknown, places: readonly Place[], naming: Naming): Attack => ({
  shown: `${naming} items at ${places.map(shownPlace).join(' and ')}`,
  at: (size) =>
    places.reduce(
      (made, place) => withValue(made, place, longer(valueAt(object, place), size, naming)),
      object,
    ),
});

/** A list or map with so many more items behind those that it has. */
function longer(value: unknown, size: number, naming: Naming): unknown {
  const more = Array.from({ length: size }, (_, index) => index);
  if (!Array.isArray(value)) {
    const map = value as Readonly<Record<string, unknown>>;
    const [last] = Object.entries(map).slice(-1);
    return {
      ...map,
      ...Object.fromEntries(more.map((index) => [`x.example/${last?.[0] ?? ''}${index}`, last?.[1]])),
    };
  }
  const list = value as readonly unknown[];
  const last = slim(list.at(-1));
  return [...list, ...more.map((index) => (naming === 'same' ? last : numbered(last, index)))];
}

/** An item with its texts and maps of texts alone, so that it costs no more than it has to. */
function slim(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const isPlain = (inner: unknown): boolean => typeof inner !== 'object' || inner === null;
  const kept = Object.entries(value).filter(
    ([, inner]) => isPlain(inner) || Object.values(inner as object).every(isPlain),
  );
  return Object.fromEntries(kept);
}

/** A copy with a number behind each text by which it may be known. */
function numbered(value: unknown, index: number): unknown {
  if (typeof value === 'string') return `${value}${index}`;
  const entries = Object.entries(value as object).map(([key, inner]: [string, unknown]) => [
    key,
    NAMES.includes(key) && typeof inner === 'string' ? `${inner}${index}` : inner,
  ]);
  return Object.fromEntries(entries) as unknown;
}

const NAMES = ['name', 'key', 'mountPath', 'uid', 'image'];
