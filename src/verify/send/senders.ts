import { sendOtlpGrpc } from './otlp-grpc.js';
import { sendOtlpHttp } from './otlp-http.js';
import type { Sender, SpanFormat } from './sender.js';
import { sendZipkin } from './zipkin.js';

/** How each format is sent. */
export const SENDERS: Readonly<Record<SpanFormat, Sender>> = {
  'http/protobuf': sendOtlpHttp,
  grpc: sendOtlpGrpc,
  zipkin: sendZipkin,
};
