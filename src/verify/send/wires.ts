/** Formats in which a trace is sent. */
export const WIRES = ['http/protobuf', 'grpc', 'zipkin'] as const;
export type Wire = (typeof WIRES)[number];
