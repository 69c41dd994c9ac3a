import { formatCell, line, type PaintedText, type TerminalText } from '../src/text/terminal-text.js';
import type { Span } from './otlp-spans.js';
import { getServiceName, buildSpanTree, type TreeSpan } from './trace.js';

export interface WaterfallStyle {
  /** Columns of the terminal; the bars take what names and times leave, at least 20. */
  readonly columns: number;
  /** Colours a text by its service. */
  readonly paint: (service: string, text: string) => PaintedText;
}

/**
 * Draws a trace, one line per span: service, span name under its parent's, a bar over the time of the whole trace, and
 * milliseconds. A bar is never empty and never outside of the trace. Gives no lines for a trace without spans.
 */
export function drawWaterfall(
  trace: readonly Span[],
  { columns, paint }: WaterfallStyle,
): readonly TerminalText[] {
  const tree = buildSpanTree(trace);
  const [first] = tree;
  if (first === undefined) return [];
  const start = getEarliest(trace.map((span) => span.startNs));
  const end = getLatest(trace.map((span) => span.endNs));
  const services = measureWidth(tree.map(({ span }) => getServiceName(span)));
  const labels = measureWidth(tree.map(formatLabel));
  const times = measureWidth(tree.map(({ span }) => formatDuration(span)));
  const room = Math.max(20, columns - services - labels - times - 6);
  const names = new Set(trace.map(getServiceName));
  return [
    line`trace ${first.span.traceId}: ${trace.length} spans, ${names.size} services, ${formatMilliseconds(end - start)}`,
    ...tree.map((branch) => {
      const service = getServiceName(branch.span);
      const bar = drawBar(branch.span, { start, end, room });
      const time = formatDuration(branch.span).padStart(times);
      return line`${paint(service, padText(service, services))}  ${padText(formatLabel(branch), labels)}  ${paint(service, bar)}  ${time}`;
    }),
  ];
}

/** Name of a span for a person: an HTTP method alone is followed by its path. */
export function formatSpanTitle({ name, attributes }: Span): string {
  const path = attributes['url.path'] ?? attributes['http.target'];
  return path === undefined || name.includes('/')
    ? name
    : `${name} ${path.toString().split('?', 1).join('')}`;
}

/** A duration in milliseconds with one digit, of nanoseconds. */
const formatMilliseconds = (ns: bigint): string => `${(Number(ns) / 1e6).toFixed(1)} ms`;

const formatLabel = ({ span, depth }: TreeSpan): string =>
  depth === 0 ? formatSpanTitle(span) : `${'  '.repeat(depth - 1)}└ ${formatSpanTitle(span)}`;

const formatDuration = (span: Span): string => formatMilliseconds(span.endNs - span.startNs);

interface TimeScale {
  readonly start: bigint;
  readonly end: bigint;
  readonly room: number;
}

function drawBar(span: Span, { start, end, room }: TimeScale): string {
  const cells = (ns: bigint): number => (end === start ? 0 : (Number(ns) / Number(end - start)) * room);
  const from = Math.min(Math.floor(cells(span.startNs - start)), room - 1);
  const to = Math.max(Math.round(cells(span.endNs - start)), from + 1);
  return `${' '.repeat(from)}${'█'.repeat(to - from)}`.padEnd(room);
}

const measureWidth = (texts: readonly string[]): number =>
  Math.max(...texts.map((text) => formatCell(text).length));
const padText = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(columns - formatCell(text).length, 0));
const getEarliest = (times: readonly bigint[]): bigint => times.reduce((a, b) => (b < a ? b : a));
const getLatest = (times: readonly bigint[]): bigint => times.reduce((a, b) => (b > a ? b : a));
