import type { Span } from './otlp-spans.js';

/** `service.name` of the process that a span is from. */
export const getServiceName = (span: Span): string =>
  String(span.resource['service.name'] ?? 'unknown_service');

/** Groups spans by trace id, in the order in which the traces were first seen. */
function groupByTrace(spans: readonly Span[]): readonly (readonly Span[])[] {
  const traces = new Map<string, Span[]>();
  for (const span of spans) {
    const trace = traces.get(span.traceId);
    if (trace === undefined) traces.set(span.traceId, [span]);
    else trace.push(span);
  }
  return [...traces.values()];
}

/**
 * Tells whether all of a trace has arrived, which no backend can know for certain: one first span, no parent missing,
 * and for every call that a service made the span of the service that took it.
 */
export function isWholeTrace(trace: readonly Span[]): boolean {
  const ids = new Set(trace.map((span) => span.spanId));
  const answered = new Set(trace.filter((span) => span.kind === 'SERVER').map((span) => span.parentSpanId));
  const roots = trace.filter((span) => span.parentSpanId === '');
  return (
    roots.length === 1 &&
    trace.every((span) => span.parentSpanId === '' || ids.has(span.parentSpanId)) &&
    trace.every((span) => span.kind !== 'CLIENT' || answered.has(span.spanId))
  );
}

/** The whole traces in which all of these services took part, the one that began last at the end. */
export function selectWholeTraces(
  spans: readonly Span[],
  services: readonly string[],
): readonly (readonly Span[])[] {
  const startOf = (trace: readonly Span[]): number => Math.min(...trace.map((span) => Number(span.startNs)));
  return groupByTrace(spans)
    .filter(isWholeTrace)
    .filter((trace) => services.every((service) => trace.some((span) => getServiceName(span) === service)))
    .sort((a, b) => startOf(a) - startOf(b));
}

/** A span with its place in the tree; 0 for the first span of the trace. */
export interface TreeSpan {
  readonly span: Span;
  readonly depth: number;
}

/** The spans of a trace from top to bottom: each before its children, children by their start. */
export function buildSpanTree(trace: readonly Span[]): readonly TreeSpan[] {
  const ids = new Set(trace.map((span) => span.spanId));
  const byStart = [...trace].sort((a, b) => Number(a.startNs - b.startNs));
  const under = (parent: string, depth: number): readonly TreeSpan[] =>
    byStart
      .filter((span) => span.parentSpanId === parent && span.spanId !== parent)
      .flatMap((span) => [{ span, depth }, ...under(span.spanId, depth + 1)]);
  const tops = byStart.filter((span) => !ids.has(span.parentSpanId));
  return tops.flatMap((span) => [{ span, depth: 0 }, ...under(span.spanId, 1)]);
}
