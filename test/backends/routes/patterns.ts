import { test } from 'vitest';
import { PATTERNS, specOf, type Pattern } from '../platforms.js';
import { expectTraceInEveryBackend } from './injected-shop.js';
import type { Stage } from './stage.js';

/** Each pattern of the page: the rendered Collector and the shop's injected pods, and the trace in every backend. */
export function patternTests(stage: () => Stage): void {
  test.each(Object.keys(PATTERNS) as Pattern[])(
    '%s: the trace of injected pods is in every enabled backend',
    (pattern) => expectTraceInEveryBackend(stage(), specOf(pattern)),
  );
}
