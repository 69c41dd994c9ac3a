import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { err, ok, type Result } from '../../core/result.js';
import type { ServerAccess } from '../server-access.js';
import { LARGEST_GRPC_ANSWER } from '../bounds.js';
import { BROKEN, extractExcerpt, type Failure } from '../failure.js';
import { createCodedError, convertConnectionError } from '../http-exchange.js';

/**
 * One unary call of gRPC: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 * Why it is written here: docs/adr/0008-own-otlp-sender.md
 */
export interface UnaryCall {
  /** `/package.Service/Method` */
  readonly path: string;
  readonly message: Uint8Array;
}

/** Calls once and gives the bytes of the message that came back. */
export function callUnary(access: ServerAccess, call: UnaryCall): Promise<Result<Uint8Array, Failure>> {
  return new Promise((resolve) => {
    const session = connect(new URL(access.url).origin, access.tls);
    const end = (result: Result<Uint8Array, Failure>): void => {
      clearTimeout(timer);
      access.signal.removeEventListener('abort', aborted);
      session.destroy();
      resolve(result);
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      end(err(convertConnectionError(error)));
    };
    const timer = setTimeout(() => {
      fail(createCodedError(session.connecting ? BROKEN.notConnected : BROKEN.notAnswered));
    }, access.timeoutMs);
    const aborted = (): void => {
      fail(createCodedError(BROKEN.aborted));
    };
    access.signal.addEventListener('abort', aborted);
    if (access.signal.aborted) aborted();
    session
      .once('error', fail)
      .once('close', () => {
        fail(createCodedError(BROKEN.closed));
      })
      // Not before: a stream that waits for a connection hides why there is none.
      .once('connect', () => {
        readStream(openStream(session, access, call), end, fail);
      });
  });
}

function openStream(
  session: ClientHttp2Session,
  { headers }: ServerAccess,
  { path, message }: UnaryCall,
): ClientHttp2Stream {
  const stream = session.request({
    ...headers,
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.end(frameMessage(message));
  return stream;
}

/** A message is preceded by a byte for compression, of which there is none, and four for its length. */
function frameMessage(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.byteLength, 1);
  return Buffer.concat([head, message]);
}

type GrpcHeaders = Readonly<Record<string, unknown>>;

interface GrpcAnswer {
  headers: GrpcHeaders;
  trailers: GrpcHeaders;
  readonly chunks: Buffer[];
  length: number;
}

function readStream(
  stream: ClientHttp2Stream,
  end: (result: Result<Uint8Array, Failure>) => void,
  fail: (error: NodeJS.ErrnoException) => void,
): void {
  const heard: GrpcAnswer = { headers: {}, trailers: {}, chunks: [], length: 0 };
  stream
    .on('response', (headers: GrpcHeaders) => {
      heard.headers = headers;
    })
    .on('trailers', (trailers: GrpcHeaders) => {
      heard.trailers = trailers;
    })
    .on('data', (chunk: Buffer) => {
      heard.length += chunk.length;
      if (heard.length > LARGEST_GRPC_ANSWER) fail(createCodedError(BROKEN.tooLong));
      else heard.chunks.push(chunk);
    })
    .on('error', fail)
    .on('end', () => {
      if (heard.headers[':status'] !== undefined) end(parseGrpcAnswer(heard));
    });
}

/** A call that fails at once has its status in the headers: there is no body, and so there are no trailers. */
function parseGrpcAnswer({ headers, trailers, chunks }: GrpcAnswer): Result<Uint8Array, Failure> {
  const body = Buffer.concat(chunks);
  const status = trailers['grpc-status'] ?? headers['grpc-status'];
  if (status === undefined)
    return err({ kind: 'http', status: Number(headers[':status']), text: extractExcerpt(body.toString()) });
  if (Number(status) === 0) return ok(body.subarray(5));
  const says = trailers['grpc-message'] ?? headers['grpc-message'];
  const text = typeof says === 'string' ? extractExcerpt(decodeStatusMessage(says)) : '';
  return err({ kind: 'grpc', status: Number(status), text });
}

/** gRPC percent-encodes a status message. A server may send one that is not, which stays as it is. */
function decodeStatusMessage(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
