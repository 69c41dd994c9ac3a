import { describe, expect, test } from 'vitest';
import type { Span } from '../../../demo/otlp-spans.js';
import { isWholeTrace, buildSpanTree, selectWholeTraces } from '../../../demo/trace.js';
import { span, TRACE } from './sample-trace.js';

const without = (id: string): readonly Span[] => TRACE.filter((each) => each.spanId !== id);
const BOTH = ['storefront', 'checkout'];

describe('isWhole', () => {
  test.each<[string, readonly Span[], boolean]>([
    ['every span has arrived', TRACE, true],
    ['no span has arrived', [], false],
    ['the first span is missing', without('a1'), false],
    ['a span between is missing', without('b1'), false],
    ['a call has not been answered by its service', without('c2'), false],
    ['a second first span', [...TRACE, span('x', 'storefront', [0, 1])], false],
    ['one service alone', [span('a', 'storefront', [0, 1], { kind: 'SERVER' })], true],
  ])('%s', (_, trace, expected) => {
    expect(isWholeTrace(trace)).toBe(expected);
  });
});

describe('wholeTraces', () => {
  const later = TRACE.map((each) => ({
    ...each,
    traceId: 'f'.repeat(32),
    startNs: each.startNs + 10n ** 9n,
  }));
  test('the last one is at the end, whatever came first', () => {
    expect(selectWholeTraces([...later, ...TRACE], BOTH)).toEqual([TRACE, later]);
  });
  test('traces that are not whole or in which a service is missing are left out', () => {
    expect(selectWholeTraces([...without('c1'), ...later.slice(1)], BOTH)).toEqual([]);
    expect(selectWholeTraces(TRACE, [...BOTH, 'payment'])).toEqual([]);
  });
});

test('treeOf puts children under their parents, by start', () => {
  const rows = buildSpanTree(TRACE).map(({ span: { spanId }, depth }) => [spanId, depth]);
  expect(rows).toEqual([
    ['a1', 0],
    ['b1', 1],
    ['c1', 2],
    ['b2', 1],
    ['c2', 2],
  ]);
});

test('treeOf puts spans whose parent is missing on top', () => {
  const rows = buildSpanTree(without('a1')).map(({ span: { spanId }, depth }) => [spanId, depth]);
  expect(rows).toEqual([
    ['b1', 0],
    ['c1', 1],
    ['b2', 0],
    ['c2', 1],
  ]);
});
