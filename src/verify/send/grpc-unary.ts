import { connect, type ClientHttp2Session, type ClientHttp2Stream } from 'node:http2';
import { err, ok, type Result } from '../../core/result.js';
import type { Access } from '../access.js';
import { BROKEN, excerpt, type Failure } from '../failure.js';
import { broken, failureOf } from '../http-exchange.js';

/**
 * One unary call of gRPC: https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md
 * Why it is written here: docs/adr/0008-own-otlp-sender.md
 */
export interface UnaryCall {
  /** `/package.Service/Method` */
  readonly path: string;
  readonly message: Uint8Array;
}

/** No answer to an export is near this. */
const LONGEST_ANSWER = 1024 * 1024;

/** Calls once and gives the bytes of the message that came back. */
export function callUnary(access: Access, call: UnaryCall): Promise<Result<Uint8Array, Failure>> {
  return new Promise((resolve) => {
    const session = connect(new URL(access.url).origin, access.tls);
    const end = (result: Result<Uint8Array, Failure>): void => {
      clearTimeout(timer);
      access.signal.removeEventListener('abort', aborted);
      session.destroy();
      resolve(result);
    };
    const fail = (error: NodeJS.ErrnoException): void => {
      end(err(failureOf(error)));
    };
    const timer = setTimeout(() => {
      fail(broken(session.connecting ? BROKEN.notConnected : BROKEN.notAnswered));
    }, access.timeoutMs);
    const aborted = (): void => {
      fail(broken(BROKEN.aborted));
    };
    access.signal.addEventListener('abort', aborted);
    if (access.signal.aborted) aborted();
    session
      .once('error', fail)
      .once('close', () => {
        fail(broken(BROKEN.closed));
      })
      // Not before: a stream that waits for a connection hides why there is none.
      .once('connect', () => {
        read(open(session, access, call), end, fail);
      });
  });
}

function open(
  session: ClientHttp2Session,
  { headers }: Access,
  { path, message }: UnaryCall,
): ClientHttp2Stream {
  const stream = session.request({
    ...headers,
    ':method': 'POST',
    ':path': path,
    'content-type': 'application/grpc',
    te: 'trailers',
  });
  stream.end(framed(message));
  return stream;
}

/** A message is preceded by a byte for compression, of which there is none, and four for its length. */
function framed(message: Uint8Array): Buffer {
  const head = Buffer.alloc(5);
  head.writeUInt32BE(message.byteLength, 1);
  return Buffer.concat([head, message]);
}

type Headers = Readonly<Record<string, unknown>>;

interface Heard {
  headers: Headers;
  trailers: Headers;
  readonly chunks: Buffer[];
  length: number;
}

function read(
  stream: ClientHttp2Stream,
  end: (result: Result<Uint8Array, Failure>) => void,
  fail: (error: NodeJS.ErrnoException) => void,
): void {
  const heard: Heard = { headers: {}, trailers: {}, chunks: [], length: 0 };
  stream
    .on('response', (headers: Headers) => {
      heard.headers = headers;
    })
    .on('trailers', (trailers: Headers) => {
      heard.trailers = trailers;
    })
    .on('data', (chunk: Buffer) => {
      heard.length += chunk.length;
      if (heard.length > LONGEST_ANSWER) fail(broken(BROKEN.tooLong));
      else heard.chunks.push(chunk);
    })
    .on('error', fail)
    .on('end', () => {
      if (heard.headers[':status'] !== undefined) end(resultOf(heard));
    });
}

/** A call that fails at once has its status in the headers: there is no body, and so there are no trailers. */
function resultOf({ headers, trailers, chunks }: Heard): Result<Uint8Array, Failure> {
  const body = Buffer.concat(chunks);
  const status = trailers['grpc-status'] ?? headers['grpc-status'];
  if (status === undefined)
    return err({ kind: 'http', status: Number(headers[':status']), text: excerpt(body.toString()) });
  if (Number(status) === 0) return ok(body.subarray(5));
  const says = trailers['grpc-message'] ?? headers['grpc-message'];
  const text = typeof says === 'string' ? excerpt(unescaped(says)) : '';
  return err({ kind: 'grpc', status: Number(status), text });
}

/** gRPC percent-encodes a status message. A server may send one that is not, which stays as it is. */
function unescaped(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
