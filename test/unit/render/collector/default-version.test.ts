import { expect, test } from 'vitest';
import { DEFAULT_COLLECTOR } from '../../../../src/core/platform/defaults.js';
import { CATALOG } from '../../../parts/catalog.js';

test('the Collector that nobody names a version of is the one that the tests run', () => {
  expect(CATALOG.collector.version).toBe(DEFAULT_COLLECTOR.version);
});
