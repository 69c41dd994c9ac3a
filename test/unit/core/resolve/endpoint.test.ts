import { describe, expect, test } from 'vitest';
import {
  formatEndpoint,
  isClusterHost,
  parseEndpoint,
  getRegisteredPort,
  findPortProtocol,
  redactUrl,
} from '../../../../src/core/backends/endpoint.js';

describe('parseEndpoint', () => {
  test.each<[string, string, string, number | undefined, string]>([
    ['http://tempo:4318', 'http', 'tempo', 4318, ''],
    ['https://tempo', 'https', 'tempo', undefined, ''],
    ['http://tempo.monitoring.svc:4318/', 'http', 'tempo.monitoring.svc', 4318, '/'],
    ['http://a/v1/traces', 'http', 'a', undefined, '/v1/traces'],
    ['http://a:1?x=y', 'http', 'a', 1, '?x=y'],
    ['http://a#b', 'http', 'a', undefined, '#b'],
    ['http://$(OTEL_NODE_IP):4317', 'http', '$(OTEL_NODE_IP)', 4317, ''],
    ['http://[::1]:4317/x', 'http', '[::1]', 4317, '/x'],
    ['http://10.0.0.1:4317', 'http', '10.0.0.1', 4317, ''],
    ['  http://a:1  ', 'http', 'a', 1, ''],
    ['HTTPS://A:1', 'HTTPS', 'A', 1, ''],
  ])('%s', (...[text, scheme, host, port, path]) => {
    expect(parseEndpoint(text)).toEqual({ scheme, userinfo: '', host, port, path });
  });

  test.each<[string, string, string, number | undefined, string]>([
    ['http://user:pass@a:4317', 'user:pass@', 'a', 4317, ''],
    ['http://user@a:4317/x', 'user@', 'a', 4317, '/x'],
    ['http://:pass@a', ':pass@', 'a', undefined, ''],
    ['http://@a', '@', 'a', undefined, ''],
    ['http://user:p@ss@a:4317', 'user:p@ss@', 'a', 4317, ''],
    ['http://user:4318@a?x=y', 'user:4318@', 'a', undefined, '?x=y'],
    ['http://user:pass@[::1]:4317/x', 'user:pass@', '[::1]', 4317, '/x'],
    ['http://$(U):$(P)@$(OTEL_NODE_IP):4317', '$(U):$(P)@', '$(OTEL_NODE_IP)', 4317, ''],
    ['http://$(U)@a', '$(U)@', 'a', undefined, ''],
    ['http://a:4318/b@c', '', 'a', 4318, '/b@c'],
    ['http://a?b@c', '', 'a', undefined, '?b@c'],
  ])('%s has what stands before the host', (...[text, userinfo, host, port, path]) => {
    expect(parseEndpoint(text)).toEqual({ scheme: 'http', userinfo, host, port, path });
  });

  test.each([
    '',
    'tempo:4317',
    'grpc://tempo:4317',
    'unix:///a',
    'http://',
    'http://:4317',
    'http:/a',
    'http://a:b',
    'http://a:123456',
    'http://user:pass@',
    'http://user:pass@:4317',
    'http://user:pass@a:b',
    'http://user:pass@a:123456',
    'http://user:pa/ss@a:4317',
  ])('%j is none', (text) => {
    expect(parseEndpoint(text)).toBeUndefined();
  });

  test.each(['http://a', 'https://a:1/b?c', 'http://[::1]:2', 'http://$(A):3/x', 'http://u:p@a:1/b'])(
    '%s is written as it was',
    (text) => {
      const endpoint = parseEndpoint(text);
      expect(endpoint === undefined ? undefined : formatEndpoint(endpoint)).toBe(text);
    },
  );
});

test.each([
  ['http://a:4317', 'grpc'],
  ['https://a:4317', 'grpc'],
  ['http://a:4318', 'http/protobuf'],
  ['http://a:4319', undefined],
  ['http://a', undefined],
  ['rubbish', undefined],
])('the port of %s tells %s', (text, expected) => {
  expect(findPortProtocol(parseEndpoint(text))).toBe(expected);
});

test('registered ports', () => {
  expect([
    getRegisteredPort('grpc'),
    getRegisteredPort('http/protobuf'),
    getRegisteredPort('http/json'),
  ]).toEqual([4317, 4318, 4318]);
});

describe('needsClusterDns', () => {
  test.each<[string, string | undefined, boolean]>([
    ['tempo', undefined, true],
    ['tempo.monitoring.svc', undefined, true],
    ['tempo.monitoring.svc.cluster.local', undefined, true],
    ['tempo.monitoring.svc.cluster.local', 'cluster.local', true],
    ['tempo.monitoring.svc.corp.example', 'corp.example', true],
    ['tempo.monitoring.svc.corp.example', undefined, false],
    ['tempo.monitoring.svc', 'corp.example', true],
    ['tempo.example.com', undefined, false],
    ['svc', undefined, true],
    ['localhost', undefined, false],
    ['10.0.0.1', undefined, false],
    ['[fd00::1]', undefined, false],
    ['$(OTEL_NODE_IP)', undefined, false],
  ])('%s with domain %s: %j', (host, domain, expected) => {
    expect(isClusterHost(host, domain)).toBe(expected);
  });
});

test.each<[string, string | undefined, string]>([
  ['nothing', undefined, ''],
  ['a URL', 'http://a:1/b', 'http://a:1/b'],
  ['credentials', 'https://user:secret@a:1/b', 'https://…@a:1/b'],
  ['a user alone', 'https://user@a:1/b', 'https://…@a:1/b'],
  ['a password with an @', 'https://user:sec@ret@a:1/b', 'https://…@a:1/b'],
  ['a password with a slash', 'https://user:sec/ret@a:1/b', 'https://…@a:1/b'],
  ['a password like a port with a fragment', 'http://user:1#2@a:1', 'http://…@a:1'],
  ['a password like a port with a query', 'http://user:1?2@a:1', 'http://…@a:1'],
  ['a password like a port with a path', 'http://user:1/2@a:1', 'http://…@a:1'],
  ['a user like a host with a path', 'http://tok/en@a:1', 'http://…@a:1'],
  ['a user like a host with a query', 'http://user?2@a:1', 'http://…@a:1'],
  ['an address in the path, which could be a host', 'https://a/b@c', 'https://…@c'],
  ['an address in the query, which could be a host', 'http://a:1/b?c@d', 'http://…@d'],
  ['credentials of no endpoint', 'https://user:secret@a:b', 'https://…@a:b'],
  ['credentials of another scheme', 'grpc://user:secret@a:1', 'grpc://…@a:1'],
  ['credentials without a scheme', 'user:secret@a:1', '…@a:1'],
  ['credentials behind one slash', 'http:/user:secret@a:1', '…@a:1'],
  ['credentials behind a blank', ' http://user:secret@a:1', ' http://…@a:1'],
  ['credentials in quotes', '"http://user:secret@a:1"', '"http://…@a:1"'],
  ['a long one', `http://${'a'.repeat(200)}`, `http://${'a'.repeat(112)}…`],
])('shownUrl: %s', (_, url, expected) => {
  expect(redactUrl(url)).toBe(expected);
});
