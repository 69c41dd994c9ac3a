import { expect, test } from '@jest/globals';
import { DIAGNOSES } from '../../../src/verify/diagnoses/index.js';
import { REASONS } from '../../../src/core/reasons.js';
import { redactDeep } from '../../../src/telemetry/credential-places.js';
import { redact, redactText } from '../../../src/telemetry/redaction.js';

test.each([
  ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=x', '[redacted]'],
  ['PASSWD', 'x', '[redacted]'],
  ['OTEL_SERVICE_NAME', 'shop', 'shop'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'http://tempo:4318', 'http://tempo:4318'],
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'https://me:word@tempo:4318/x', 'https://[redacted]@tempo:4318/x'],
  [
    'JAVA_TOOL_OPTIONS',
    '-Xmx1g -Dotel.exporter.otlp.headers=authorization=Bearer x',
    '-Xmx1g -Dotel.exporter.otlp.headers=[redacted]',
  ],
])('%s=%s is shown as %s', (name, value, shown) => {
  expect(redact(name, value)).toBe(shown);
});

test.each([
  ['https://me:p@ss@tempo/x', 'https://[redacted]@tempo/x'],
  ['https://me:p/w@tempo:4318/x', 'https://[redacted]@tempo:4318/x'],
  ['amqp://h:1,amqp://u:p@h:2', 'amqp://h:1,amqp://[redacted]@h:2'],
  ['shop:hunter2@tcp(db:3306)/shop', '[redacted]@tcp(db:3306)/shop'],
  ['Server=db;Password=hunter2;Database=shop', 'Server=db;Password=[redacted];Database=shop'],
  ['https://b.example/x?sv=1&sig=hunter2&se=2', 'https://b.example/x?sv=1&sig=[redacted]&se=2'],
  ['https://b.example/x?key=hunter2', 'https://b.example/x?key=[redacted]'],
  ['{"user":"me","password":"hun\\"ter2","n":1}', '{"user":"me","password":"[redacted]","n":1}'],
  ["{'token': 'hunter2'}", "{'token': '[redacted]'}"],
  ['Authorization: Bearer hunter2', 'Authorization: [redacted]'],
  ['no right for Bearer hunter2hunter2', 'no right for Bearer [redacted]'],
  ['a=b,token=hunter2,c=d', 'a=b,token=[redacted]'],
  ['app --password hunter2 --port 80', 'app --password [redacted] --port 80'],
  ['app --api-key "hun ter2" x', 'app --api-key "[redacted]" x'],
  ['x -----BEGIN EC PRIVATE KEY-----\nhunter2\n-----END EC PRIVATE KEY----- y', 'x [redacted] y'],
])('of %s is shown %s', (value, shown) => {
  expect(redactText(value)).toBe(shown);
  expect(redactText(shown)).toBe(shown);
});

test.each([
  'http://tempo:4318/a@b',
  'http://$(OTEL_NODE_IP):4318/a@b',
  'http://[fd00::1]:4318/a@b',
  'nginx:1.25@sha256:0123',
  'registry.example:5000/token:1.2@sha256:0123',
  'git@github.com:shop/cart',
  'service.name=cart,service.version=1.2,deployment.environment=prod',
  '-Xmx1g -XX:+UseG1GC --require /otel/autoinstrumentation.js',
  'secretName: cart, key: host, topologyKey: kubernetes.io/hostname',
  'spec.backends.tempo.token: is missing; allowed: text; add it',
  'write key=value, or key: value',
  'A basic authentication is needed, by a bearer token.',
])('%s is shown as it is', (value) => {
  expect(redactText(value)).toBe(value);
});

test('no sentence of ours is taken for a credential', () => {
  const sentences = [...Object.values(REASONS), ...Object.values(DIAGNOSES)].flatMap(
    ({ summary, remedy }) => [summary, remedy],
  );
  expect(sentences.map(redactText)).toEqual(sentences);
});

test('plain data is redacted by the place of each text', () => {
  expect(
    redactDeep({
      ...{ count: 3, nothing: null, key: 'name', password: 'x', pin: { token: 12 } },
      headers: { authorization: 'Bearer x', list: ['y'], tenant: { secretKeyRef: { name: 's', key: 'k' } } },
      httpHeaders: [{ name: 'Host', value: 'x' }],
      env: [
        { name: 'API_TOKEN', value: 'x' },
        { name: 'PORT', value: '80' },
        { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
      ],
      args: ['--token', 'x', '--port', '80'],
      tokens: ['x'],
      volumes: [{ secret: { secretName: 's', items: [{ key: 'k', path: 'p' }] } }],
      objects: [{ kind: 'Secret', metadata: { name: 's' }, stringData: { host: 'x' } }],
    }),
  ).toEqual({
    ...{ count: 3, nothing: null, key: 'name', password: '[redacted]', pin: { token: '[redacted]' } },
    headers: {
      authorization: '[redacted]',
      list: ['[redacted]'],
      tenant: { secretKeyRef: { name: 's', key: 'k' } },
    },
    httpHeaders: [{ name: 'Host', value: '[redacted]' }],
    env: [
      { name: 'API_TOKEN', value: '[redacted]' },
      { name: 'PORT', value: '80' },
      { name: 'DB_PASSWORD', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
    ],
    args: ['--token', '[redacted]', '--port', '80'],
    tokens: ['[redacted]'],
    volumes: [{ secret: { secretName: 's', items: [{ key: 'k', path: 'p' }] } }],
    objects: [{ kind: 'Secret', metadata: { name: 's' }, stringData: { host: '[redacted]' } }],
  });
});
