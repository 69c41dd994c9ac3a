import { expect, test } from 'vitest';
import { resolveZipkinExport } from '../../../../src/core/resolve/zipkin-exporter.js';
import { containerContextWith, type Situation } from '../contexts.js';
import { read } from './judged.js';

const ZIPKIN = 'OTEL_EXPORTER_ZIPKIN_ENDPOINT';
const asking = (endpoint?: string, exporter = 'zipkin'): Situation['env'] & object =>
  read(`OTEL_TRACES_EXPORTER=${exporter}${endpoint === undefined ? '' : ` ; ${ZIPKIN}=${endpoint}`}`);

const UNDER = { platform: {} };

/** Variables that are given, and what is said. */
function told(
  env: Situation['env'] & object,
  platform: Pick<Situation, 'platform' | 'asked'> = UNDER,
): string {
  const context = containerContextWith({ languages: ['java'], env, ...platform });
  const { variables, findings } = resolveZipkinExport(context, 'otlp');
  return [...variables.map(({ name }) => name), ...findings.map(({ message }) => message)].join(' ');
}

test.each<[string, string]>([
  ['http://zipkin:9411', 'probably meant to be http://zipkin:9411/api/v2/spans'],
  ['http://zipkin:9411/', 'probably meant to be http://zipkin:9411/api/v2/spans'],
  ['http://zipkin:9411/zipkin/', 'probably meant to be http://zipkin:9411/api/v2/spans'],
  ['http://gw:4318/api/v2/spans', 'a port of OTLP'],
  ['http://gw:4317', 'a port of OTLP'],
  ['http://tempo:3200/api/v2/spans', 'the port of Tempo’s query API'],
])('%s: %s', (endpoint, words) => {
  expect(told(asking(endpoint))).toContain(words);
  expect(told(asking(endpoint), {})).toContain(words);
});

test.each([
  'http://zipkin:9411/api/v2/spans',
  'http://zipkin/zipkin/api/v2/spans',
  'https://vendor.example/v2/trace',
])('%s is fine', (endpoint) => {
  expect(told(asking(endpoint))).toBe('');
  expect(told(asking('http://gw:4317', 'otlp'))).toBe('');
});

test('an exporter among others is named', () => {
  expect(told(asking(undefined, 'otlp,zipkin'))).toContain('OTEL_TRACES_EXPORTER names zipkin');
});

test('an Instrumentation’s endpoint holds without a platform, and makes room under one', () => {
  const asked = { env: [{ name: ZIPKIN, value: 'http://zipkin:9411/api/v2/spans' }] };
  expect(told(asking(), { asked })).toBe('');
  expect(told(asking(), { platform: { addons: { enable_zipkin: true } }, asked })).toBe(ZIPKIN);
});
