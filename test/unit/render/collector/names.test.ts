import { describe, expect, test } from 'vitest';
import { PINS } from '../../../../src/core/pins.js';
import {
  hasOption,
  RENAMED,
  getComponentName,
  type RenamedComponent,
} from '../../../../src/render/collector/names.js';

describe('names of component types', () => {
  test.each(Object.keys(RENAMED) as RenamedComponent[])(
    '%s changes at its version and not before',
    (type) => {
      const { before, now, since } = RENAMED[type];
      const [major, minor = 0] = since.split('.').map(Number);
      const last = `${String(major)}.${String(minor - 1)}.99`;
      expect([getComponentName(type, last), getComponentName(type, since)]).toEqual([before, now]);
      expect(getComponentName(type, PINS.oldestCollector.version)).toBe(before);
      expect(getComponentName(type, PINS.collector.version)).toBe(now);
    },
  );
});

test.each([
  ['0.118.0', 'dropPolicy', false],
  ['0.126.0', 'dropPolicy', true],
  ['0.123.0', 'databaseNames', false],
  ['0.124.0', 'databaseNames', true],
  ['0.139.9', 'cardinalityLimit', false],
  ['0.140.0', 'cardinalityLimit', true],
  ['0.151.0', 'instanceDimension', false],
  ['0.152.0', 'instanceDimension', true],
] as const)('%s knows %s: %s', (version, option, expected) => {
  expect(hasOption(version, option)).toBe(expected);
});
