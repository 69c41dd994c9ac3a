/** Formats in which a trace is sent. */
export const SPAN_FORMATS = ['http/protobuf', 'grpc', 'zipkin'] as const;
export type SpanFormat = (typeof SPAN_FORMATS)[number];
