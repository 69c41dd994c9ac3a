import { err } from '../../core/result.js';
import { sendHttpRequest } from '../http-exchange.js';
import { buildHttpFailure } from '../http-failure.js';
import { encodeExportRequest, decodeExportResponse } from './otlp-messages.js';
import type { Sender } from './sender.js';

/** OTLP over HTTP with protobuf: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export const sendOtlpHttp: Sender = async (processes, access) => {
  const answer = await sendHttpRequest(access, {
    method: 'POST',
    contentType: 'application/x-protobuf',
    body: encodeExportRequest(processes),
  });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  return status >= 200 && status < 300 ? decodeExportResponse(body) : err(buildHttpFailure(answer.value));
};
