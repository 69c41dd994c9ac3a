import { expect, test } from 'vitest';
import {
  formatPath,
  parsePath,
  findValueAt,
  removePlaces,
  type Path,
} from '../../../src/core/objects/paths.js';

const cases: readonly (readonly [Path, string])[] = [
  [[], ''],
  [['spec', 'env', 0, 'name'], 'spec.env[0].name'],
  [['spec', 'backends', 'victoria-traces'], 'spec.backends.victoria-traces'],
  [
    ['spec', 'resource', 'resourceAttributes', 'service.name'],
    'spec.resource.resourceAttributes["service.name"]',
  ],
  [['a "b"\\c', 'd'], '["a \\"b\\"\\\\c"].d'],
  [['1'], '["1"]'],
];

test.each(cases)('%j is written as %s and read back', (path, text) => {
  expect(formatPath(path)).toBe(text);
  expect(parsePath(text)).toEqual(path);
});

test.each<[string, unknown]>([
  ['', { a: [{ 'b.c': 1 }] }],
  ['a[0]["b.c"]', 1],
  ['a[1]', undefined],
  ['a.length.x', undefined],
  ['toString', undefined],
])('the value at %j', (path, expected) => {
  expect(findValueAt({ a: [{ 'b.c': 1 }] }, parsePath(path))).toEqual(expected);
});

test('places are left out together, and a place inside of another one changes nothing', () => {
  const value = { a: [{ b: 1, c: 2 }, 'd', 'e'], f: { g: {}, 'h.i': 3 } };
  const places: readonly Path[] = [
    ['a', 0, 'b'],
    ['a', 1],
    ['f', 'h.i'],
    ['f', 'g'],
    ['f', 'g', 'x'],
  ];
  expect(removePlaces(value, places)).toEqual({ a: [{ c: 2 }, 'e'], f: {} });
  expect(removePlaces(value, [])).toBe(value);
});
