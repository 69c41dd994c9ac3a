import { assertNever } from '../core/domain.js';
import { type Diagnosis, buildDiagnosis, type DiagnosisCode } from './diagnoses/index.js';
import { BROKEN, type Failure } from './failure.js';

/** Tells what a failure to send or to ask means. */
export function diagnoseFailure(failure: Failure, hop: 'send' | 'query'): Diagnosis {
  switch (failure.kind) {
    case 'broken':
      return buildDiagnosis(classifyConnectionFailure(failure), describeFailure(failure));
    case 'http':
      return buildDiagnosis(classifyHttpFailure(failure, hop), describeFailure(failure));
    case 'grpc':
      return buildDiagnosis(classifyGrpcFailure(failure), describeFailure(failure));
    case 'rejected':
      return buildDiagnosis('spans-rejected', `${failure.spans} rejected: ${failure.text}`);
    case 'unreadable':
      return buildDiagnosis(hop === 'send' ? 'not-a-receiver' : 'not-the-query-api', failure.text);
    default:
      return assertNever(failure);
  }
}

/** Tells whether the same request may succeed later. */
export function isTransient(failure: Failure): boolean {
  return failure.kind === 'broken'
    ? failure.code !== BROKEN.aborted && !classifyConnectionFailure(failure).startsWith('certificate')
    : failure.kind === 'http' && (failure.status >= 500 || failure.status === 429);
}

function describeFailure(failure: Extract<Failure, { kind: 'broken' | 'http' | 'grpc' }>): string {
  switch (failure.kind) {
    case 'broken':
      return NEEDS_NO_WORD.includes(failure.code) ? '' : `${failure.code}: ${failure.text}`;
    case 'http':
      return [`HTTP ${failure.status}`, failure.location ?? failure.text]
        .filter((each) => each !== '')
        .join(': ');
    case 'grpc':
      return `gRPC status ${failure.status}: ${failure.text}`;
  }
}

/** The diagnosis says it all. */
const NEEDS_NO_WORD: readonly string[] = Object.values(BROKEN);

type ConnectionFailure = Extract<Failure, { kind: 'broken' }>;

/** By code, else by what OpenSSL says; codes of https://nodejs.org/api/errors.html and https://nodejs.org/api/tls.html#x509-certificate-error-codes */
const OF_CODE: Readonly<Record<string, DiagnosisCode>> = {
  ENOTFOUND: 'name-unresolved',
  EAI_AGAIN: 'name-unresolved',
  ECONNREFUSED: 'connection-refused',
  ETIMEDOUT: 'no-connection',
  EHOSTUNREACH: 'no-connection',
  ENETUNREACH: 'no-connection',
  [BROKEN.notConnected]: 'no-connection',
  [BROKEN.notAnswered]: 'no-answer',
  [BROKEN.tooLong]: 'answer-too-long',
  [BROKEN.closed]: 'connection-closed',
  [BROKEN.aborted]: 'interrupted',
  ECONNRESET: 'connection-closed',
  EPIPE: 'connection-closed',
  ERR_HTTP2_STREAM_ERROR: 'connection-closed',
  ERR_HTTP2_SESSION_ERROR: 'connection-closed',
  // An answer of HTTP/1.1 to HTTP/2.
  ERR_HTTP2_ERROR: 'wrong-protocol',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-untrusted',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-untrusted',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-untrusted',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-untrusted',
  CERT_SIGNATURE_FAILURE: 'certificate-untrusted',
  ERR_TLS_CERT_ALTNAME_INVALID: 'certificate-other-name',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-expired',
};

const OF_TEXT: readonly (readonly [RegExp, DiagnosisCode])[] = [
  // What OpenSSL makes of plain text.
  [/wrong version number|packet length too long|http request/i, 'tls-not-spoken'],
  [/certificate required|bad certificate|alert handshake failure|alert number 116/i, 'client-certificate'],
  [/SSL|TLS/, 'tls-failed'],
];

function classifyConnectionFailure({ code, text }: ConnectionFailure): DiagnosisCode {
  const known = Object.hasOwn(OF_CODE, code) ? OF_CODE[code] : undefined;
  // What Node.js makes of an answer that is none of HTTP/1.1: HTTP/2 among them.
  if (known === undefined && code.startsWith('HPE_')) return 'wrong-protocol';
  const told = OF_TEXT.find(([pattern]) => pattern.test(`${code} ${text}`));
  return known ?? told?.[1] ?? 'connection-failed';
}

type HttpFailure = Extract<Failure, { kind: 'http' }>;

/** What servers write, whatever the status: Go’s net/http and nginx of TLS, Tempo and Jaeger of tenants. */
const OF_SENTENCE: readonly (readonly [RegExp, DiagnosisCode])[] = [
  [/HTTP request to an HTTPS server|plain HTTP request was sent to HTTPS port/i, 'tls-expected'],
  [/no org id|missing tenant/i, 'tenant-missing'],
  [/unknown tenant/i, 'tenant-unknown'],
  [/json encoding isn't supported|reading List<Span>/i, 'wrong-protocol'],
];

const OF_STATUS: Readonly<Record<number, DiagnosisCode>> = {
  401: 'unauthenticated',
  403: 'forbidden',
  404: 'wrong-path',
  405: 'wrong-path',
  415: 'wrong-protocol',
  429: 'overloaded',
  502: 'gateway-failed',
  503: 'overloaded',
  504: 'gateway-failed',
};

function classifyHttpFailure({ status, text }: HttpFailure, hop: 'send' | 'query'): DiagnosisCode {
  const told = findSentenceCode(text) ?? OF_STATUS[status];
  if (hop === 'query' && told === 'wrong-path') return 'not-the-query-api';
  if (told !== undefined) return told;
  if (status >= 500) return 'server-failed';
  return status >= 300 && status < 400 ? 'redirected' : 'request-refused';
}

const findSentenceCode = (text: string): DiagnosisCode | undefined =>
  OF_SENTENCE.find(([pattern]) => pattern.test(text))?.[1];

/** https://grpc.io/docs/guides/status-codes/ */
const OF_GRPC: Readonly<Record<number, DiagnosisCode>> = {
  1: 'interrupted',
  3: 'request-refused',
  4: 'no-answer',
  7: 'forbidden',
  8: 'overloaded',
  12: 'wrong-path',
  14: 'overloaded',
  16: 'unauthenticated',
};

const classifyGrpcFailure = ({ status, text }: Extract<Failure, { kind: 'grpc' }>): DiagnosisCode =>
  findSentenceCode(text) ?? OF_GRPC[status] ?? 'server-failed';
