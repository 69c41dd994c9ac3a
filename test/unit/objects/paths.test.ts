import { expect, test } from '@jest/globals';
import { formatPath, parsePath, findValueAt, type Path } from '../../../src/core/objects/paths.js';

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
