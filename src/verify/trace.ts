import { randomBytes } from 'node:crypto';
import type { TraceShape } from './trace-shape.js';
import type { SpanAttributes, SentProcess, SentSpan } from './sent-spans.js';

/** The service that the trace is of. */
const SERVICE = 'doka-tracing-verify';

/** A trace to send, and what it is known by. */
export interface VerificationTrace {
  readonly traceId: string;
  readonly spanIds: readonly string[];
  readonly processes: readonly SentProcess[];
}

/**
 * A trace of a root and a child, with ids of its own, that ends now. `sampling.priority` is how the Collector's
 * probabilistic_sampler keeps it.
 * https://github.com/open-telemetry/opentelemetry-collector-contrib/tree/main/processor/probabilisticsamplerprocessor
 */
export function buildVerificationTrace(
  { isError, durationMs }: TraceShape,
  resource: SpanAttributes,
  nowMs: number,
): VerificationTrace {
  const [traceId, rootId, childId] = [16, 8, 8].map((length) => randomBytes(length).toString('hex')) as [
    string,
    string,
    string,
  ];
  const endNs = BigInt(nowMs) * 1_000_000n;
  const startNs = endNs - BigInt(durationMs) * 1_000_000n;
  const root: SentSpan = {
    traceId,
    spanId: rootId,
    name: 'doka-tracing verify',
    kind: 'internal',
    startNs,
    endNs,
    isError,
    attributes: { 'sampling.priority': 1 },
  };
  const child: SentSpan = {
    ...root,
    spanId: childId,
    parentSpanId: rootId,
    name: 'doka-tracing verify child',
    startNs: startNs + 1_000_000n,
    endNs: endNs - 1_000_000n,
    isError: false,
  };
  return {
    traceId,
    spanIds: [rootId, childId],
    processes: [{ resource: { 'service.name': SERVICE, ...resource }, spans: [root, child] }],
  };
}
