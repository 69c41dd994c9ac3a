import { cellText, line, type Painted, type TerminalText } from '../src/text/terminal-text.js';
import type { Span } from './otlp-spans.js';
import { serviceOf, treeOf, type Branch } from './trace.js';

export interface WaterfallStyle {
  /** Columns of the terminal; the bars take what names and times leave, at least 20. */
  readonly columns: number;
  /** Colours a text by its service. */
  readonly paint: (service: string, text: string) => Painted;
}

/**
 * Draws a trace, one line per span: service, span name under its parent's, a bar over the time of the whole trace, and
 * milliseconds. A bar is never empty and never outside of the trace. Gives no lines for a trace without spans.
 */
export function waterfall(
  trace: readonly Span[],
  { columns, paint }: WaterfallStyle,
): readonly TerminalText[] {
  const tree = treeOf(trace);
  const [first] = tree;
  if (first === undefined) return [];
  const start = earliest(trace.map((span) => span.startNs));
  const end = latest(trace.map((span) => span.endNs));
  const services = width(tree.map(({ span }) => serviceOf(span)));
  const labels = width(tree.map(labelOf));
  const times = width(tree.map(({ span }) => timeOf(span)));
  const room = Math.max(20, columns - services - labels - times - 6);
  const names = new Set(trace.map(serviceOf));
  return [
    line`trace ${first.span.traceId}: ${trace.length} spans, ${names.size} services, ${milliseconds(end - start)}`,
    ...tree.map((branch) => {
      const service = serviceOf(branch.span);
      const bar = barOf(branch.span, { start, end, room });
      const time = timeOf(branch.span).padStart(times);
      return line`${paint(service, padded(service, services))}  ${padded(labelOf(branch), labels)}  ${paint(service, bar)}  ${time}`;
    }),
  ];
}

/** Name of a span for a person: an HTTP method alone is followed by its path. */
export function titleOf({ name, attributes }: Span): string {
  const path = attributes['url.path'] ?? attributes['http.target'];
  return path === undefined || name.includes('/')
    ? name
    : `${name} ${path.toString().split('?', 1).join('')}`;
}

/** A duration in milliseconds with one digit, of nanoseconds. */
const milliseconds = (ns: bigint): string => `${(Number(ns) / 1e6).toFixed(1)} ms`;

const labelOf = ({ span, depth }: Branch): string =>
  depth === 0 ? titleOf(span) : `${'  '.repeat(depth - 1)}└ ${titleOf(span)}`;

const timeOf = (span: Span): string => milliseconds(span.endNs - span.startNs);

interface Scale {
  readonly start: bigint;
  readonly end: bigint;
  readonly room: number;
}

function barOf(span: Span, { start, end, room }: Scale): string {
  const cells = (ns: bigint): number => (end === start ? 0 : (Number(ns) / Number(end - start)) * room);
  const from = Math.min(Math.floor(cells(span.startNs - start)), room - 1);
  const to = Math.max(Math.round(cells(span.endNs - start)), from + 1);
  return `${' '.repeat(from)}${'█'.repeat(to - from)}`.padEnd(room);
}

const width = (texts: readonly string[]): number => Math.max(...texts.map((text) => cellText(text).length));
const padded = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(columns - cellText(text).length, 0));
const earliest = (times: readonly bigint[]): bigint => times.reduce((a, b) => (b < a ? b : a));
const latest = (times: readonly bigint[]): bigint => times.reduce((a, b) => (b > a ? b : a));
