/** A place inside of an object of JSON: keys and indexes from the root down. */
export type Place = readonly (string | number)[];

/** A place as a person writes it. */
export const shownPlace = (place: Place): string => place.join('/');

const childrenOf = (value: unknown): readonly (readonly [string | number, unknown])[] => {
  if (Array.isArray(value)) return value.map((item: unknown, index) => [index, item] as const);
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
};

/** The places of all values in an object that a test holds for, the object itself left out. */
export function findPlaces(object: unknown, holds: (value: unknown) => boolean): readonly Place[] {
  return childrenOf(object).flatMap(([key, value]) => [
    ...(holds(value) ? [[key]] : []),
    ...findPlaces(value, holds).map((place) => [key, ...place]),
  ]);
}

/** The value at a place; undefined where there is none. */
export const valueAt = (object: unknown, place: Place): unknown =>
  place.reduce<unknown>(
    (found, key) => (found as Readonly<Record<string | number, unknown>> | undefined)?.[key],
    object,
  );

/** The object with another value at a place; what is beside the way there is shared. */
export function withValue(object: unknown, [key, ...rest]: Place, value: unknown): unknown {
  if (key === undefined) return value;
  const inner = withValue((object as Readonly<Record<string | number, unknown>>)[key], rest, value);
  if (Array.isArray(object)) return object.map((item: unknown, index) => (index === key ? inner : item));
  return { ...(object as object), [key]: inner };
}

/** The object with a key of a map called otherwise. */
export function withKey(object: unknown, place: Place, name: string): unknown {
  const parent = place.slice(0, -1);
  const entries = Object.entries(valueAt(object, parent) as object);
  const renamed = entries.map(([key, value]) => [key === place.at(-1) ? name : key, value] as const);
  return withValue(object, parent, Object.fromEntries(renamed));
}
