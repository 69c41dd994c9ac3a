import { expect, test } from 'vitest';
import { diagnoseFailure, isTransient } from '../../src/verify/diagnose.js';
import { DIAGNOSES, type DiagnosisCode } from '../../src/verify/diagnoses/index.js';
import type { Failure } from '../../src/verify/failure.js';

const broken = (code: string, text = code): Failure => ({ kind: 'broken', code, text });
const http = (status: number, text = ''): Failure => ({ kind: 'http', status, text });
const grpc = (status: number, text = ''): Failure => ({ kind: 'grpc', status, text });

test.each<[Failure, DiagnosisCode, boolean]>([
  [broken('ENOTFOUND'), 'name-unresolved', true],
  [broken('EAI_AGAIN'), 'name-unresolved', true],
  [broken('ECONNREFUSED'), 'connection-refused', true],
  [broken('ETIMEDOUT'), 'no-connection', true],
  [broken('EHOSTUNREACH'), 'no-connection', true],
  [broken('CONNECT_TIMEOUT'), 'no-connection', true],
  [broken('ANSWER_TIMEOUT'), 'no-answer', true],
  [broken('ANSWER_TOO_LONG'), 'answer-too-long', true],
  [broken('ABORT_ERR'), 'interrupted', false],
  [broken('EPROTO', 'ssl3_get_record:wrong version number'), 'tls-not-spoken', true],
  [broken('ERR_SSL_PACKET_LENGTH_TOO_LONG', 'packet length too long'), 'tls-not-spoken', true],
  [broken('ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'), 'tls-failed', true],
  [broken('EPROTO', 'tlsv13 alert certificate required'), 'client-certificate', true],
  [broken('ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION'), 'tls-failed', true],
  [broken('CERT_HAS_EXPIRED'), 'certificate-expired', false],
  [broken('EMFILE'), 'connection-failed', true],
  [http(301), 'redirected', false],
  [http(400, 'bad thing'), 'request-refused', false],
  [http(400, 'Client sent an HTTP request to an HTTPS server.'), 'tls-expected', false],
  [http(400, '400 The plain HTTP request was sent to HTTPS port'), 'tls-expected', false],
  [
    http(400, "json encoding isn't supported for opentelemetry format. Use protobuf encoding"),
    'wrong-protocol',
    false,
  ],
  [http(401), 'unauthenticated', false],
  [http(401, 'no org id'), 'tenant-missing', false],
  [http(401, 'missing tenant header'), 'tenant-missing', false],
  [http(401, 'unknown tenant'), 'tenant-unknown', false],
  [http(403), 'forbidden', false],
  [http(404), 'wrong-path', false],
  [http(405), 'wrong-path', false],
  [http(415), 'wrong-protocol', false],
  [http(429), 'overloaded', true],
  [http(500), 'server-failed', true],
  [http(502), 'gateway-failed', true],
  [http(503), 'overloaded', true],
  [http(504), 'gateway-failed', true],
  [grpc(2), 'server-failed', false],
  [grpc(3), 'request-refused', false],
  [grpc(4), 'no-answer', false],
  [grpc(7), 'forbidden', false],
  [grpc(8), 'overloaded', false],
  [grpc(12), 'wrong-path', false],
  [grpc(13), 'server-failed', false],
  [grpc(14), 'overloaded', false],
  [grpc(16), 'unauthenticated', false],
  [grpc(16, 'no org id'), 'tenant-missing', false],
  [{ kind: 'rejected', spans: 2, text: 'too old' }, 'spans-rejected', false],
  [{ kind: 'unreadable', text: '<html>' }, 'not-a-receiver', false],
])('%j, sent: %s', (failure, code, transient) => {
  expect(diagnoseFailure(failure, 'send')).toMatchObject({
    code,
    says: DIAGNOSES[code].summary,
    remedy: DIAGNOSES[code].remedy,
  });
  expect(isTransient(failure)).toBe(transient);
});

test.each<[Failure, DiagnosisCode]>([
  [http(404, '404 page not found'), 'not-the-query-api'],
  [http(405), 'not-the-query-api'],
  [http(400), 'request-refused'],
  [{ kind: 'unreadable', text: '<html>' }, 'not-the-query-api'],
])('%j, asked: %s', (failure, code) => {
  expect(diagnoseFailure(failure, 'query').code).toBe(code);
});

test.each<[Failure, readonly string[]]>([
  [broken('ANSWER_TIMEOUT'), []],
  [broken('ABORT_ERR', 'The operation was aborted'), []],
  [
    broken('ECONNREFUSED', 'connect ECONNREFUSED 127.0.0.1:1'),
    ['ECONNREFUSED: connect ECONNREFUSED 127.0.0.1:1'],
  ],
  [http(404, 'not here'), ['HTTP 404: not here']],
  [http(500), ['HTTP 500']],
  [{ ...http(308, 'a page'), location: 'https://x/' } as Failure, ['HTTP 308: https://x/']],
  [grpc(3, 'bad'), ['gRPC status 3: bad']],
  [{ kind: 'rejected', spans: 2, text: 'too old' }, ['2 rejected: too old']],
])('%j is shown as %j', (failure, seen) => {
  expect(diagnoseFailure(failure, 'send').seen).toEqual(seen);
});
