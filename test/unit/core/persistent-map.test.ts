import { expect, test } from 'vitest';
import fc from 'fast-check';
import { createEmptyMap, type PersistentMap } from '../../../src/core/persistent-map.js';
import { like } from '../../support/like.js';

const key = fc.constantFrom(...Array.from({ length: 30 }, (_, index) => `namespace-${index}`));
const steps = fc.array(fc.array(fc.tuple(key, fc.option(fc.nat(), { nil: undefined }))));
type Changes = readonly (readonly [string, number | undefined])[];

const sorted = (entries: Iterable<readonly [string, number]>): unknown =>
  [...entries].sort(([a], [b]) => (a < b ? -1 : 1));

test('it is as a Map is after the same changes, and every map before it stays', () => {
  fc.assert(
    fc.property(steps, (all) => {
      const expected = new Map<string, number>();
      let map: PersistentMap<number> = createEmptyMap();
      const earlier: [PersistentMap<number>, unknown][] = [];
      for (const changes of all as readonly Changes[]) {
        earlier.push([map, sorted(map)]);
        map = map.with(changes);
        for (const [name, value] of changes)
          if (value === undefined) expected.delete(name);
          else expected.set(name, value);
        expect(map.size).toBe(expected.size);
        expect(sorted(map)).toEqual(sorted(expected));
        for (const name of expected.keys()) expect(map.get(name)).toBe(expected.get(name));
      }
      for (const [old, entries] of earlier) expect(sorted(old)).toEqual(entries);
    }),
  );
});

test('it is read in every way in which a Map is', () => {
  const map = createEmptyMap<number>().with([
    ['a', 1],
    ['b', 2],
  ]);
  const each: unknown[] = [];
  map.forEach((value, name, all) => each.push([name, value, all === map]));
  expect(each).toHaveLength(2);
  expect(each).toEqual(
    like.arrayContaining([
      ['a', 1, true],
      ['b', 2, true],
    ]),
  );
  expect([...map.keys()].sort()).toEqual(['a', 'b']);
  expect([...map.values()].sort()).toEqual([1, 2]);
  expect([map.has('a'), map.has('c'), map.get('c')]).toEqual([true, false, undefined]);
  expect(new Map(map)).toEqual(
    new Map([
      ['a', 1],
      ['b', 2],
    ]),
  );
});

test('it cannot be written to', () => {
  const map = createEmptyMap<number>();
  expect(() => Object.assign(map, { size: 7 })).toThrow(TypeError);
});
