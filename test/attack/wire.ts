import { reviewText as usualReview } from '../../bench/reviews.js';
import type { Wire } from './wire-exchange.js';

/** What is sent to the port that is neither TLS nor HTTP, or HTTP of a kind that an API server does not speak. */

const REVIEW = usualReview('java');
const LENGTH = Buffer.byteLength(REVIEW);
const START = 'POST /mutate HTTP/1.1\r\n';
const HOSTED = `${START}Host: webhook\r\nContent-Type: application/json\r\n`;
const LAST = 'Connection: close\r\n';

const PROBE = 'GET /livez HTTP/1.1\r\nHost: a\r\n\r\n';

const noise = (size: number): Buffer =>
  Buffer.from(Array.from({ length: size }, (_, index) => (index * 7919 + (index >> 3)) % 256));

const raw = (what: string, bytes: string | Buffer): Wire => ({
  ...{ what, over: 'tcp', bytes: () => bytes, statuses: [], least: 0, ends: true, times: 50 },
});

/** What is no handshake: the connection ends, and nothing is answered. */
export const HANDSHAKES: readonly Wire[] = [
  raw('noise', noise(4096)),
  raw('a byte', 'x'),
  raw('HTTP without TLS', `GET /livez HTTP/1.1\r\nHost: webhook\r\n\r\n`),
  raw('a greeting of SSH', 'SSH-2.0-OpenSSH_9.0\r\n'),
  raw(
    'a record of TLS that is too long',
    Buffer.concat([Buffer.from([0x16, 3, 1, 0xff, 0xff]), noise(70_000)]),
  ),
  raw('an alert', Buffer.from([0x15, 3, 3, 0, 2, 2, 40])),
  raw('application data before a handshake', Buffer.concat([Buffer.from([0x17, 3, 3, 0, 64]), noise(64)])),
  raw(
    'a greeting of noise',
    Buffer.concat([Buffer.from([0x16, 3, 1, 1, 0, 1, 0, 0, 252, 3, 3]), noise(249)]),
  ),
];

const http = (
  what: string,
  bytes: string | Buffer,
  statuses: readonly number[],
  more: Partial<Wire> = {},
): Wire => ({
  ...{ what, over: 'tls', bytes: () => bytes, statuses, least: 1, ends: true },
  ...more,
});

const sized = (length: string, extra = ''): string =>
  `${HOSTED}Content-Length: ${length}\r\n${extra}\r\n${REVIEW}`;
const chunked = (chunks: string, extra = ''): string =>
  `${HOSTED}Transfer-Encoding: chunked\r\n${extra}\r\n${chunks}`;
const whole = `${LENGTH.toString(16)}\r\n${REVIEW}\r\n0\r\n\r\n`;

/** Requests of other kinds over TLS. */
export const REQUESTS: readonly Wire[] = [
  http('noise over TLS', noise(4096), [400]),
  http('a body longer than it says', sized(String(LENGTH - 10)), [200, 400]),
  http('a body shorter than it says', sized(String(LENGTH + 10)), [400], { least: 0 }),
  http('a negative length', sized('-1'), [400]),
  http('a length in letters', sized('many'), [400]),
  http('a length beyond all numbers', sized('9'.repeat(40)), [400, 413]),
  http('two lengths', sized(String(LENGTH), 'Content-Length: 3\r\n'), [400]),
  http('a length and chunks', sized(String(LENGTH), 'Transfer-Encoding: chunked\r\n'), [400]),
  http('chunks', chunked(whole, LAST), [200]),
  http(
    'chunks of one byte',
    chunked(`${Array.from(REVIEW, (char) => `1\r\n${char}\r\n`).join('')}0\r\n\r\n`, LAST),
    [200],
  ),
  http('a chunk of letters', chunked('zz\r\n{}\r\n0\r\n\r\n'), [400]),
  http('a chunk beyond all numbers', chunked('fffffffffffffffffff\r\n{}'), [400]),
  http('extensions of a chunk', chunked(`2;${'a=b;'.repeat(10_000)}\r\n{}\r\n0\r\n\r\n`), [400, 413]),
  http('trailers without an end', chunked(`2\r\n{}\r\n0\r\n${'X-A: b\r\n'.repeat(10_000)}\r\n`), [400, 431]),
  http('an unknown transfer coding', `${HOSTED}Transfer-Encoding: gzip\r\n\r\n${REVIEW}`, [400, 501]),
  http('no host', `${START}Content-Length: 2\r\n\r\n{}`, [400]),
  http('HTTP/0.9', 'GET /livez\r\n\r\n', [200, 400]),
  http('HTTP/1.0', 'GET /livez HTTP/1.0\r\n\r\n', [200]),
  http('HTTP/9.9', 'GET /livez HTTP/9.9\r\nHost: a\r\n\r\n', [400, 505]),
  http('the preface of HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', [400, 404, 405, 505]),
  http('a head of 100 kB', `${HOSTED}X-A: ${'a'.repeat(100_000)}\r\n\r\n`, [431]),
  http(
    'a head of 10,000 fields',
    `${HOSTED}${Array.from({ length: 10_000 }, (_, index) => `X-${index}: a\r\n`).join('')}\r\n`,
    [431],
  ),
  http('an address of 100 kB', `GET /${'a'.repeat(100_000)} HTTP/1.1\r\nHost: a\r\n\r\n`, [414, 431]),
  http('an address of escapes', `GET /%00%ff%2e%2e/..%2f HTTP/1.1\r\nHost: a\r\n${LAST}\r\n`, [400, 404]),
  http('an address that is cut', `GET /%E0%A4%A HTTP/1.1\r\nHost: a\r\n${LAST}\r\n`, [400, 404]),
  http(
    'an absolute address',
    `GET https://169.254.169.254/livez HTTP/1.1\r\nHost: a\r\n${LAST}\r\n`,
    [200, 400, 404],
  ),
  http('NUL in a field', 'GET /livez HTTP/1.1\r\nHost: a\r\nX-A: \0\r\n\r\n', [400]),
  http('bare line feeds', 'GET /livez HTTP/1.1\nHost: a\n\n', [200, 400]),
  http('a folded field', `GET /livez HTTP/1.1\r\nHost: a\r\nX-A: b\r\n c\r\n${LAST}\r\n`, [200, 400]),
  http('an expectation', sized(String(LENGTH), `Expect: 100-continue\r\n${LAST}`), [100, 200]),
  http('an unknown expectation', sized(String(LENGTH), `Expect: wonders\r\n${LAST}`), [200, 417]),
  http(
    'a WebSocket',
    `GET /mutate HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n`,
    [400, 404, 405, 426],
    { least: 0 },
  ),
  http('CONNECT', 'CONNECT db:5432 HTTP/1.1\r\nHost: db:5432\r\n\r\n', [400, 404, 405], { least: 0 }),
  ...['PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'GET', 'HEAD', 'PROPFIND'].map((method) =>
    http(`${method} /mutate`, `${method} /mutate HTTP/1.1\r\nHost: a\r\n${LAST}\r\n`, [200, 400, 404, 405]),
  ),
  http('an unknown method', 'FETCH /mutate HTTP/1.1\r\nHost: a\r\n\r\n', [400, 405, 501]),
  http('100 probes at once', `${PROBE.repeat(99)}GET /livez HTTP/1.1\r\nHost: a\r\n${LAST}\r\n`, [200], {
    ...{ least: 100, ends: false },
  }),
  // Node ends a connection over which more than one record of them comes at once, after the first answer.
  http('5,000 probes at once', PROBE.repeat(5000), [200]),
  http('100 reviews at once', sized(String(LENGTH)).repeat(100), [200]),
];
