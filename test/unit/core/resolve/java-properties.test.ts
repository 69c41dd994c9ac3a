import { describe, expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import { resolveContainer } from '../../../../src/core/resolve/resolve.js';
import { findVariableText } from '../../../../src/core/resolve/variable.js';
import { containerContextWith } from '../contexts.js';
import { judged, read, REFUSED } from './judged.js';

const OFF = 'tracing-switched-off';

describe('properties of the JVM', () => {
  test.each([
    ['JAVA_TOOL_OPTIONS=-Dotel.javaagent.enabled=false', OFF],
    ['JAVA_TOOL_OPTIONS=-Xmx1g -Dotel.sdk.disabled=true', OFF],
    ['JDK_JAVA_OPTIONS="-Dotel.traces.exporter=none"', OFF],
    ['_JAVA_OPTIONS=-Dotel.traces.sampler=always_off', OFF],
    ['JAVA_TOOL_OPTIONS=-Dotel.traces.sampler=traceidratio -Dotel.traces.sampler.arg=0', OFF],
    ['JAVA_TOOL_OPTIONS=-Dotel.exporter.otlp.endpoint=http://gw:4318', OFF],
    ['JAVA_TOOL_OPTIONS=-Dotel.instrumentation.common.default-enabled=false', OFF],
    [
      'JAVA_TOOL_OPTIONS=-Dotel.instrumentation.common.default-enabled=false -Dotel.instrumentation.spring-webmvc.enabled=true',
      '',
    ],
    ['JAVA_TOOL_OPTIONS=-Dotel.sdk.disabled=false ; OTEL_SDK_DISABLED=true', ''],
    ['JAVA_TOOL_OPTIONS=-Dotel.sdk.disabled=true ; JDK_JAVA_OPTIONS=-Dotel.sdk.disabled=false', ''],
    ['JAVA_TOOL_OPTIONS=-Xmx1g -Dsome.other=otel.sdk.disabled=true', ''],
    ['JAVA_TOOL_OPTIONS=-Dotel.service.name=shop', ''],
    ['JAVA_TOOL_OPTIONS=-Dotel.traces.sampler=ratio', REFUSED],
    ['JAVA_TOOL_OPTIONS=-Dotel.traces.sampler=ratio ; OTEL_TRACES_SAMPLER=always_on', REFUSED],
    ['JAVA_TOOL_OPTIONS=-Dotel.traces.sampler=always_on ; OTEL_TRACES_SAMPLER=ratio', ''],
    ['JAVA_TOOL_OPTIONS=-Dotel.propagators=w3c', REFUSED],
    ['JDK_JAVA_OPTIONS=-Dotel.exporter.otlp.protocol=http', REFUSED],
    ['_JAVA_OPTIONS=-Dotel.exporter.otlp.endpoint=gw:4318', REFUSED],
    ['JAVA_TOOL_OPTIONS=-Dotel.bsp.max.queue.size=0', REFUSED],
    ['JAVA_TOOL_OPTIONS=-Dotel.exporter.otlp.headers=a:b', REFUSED],
    ['JAVA_TOOL_OPTIONS=-Dotel.resource.attributes=team', REFUSED],
    ['JAVA_TOOL_OPTIONS=-Dotel.traces.exporter=otlp,zipkin', ''],
  ])('%s: %s', (text, codes) => {
    expect(judged('java', read(text))).toBe(codes);
    expect(judged('nodejs', read(text.split(' ; ')[0] ?? ''))).toBe('');
  });

  test('of the Instrumentation', () => {
    const env = read('JAVA_TOOL_OPTIONS=-Dotel.sdk.disabled=true');
    expect(judged('java', [], { asked: { java: { env } } }, ({ message }) => message)).toBe(
      'java: the Instrumentation sets -Dotel.sdk.disabled=true in JAVA_TOOL_OPTIONS, which switches the SDK off.',
    );
  });

  test('a bad one of the Instrumentation is reported, as it cannot be taken out', () => {
    const env = read('JAVA_TOOL_OPTIONS=-Dotel.traces.sampler=ratio');
    expect(judged('java', [], { asked: { java: { env } } }, ({ message }) => message)).toContain(
      'java: the Instrumentation sets -Dotel.traces.sampler=ratio in JAVA_TOOL_OPTIONS, which the agent does not accept',
    );
  });

  test('one of the command is reported where it stands', () => {
    const command = ['java', '-Dotel.traces.sampler=ratio', '-jar', 'app.jar'];
    expect(judged('java', [], { command }, ({ message }) => message)).toContain(
      'java: the command of app sets -Dotel.traces.sampler=ratio, with which the agent does not start',
    );
  });

  test.each<[readonly Language[], string, string]>([
    [['java'], '-Dotel.exporter.otlp.protocol=grpc', 'http://otel-collector.monitoring.svc:4317'],
    [['java'], '-Dotel.exporter.otlp.endpoint=http://gw:4318', ''],
    [['java'], '-Dotel.service.name=shop', 'http://otel-collector.monitoring.svc:4318'],
    [['java', 'nodejs'], '-Dotel.exporter.otlp.protocol=grpc', 'http://otel-collector.monitoring.svc:4318'],
  ])('%j with %s send to %s', (languages, option, url) => {
    const env = [{ name: 'JAVA_TOOL_OPTIONS', value: option }];
    const context = containerContextWith({ languages, env, platform: {} });
    const { exporter } = resolveContainer(context);
    expect(findVariableText(exporter, 'OTEL_EXPORTER_OTLP_ENDPOINT') ?? '').toBe(url);
  });

  test('beside another language they only hide variables', () => {
    const env = read('JAVA_TOOL_OPTIONS=-Dotel.exporter.otlp.protocol=grpc');
    const languages: readonly Language[] = ['java', 'nodejs'];
    expect(judged('java', env, { languages })).toBe(OFF);
    expect(judged('java', env)).toBe('');
  });

  test('what may be a credential is not shown', () => {
    const env = read('JAVA_TOOL_OPTIONS=-Dotel.exporter.otlp.endpoint=http://user:hidden@gw:4318');
    expect(judged('java', env, {}, ({ message }) => message)).not.toContain('hidden');
  });
});
