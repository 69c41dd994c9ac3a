import { expect, test } from 'vitest';
import { isOlder } from '../../../src/core/version.js';

test.each<[string, string, boolean]>([
  ['0.118.0', '0.126.0', true],
  ['0.126.0', '0.126.0', false],
  ['0.126.1', '0.126.0', false],
  ['0.99.0', '0.118.0', true],
  ['1.0.0', '0.158.0', false],
  ['3.4.0', '4.0.0', true],
  ['4', '4.0.0', false],
  ['1.23', '1.23.1', true],
  ['4.0.0-rc2', '4.0.0', false],
])('%s is older than %s: %s', (version, than, expected) => {
  expect(isOlder(version, than)).toBe(expected);
});
