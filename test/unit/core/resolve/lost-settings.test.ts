import { expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import { resolveContainer } from '../../../../src/core/resolve/resolve.js';
import { containerContextWith, type Situation } from '../contexts.js';

const HEADERS = 'OTEL_EXPORTER_OTLP_HEADERS';
const PROTOCOL = 'OTEL_EXPORTER_OTLP_PROTOCOL';

/** What is said of the variables of an Instrumentation that belong to an endpoint. */
function told(language: Language, situation: Omit<Situation, 'languages' | 'platform'>): readonly string[] {
  const context = containerContextWith({ languages: [language], platform: {}, ...situation });
  return resolveContainer(context)
    .findings.filter(({ code }) => code === 'instrumentation-value-ignored')
    .map(({ message }) => message);
}

const variable = (name: string, value: string): { readonly name: string; readonly value: string } => ({
  name,
  value,
});
const SECRET = { name: HEADERS, valueFrom: { secretKeyRef: { name: 'gateway', key: 'headers' } } };

test.each<[string, Situation['asked'] & object, string]>([
  ['headers', { env: [variable(HEADERS, 'api-key=secret')] }, HEADERS],
  [
    'headers for traces',
    { env: [variable('OTEL_EXPORTER_OTLP_TRACES_HEADERS', 'a=b')] },
    'OTEL_EXPORTER_OTLP_TRACES_HEADERS',
  ],
  ['headers of a Secret', { env: [SECRET] }, HEADERS],
  ['headers for the language', { java: { env: [variable(HEADERS, 'a=b')] } }, HEADERS],
  ['a protocol', { env: [variable(PROTOCOL, 'grpc')] }, `${PROTOCOL}="grpc"`],
])('%s of an Instrumentation without an endpoint: told, without values of headers', (_, asked, setting) => {
  const messages = told('java', { asked });
  expect(messages).toEqual([
    `java: the Instrumentation sets ${setting}, which is left out, since traces do not go to an endpoint of the Instrumentation.`,
  ]);
  expect(messages.join('')).not.toContain('secret');
});

test.each<[string, Omit<Situation, 'languages'>]>([
  [
    'beside its endpoint',
    { asked: { exporter: { endpoint: 'http://gw:4318' }, env: [variable(HEADERS, 'a=b')] } },
  ],
  [
    'which the container sets, too',
    { asked: { env: [variable(HEADERS, 'a=b')] }, env: [variable(HEADERS, 'c=d')] },
  ],
  ['that the platform has, too', { asked: { env: [variable(PROTOCOL, 'http/protobuf')] } }],
])('nothing is said of one %s', (_, situation) => {
  expect(told('java', situation)).toEqual([]);
});

test('headers do not go to the endpoint of a container, which is reported', () => {
  const env = [variable('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://own:4318')];
  const messages = told('java', {
    asked: { env: [variable(HEADERS, 'a=b'), variable(PROTOCOL, 'grpc')] },
    env,
  });
  expect(messages).toEqual([expect.stringContaining(`sets ${HEADERS}, which is left out`)]);
});

test('a web server reads no variables, and its headers are told of otherwise', () => {
  expect(told('nginx', { asked: { env: [variable(HEADERS, 'a=b')] } })).toEqual([]);
});
