import { expect, test } from 'vitest';
import type { Sampling } from '../../src/core/platform/platform.js';
import { selectTraceShape } from '../../src/verify/trace-shape.js';
import { like } from '../support/like.js';

test.each<[string, Sampling | undefined, object]>([
  ['none', undefined, { isError: false, isCertain: true }],
  ['a head ratio', { strategy: 'probabilistic', ratio: 0.01 }, { isError: false, isCertain: true }],
  [
    'tail that keeps errors',
    { strategy: 'tail', keepErrors: true, slowMs: 500, percent: 1 },
    { isError: true, isCertain: true, durationMs: 50 },
  ],
  [
    'tail that keeps slow traces',
    { strategy: 'tail', keepErrors: false, slowMs: 500, percent: 1 },
    { isError: false, isCertain: true, durationMs: 1500 },
  ],
  [
    'tail by chance',
    { strategy: 'tail', keepErrors: false, percent: 1 },
    { isCertain: false, note: 'The Collector keeps 1 percent of all traces, by chance.' },
  ],
  ['tail that keeps all', { strategy: 'tail', keepErrors: false, percent: 100 }, { isCertain: true }],
  [
    'a rate',
    { strategy: 'adaptive', mode: 'collector', spansPerSecond: 10 },
    { isError: false, isCertain: false, note: like.stringContaining('10 spans a second') },
  ],
  [
    'remote strategies',
    { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1 },
    { isError: false, isCertain: true },
  ],
])('under %s', (_, sampling, keeping) => {
  expect(selectTraceShape(sampling)).toMatchObject(keeping);
});
