import { err, ok } from '../../core/result.js';
import { sendHttpRequest } from '../http-exchange.js';
import { buildHttpFailure } from '../http-failure.js';
import type { SpanAttributes, SentSpan } from '../sent-spans.js';
import type { Sender } from './sender.js';

/** Zipkin v2 JSON: https://zipkin.io/zipkin-api/#/default/post_spans */
export const sendZipkin: Sender = async (processes, access) => {
  const spans = processes.flatMap(({ resource, spans: all }) =>
    all.map((span) => buildZipkinSpan(span, resource)),
  );
  const answer = await sendHttpRequest(access, {
    method: 'POST',
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify(spans)),
  });
  if (!answer.ok) return answer;
  const { status } = answer.value;
  return status >= 200 && status < 300 ? ok(undefined) : err(buildHttpFailure(answer.value));
};

/**
 * As exporters of OpenTelemetry write it: https://opentelemetry.io/docs/specs/otel/trace/sdk_exporters/zipkin/
 * Microseconds; an internal span has no kind; resource and attributes are tags.
 */
function buildZipkinSpan(span: SentSpan, resource: SpanAttributes): Readonly<Record<string, unknown>> {
  const { 'service.name': service = 'unknown_service', ...rest } = resource;
  const status: SpanAttributes = span.isError ? { error: 'true', 'otel.status_code': 'ERROR' } : {};
  return {
    traceId: span.traceId,
    id: span.spanId,
    ...(span.parentSpanId === undefined ? {} : { parentId: span.parentSpanId }),
    name: span.name,
    ...(span.kind === 'internal' ? {} : { kind: span.kind.toUpperCase() }),
    timestamp: Number(span.startNs / 1000n),
    // Zipkin takes 0 for a duration that is not known.
    duration: Math.max(1, Number((span.endNs - span.startNs) / 1000n)),
    // Its counterpart of the sampled flag.
    debug: true,
    localEndpoint: { serviceName: service.toString() },
    tags: formatAttributes({ ...rest, ...span.attributes, ...status }),
  };
}

const formatAttributes = (attributes: SpanAttributes): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(attributes).map(([key, value]) => [key, value.toString()]));
