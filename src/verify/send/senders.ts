import { sendOtlpGrpc } from './otlp-grpc.js';
import { sendOtlpHttp } from './otlp-http.js';
import type { Sender } from './sender.js';
import { sendZipkin } from './zipkin.js';

/** Formats in which a trace is sent. */
export const WIRES = ['http/protobuf', 'grpc', 'zipkin'] as const;
export type Wire = (typeof WIRES)[number];

/** How each format is sent. */
export const SENDERS: Readonly<Record<Wire, Sender>> = {
  'http/protobuf': sendOtlpHttp,
  grpc: sendOtlpGrpc,
  zipkin: sendZipkin,
};
