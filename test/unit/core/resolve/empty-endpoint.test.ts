import { describe, expect, test } from 'vitest';
import { resolveContainer } from '../../../../src/core/resolve/resolve.js';
import { findVariableText } from '../../../../src/core/resolve/variable.js';
import { containerContextWith } from '../contexts.js';
import { read } from './judged.js';

describe('an empty endpoint for traces, which is as good as none', () => {
  const env = read('OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=');
  const resolved = (more: object): ReturnType<typeof resolveContainer> =>
    resolveContainer(containerContextWith({ languages: ['nodejs'], env, ...more }));
  const urlOf = ({ exporter }: ReturnType<typeof resolveContainer>): string | undefined =>
    findVariableText(exporter, 'OTEL_EXPORTER_OTLP_ENDPOINT');

  test('leaves the platform’s or the Instrumentation’s for all signals', () => {
    expect(urlOf(resolved({ platform: {} }))).toBe('http://otel-collector.monitoring.svc:4318');
    expect(urlOf(resolved({ asked: { exporter: { endpoint: 'http://gw:4318' } } }))).toBe('http://gw:4318');
  });

  test.each<[object, readonly string[]]>([
    [{ platform: {} }, []],
    [{ platform: { addons: { enable_victoria_traces: true } } }, ['endpoint-doubtful']],
    [{ asked: { exporter: { endpoint: 'http://gw:4318' } } }, []],
    [{ asked: {} }, ['endpoint-missing']],
  ])('%j: %j', (more, codes) => {
    expect(resolved(more).findings.map(({ code }) => code)).toEqual(codes);
  });
});
