import { err } from '../../core/result.js';
import { exchange } from '../http-exchange.js';
import { refusalOf } from '../refusal.js';
import { exportRequest, exportResponse } from './otlp-messages.js';
import type { Sender } from './sender.js';

/** OTLP over HTTP with protobuf: https://opentelemetry.io/docs/specs/otlp/#otlphttp */
export const sendOtlpHttp: Sender = async (processes, access) => {
  const answer = await exchange(access, {
    method: 'POST',
    contentType: 'application/x-protobuf',
    body: exportRequest(processes),
  });
  if (!answer.ok) return answer;
  const { status, body } = answer.value;
  return status >= 200 && status < 300 ? exportResponse(body) : err(refusalOf(answer.value));
};
