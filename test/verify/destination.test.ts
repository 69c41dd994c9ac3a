import { expect, test } from 'vitest';
import {
  listDefaultDestinations,
  parseDestination,
  buildDestination,
  isHttpUrl,
} from '../../src/verify/destination.js';
import type { SpanFormat } from '../../src/verify/send/sender.js';

test.each<[string, SpanFormat | undefined, SpanFormat, string]>([
  ['http://c:4318', undefined, 'http/protobuf', 'http://c:4318/v1/traces'],
  ['http://c:4318/', undefined, 'http/protobuf', 'http://c:4318/v1/traces'],
  ['http://c:4318/v1/traces', undefined, 'http/protobuf', 'http://c:4318/v1/traces'],
  ['http://c:4318/otlp', undefined, 'http/protobuf', 'http://c:4318/otlp/v1/traces'],
  ['https://c', undefined, 'http/protobuf', 'https://c/v1/traces'],
  [
    'http://v:10428/insert/opentelemetry',
    undefined,
    'http/protobuf',
    'http://v:10428/insert/opentelemetry/v1/traces',
  ],
  ['http://c:4317', undefined, 'grpc', 'http://c:4317'],
  ['http://c:4317', 'http/protobuf', 'http/protobuf', 'http://c:4317/v1/traces'],
  ['http://c:14317', 'grpc', 'grpc', 'http://c:14317'],
  ['http://z:9411', undefined, 'zipkin', 'http://z:9411/api/v2/spans'],
  ['http://z:80/api/v2/spans', undefined, 'zipkin', 'http://z:80/api/v2/spans'],
])('%s with %s is sent as %s to %s', (text, named, wire, url) => {
  expect(parseDestination(text, named)).toEqual({ ok: true, value: { wire, url } });
});

test.each([['c:4318'], ['ftp://c'], ['http://c:99999'], ['http://a b']])('%s is no address', (text) => {
  expect(isHttpUrl(text)).toBe(false);
  expect(parseDestination(text)).toEqual({
    ok: false,
    error: `${text} is no URL; allowed: http://HOST:PORT or https://HOST:PORT`,
  });
});

test('credentials of an address that is refused are not shown', () => {
  const refused = parseDestination('http://user:word@host:99999');
  expect(refused.ok ? '' : refused.error).toMatch(/^http:\/\/…@host:99999 is no URL/);
});

test.each(['http://user:word@host:4318', 'http://user@host:4318'])('%s is not asked', (text) => {
  expect(isHttpUrl(text)).toBe(false);
  const refused = parseDestination(text);
  expect(refused.ok ? '' : refused.error).toMatch(/^http:\/\/…@host:4318 is no URL/);
});

test.each([
  [
    { exporter: 'otlp', protocol: 'http/protobuf', form: 'base', url: 'http://c:4318' },
    'http://c:4318/v1/traces',
  ],
  [
    { exporter: 'otlp', protocol: 'http/json', form: 'base', url: 'http://c:4318' },
    'http://c:4318/v1/traces',
  ],
  [{ exporter: 'otlp', protocol: 'http/protobuf', form: 'traces', url: 'http://v/x' }, 'http://v/x'],
  [{ exporter: 'otlp', protocol: 'grpc', form: 'base', url: 'http://c:4317' }, 'http://c:4317'],
  [{ exporter: 'zipkin', protocol: 'http/json', form: 'zipkin', url: 'http://z/api' }, 'http://z/api'],
] as const)('an agent that is told %j sends to %s', (address, url) => {
  expect(buildDestination(address).url).toBe(url);
});

test('every path where spans go by default is an alternative, on the same host and port', () => {
  expect(
    listDefaultDestinations({ wire: 'grpc', url: 'https://c:4317/x' }).map(
      ({ wire, url }) => `${wire} ${url}`,
    ),
  ).toEqual([
    'http/protobuf https://c:4317/v1/traces',
    'grpc https://c:4317',
    'zipkin https://c:4317/api/v2/spans',
    'http/protobuf https://c:4317/insert/opentelemetry/v1/traces',
  ]);
});
