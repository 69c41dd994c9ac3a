import { encodeExportRequest, decodeExportResponse } from './otlp-messages.js';
import { callUnary } from './grpc-unary.js';
import type { Sender } from './sender.js';

/** OTLP over gRPC: https://opentelemetry.io/docs/specs/otlp/#otlpgrpc */
export const sendOtlpGrpc: Sender = async (processes, access) => {
  const answer = await callUnary(access, {
    path: '/opentelemetry.proto.collector.trace.v1.TraceService/Export',
    message: encodeExportRequest(processes),
  });
  return answer.ok ? decodeExportResponse(answer.value) : answer;
};
