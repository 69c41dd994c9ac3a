import { describe, expect, test } from 'vitest';
import { resolveZipkinExport } from '../../../../src/core/resolve/zipkin-exporter.js';
import { resolveContainer } from '../../../../src/core/resolve/resolve.js';
import { findVariableText } from '../../../../src/core/resolve/variable.js';
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
  ['http://user:pass@gw:4317', 'a port of OTLP'],
  ['http://user:pass@zipkin:9411', 'probably meant to be http://…@zipkin:9411/api/v2/spans'],
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

describe('an endpoint of an Instrumentation', () => {
  const asked = { env: [{ name: ZIPKIN, value: 'http://zipkin:9411/api/v2/spans' }] };
  const platform = { addons: { enable_zipkin: true, enable_opentelemetry_operator: true } };

  test('holds for an exporter that the container chooses, as nobody else named one', () => {
    expect(told(asking(), { asked })).toBe('');
    expect(told(asking(), { platform, asked })).toBe('');
    expect(told(asking(), { platform })).toBe(ZIPKIN);
  });

  const resolved = (more: object): ReturnType<typeof resolveContainer> =>
    resolveContainer(containerContextWith({ languages: ['java'], platform, ...more }));

  test('is kept with that exporter, and dropped with the Instrumentation’s own', () => {
    expect(resolved({ asked, env: asking() }).dropped.has(ZIPKIN)).toBe(false);
    expect(resolved({ asked }).dropped.has(ZIPKIN)).toBe(true);
  });

  test.each([
    ['zipkin', ['instrumentation-value-ignored']],
    ['otlp,zipkin', ['instrumentation-value-ignored']],
    ['otlp', []],
    ['none', []],
  ])('an exporter %s that makes room for the platform’s is reported: %j', (value, codes) => {
    const env = [...asked.env, { name: 'OTEL_TRACES_EXPORTER', value }];
    expect(resolved({ asked: { env } }).findings.map(({ code }) => code)).toEqual(codes);
    expect(resolved({ asked: { env }, env: asking(undefined, 'otlp') }).findings).toEqual([]);
  });
});

describe('an SDK that the program brings', () => {
  const resolved = (addons: object): ReturnType<typeof resolveContainer> =>
    resolveContainer(containerContextWith({ languages: ['sdk'], env: asking(), platform: { addons } }));

  test.each<[object, string | undefined, readonly string[]]>([
    [{ enable_zipkin: true }, 'http://zipkin.zipkin.svc:9411/api/v2/spans', []],
    [
      { enable_zipkin: true, enable_opentelemetry_operator: true },
      'http://zipkin.zipkin.svc:9411/api/v2/spans',
      [],
    ],
    [{ enable_tempo: true }, undefined, ['endpoint-doubtful']],
  ])('with %j gets %s', (addons, url, codes) => {
    const { exporter, findings } = resolved(addons);
    expect(findVariableText(exporter, ZIPKIN)).toBe(url);
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });
});
