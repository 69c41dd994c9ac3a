import { expect, test } from 'vitest';
import { formatSpanTitle, drawWaterfall } from '../../../demo/waterfall.js';
import { paint, type PaintedText } from '../../../src/text/terminal-text.js';
import { span, TRACE } from './sample-trace.js';

const plain = (_service: string, text: string): PaintedText => paint(String, text);
const draw = (spans: typeof TRACE, columns = 80): readonly string[] =>
  drawWaterfall(spans, { columns, paint: plain });

test('a trace over two services', () => {
  expect(draw(TRACE, 79)).toEqual([
    'trace 4bf92f3577b34da6a3ce929d0e0e4736: 5 spans, 2 services, 40.0 ms',
    'storefront  GET /buy          ████████████████████████████████████████  40.0 ms',
    'storefront  └ GET /price        ████████████████                        16.0 ms',
    'checkout      └ GET /price        ████████                               8.0 ms',
    'storefront  └ POST /orders                        ████████████████████  20.0 ms',
    'checkout      └ POST /orders                        █████████████████   17.0 ms',
  ]);
});

test('bars keep 20 columns in a narrow terminal', () => {
  expect(draw(TRACE, 10)[1]).toBe('storefront  GET /buy          ████████████████████  40.0 ms');
});

test('a span too short for a column still has a bar, inside of the trace', () => {
  const last = span('b', 'web', [40_000, 0], { parentSpanId: 'a', name: 'end' });
  const first = span('c', 'web', [0, 1], { parentSpanId: 'a', name: 'begin' });
  expect(draw([span('a', 'web', [0, 40_000], { name: 'all' }), last, first], 10)).toEqual([
    'trace 4bf92f3577b34da6a3ce929d0e0e4736: 3 spans, 1 services, 40.0 ms',
    'web  all      ████████████████████  40.0 ms',
    'web  └ begin  █                      0.0 ms',
    'web  └ end                       █   0.0 ms',
  ]);
});

test('a trace that took no time, and one without spans', () => {
  expect(draw([span('a', 'web', [0, 0])], 10)).toEqual([
    'trace 4bf92f3577b34da6a3ce929d0e0e4736: 1 spans, 1 services, 0.0 ms',
    'web  GET  █                     0.0 ms',
  ]);
  expect(draw([])).toEqual([]);
});

test('service and bar are painted, after their widths were counted', () => {
  const painted = drawWaterfall(TRACE, {
    columns: 79,
    paint: (service, text) => paint((part) => `<${service}:${part}>`, text),
  });
  expect(painted[3]).toBe(
    '<checkout:checkout  >    └ GET /price    <checkout:    ████████                            >   8.0 ms',
  );
});

test.each([
  ['GET', { 'url.path': '/buy' }, 'GET /buy'],
  ['GET', { 'http.target': '/buy?item=tea' }, 'GET /buy'],
  ['GET /buy', { 'url.path': '/buy' }, 'GET /buy'],
  ['tcp.connect', {}, 'tcp.connect'],
])('title of %s with %j', (name, attributes, expected) => {
  expect(formatSpanTitle(span('a', 'web', [0, 1], { name, attributes }))).toBe(expected);
});
