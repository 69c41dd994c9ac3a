import { expect, test } from 'vitest';
import { DIAGNOSES } from '../../../src/verify/diagnoses/index.js';
import { parseInstrumentation } from '../../../src/core/objects/parse-instrumentation.js';
import { REASONS } from '../../../src/core/reasons.js';
import { checkInstrumentation } from '../../../src/core/rules/instrumentation-rules.js';
import { quoteValue } from '../../../src/core/shown-text.js';
import { redactDeep } from '../../../src/telemetry/credential-places.js';
import { hideQuotes, redact, redactSentence, redactText } from '../../../src/telemetry/redaction.js';

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

const ALLOWED = 'allowed: key=value, comma-separated; correct it';

test.each([
  [`has "token=hunter2"; ${ALLOWED}`, `has "token=[redacted]"; ${ALLOWED}`],
  [`has "a=b,password=hunter2"; ${ALLOWED}`, `has "a=b,password=[redacted]"; ${ALLOWED}`],
  [
    `has "token=hunter2" and "secret=hunter3"; ${ALLOWED}`,
    `has "token=[redacted]" and "secret=[redacted]"; ${ALLOWED}`,
  ],
  [`has "Authorization: Bearer hunter2"; ${ALLOWED}`, `has "Authorization: [redacted]"; ${ALLOWED}`],
  [`has "https://me:word@tempo/x"; ${ALLOWED}`, `has "https://[redacted]@tempo/x"; ${ALLOWED}`],
  [`has "-----BEGIN PRIVATE KEY-----…"; ${ALLOWED}`, `has "[redacted]"; ${ALLOWED}`],
  [`has "--api-key hunter2 x"; ${ALLOWED}`, `has "--api-key [redacted] x"; ${ALLOWED}`],
  [`has ${quoteValue('token=hun"ter2')}; ${ALLOWED}`, `has "token=[redacted]"; ${ALLOWED}`],
  [
    `has ${quoteValue('{"token":"hun ter2"}')}; ${ALLOWED}`,
    String.raw`has "{\"token\":\"[redacted]\"}"; ${ALLOWED}`,
  ],
  [`has ${quoteValue(`token=${'x'.repeat(99)}`)}; ${ALLOWED}`, `has "token=[redacted]"; ${ALLOWED}`],
  [
    `app sets API_TOKEN="hunter2", with which it ends. ${ALLOWED}`,
    `app sets API_TOKEN="[redacted]", with which it ends. ${ALLOWED}`,
  ],
  [
    `the endpoint http://a/?token=hunter2 is used; ${ALLOWED}`,
    `the endpoint http://a/?token=[redacted] is used; ${ALLOWED}`,
  ],
  // What nobody knows the end of goes to the end.
  [`app sets API_TOKEN=hunter2 hunter3; ${ALLOWED}`, 'app sets API_TOKEN=[redacted]'],
  [`has "token=hun"ter2"; ${ALLOWED}`, 'has "token=[redacted]'],
  [`has ${quoteValue('token=hunter2\\')}; ${ALLOWED}`, 'has "token=[redacted]'],
])('of the sentence %s is shown %s', (sentence, shown) => {
  expect(redactSentence(sentence)).toBe(shown);
  expect(redactSentence(shown)).toBe(shown);
});

test('the guidance of a sampler’s argument is shown whatever the argument is', () => {
  const sampler = { type: 'jaeger_remote', argument: 'token=hunter2,pollingIntervalMs=soon' };
  const read = parseInstrumentation({ metadata: { name: 'a', namespace: 'b' }, spec: { sampler } });
  if (!read.ok) throw new Error('The Instrumentation is refused.');
  const { errors, warnings } = checkInstrumentation(read.value.instrumentation);
  const told = [...errors, ...warnings].map(({ message }) => redactSentence(message)).join('\n');
  expect(told).not.toContain('hunter2');
  for (const sentence of told.split('\n')) expect(sentence).toMatch(/; (?:correct|remove) it$/);
});

test('our own sentence on a pod is told as it is, what it quotes is not', () => {
  const annotations = {
    'tracing.dokaseca.io/message': 'java: has "token=hunter2"; allowed: key=value.',
    note: 'java: has "token=hunter2"; allowed: key=value.',
  };
  expect(redactDeep({ metadata: { annotations } })).toEqual({
    metadata: {
      annotations: {
        'tracing.dokaseca.io/message': 'java: has "token=[redacted]"; allowed: key=value.',
        note: 'java: has "token=[redacted]',
      },
    },
  });
});

test('no sentence of ours is taken for a credential', () => {
  const sentences = [...Object.values(REASONS), ...Object.values(DIAGNOSES)].flatMap(
    ({ summary, remedy }) => [summary, remedy],
  );
  expect(sentences.map(redactText)).toEqual(sentences);
});

test.each([
  ['Exporter "hunter2" of app is unknown.', 'Exporter "[redacted]" of app is unknown.'],
  ['"a" and "b\\"c" are two.', '"[redacted]" and "[redacted]" are two.'],
  ['A quote " alone hides hunter2.', 'A quote [redacted]'],
  ['The pod has no container ap; it has app.', 'The pod has no container ap; it has app.'],
  ['', ''],
])('of %s, whoever may not see values gets %s', (sentence, shown) => {
  expect(hideQuotes(sentence)).toBe(shown);
  expect(hideQuotes(shown)).toBe(shown);
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
