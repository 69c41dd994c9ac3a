import { expect, test } from '@jest/globals';
import { redactDeep } from '../../../src/telemetry/places.js';
import { redact } from '../../../src/telemetry/redaction.js';

test.each([
  ['OTEL_EXPORTER_OTLP_HEADERS', 'authorization=x', '[redacted]'],
  ['my_Token', 'x', '[redacted]'],
  ['API_KEY', 'x', '[redacted]'],
  ['clientSecret', 'x', '[redacted]'],
  ['DB_PASSWORD_FILE', 'x', '[redacted]'],
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

test('plain data is redacted by the names on the way to each text', () => {
  expect(
    redactDeep({
      count: 3,
      nothing: null,
      headers: { authorization: 'Bearer x', list: ['y'] },
      env: [
        { name: 'API_TOKEN', value: 'x' },
        { name: 'PORT', value: '80' },
      ],
    }),
  ).toEqual({
    count: 3,
    nothing: null,
    headers: { authorization: '[redacted]', list: ['[redacted]'] },
    env: [
      { name: 'API_TOKEN', value: '[redacted]' },
      { name: 'PORT', value: '80' },
    ],
  });
});
