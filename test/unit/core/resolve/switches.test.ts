import { describe, expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import { AGENT_IMAGES } from '../../../../src/core/agent-images.js';
import { judged, read } from './judged.js';

const OFF = 'tracing-switched-off';

describe('switches of a container', () => {
  test.each<[Language, string, string]>([
    ['java', 'OTEL_SDK_DISABLED=true', OFF],
    ['java', 'OTEL_SDK_DISABLED=TRUE', OFF],
    ['java', 'OTEL_SDK_DISABLED= true ', ''],
    ['java', 'OTEL_SDK_DISABLED=false', ''],
    ['java', 'OTEL_SDK_DISABLED=yes', ''],
    ['java', 'OTEL_TRACES_EXPORTER=none', OFF],
    ['java', 'OTEL_JAVAAGENT_ENABLED=false', OFF],
    ['java', 'OTEL_JAVAAGENT_ENABLED=no', OFF],
    ['java', 'OTEL_JAVAAGENT_ENABLED=', OFF],
    ['java', 'OTEL_JAVAAGENT_ENABLED=TRUE', ''],
    ['java', 'OTEL_CONFIG_FILE=/config.yaml', OFF],
    ['java', 'OTEL_EXPERIMENTAL_CONFIG_FILE=/config.yaml', 'user-setting-ignored'],
    ['nodejs', 'OTEL_SDK_DISABLED= TRUE ', OFF],
    ['nodejs', 'OTEL_NODE_ENABLED_INSTRUMENTATIONS=none', OFF],
    ['nodejs', 'OTEL_NODE_ENABLED_INSTRUMENTATIONS=http,express', ''],
    ['nodejs', 'OTEL_JAVAAGENT_ENABLED=false', ''],
    ['nodejs', 'OTEL_EXPERIMENTAL_CONFIG_FILE=/config.yaml', 'user-setting-ignored'],
    ['python', 'OTEL_SDK_DISABLED= TRUE ', OFF],
    ['python', 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS=*', OFF],
    ['python', 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS=flask, *', OFF],
    ['python', 'OTEL_PYTHON_DISABLED_INSTRUMENTATIONS=flask', ''],
    ['ruby', 'OTEL_SDK_DISABLED=true', OFF],
    ['ruby', 'OTEL_SDK_DISABLED=TRUE', ''],
    ['ruby', 'OTEL_SDK_DISABLED= true ', ''],
    ['php', 'OTEL_SDK_DISABLED=true', OFF],
    ['php', 'OTEL_SDK_DISABLED=TRUE', OFF],
    ['dotnet', 'DOTNET_EnableDiagnostics=0', OFF],
    ['dotnet', 'DOTNET_EnableDiagnostics=00', OFF],
    ['dotnet', 'DOTNET_EnableDiagnostics=0x0', OFF],
    ['dotnet', 'DOTNET_EnableDiagnostics=0x10', ''],
    ['dotnet', 'DOTNET_EnableDiagnostics=1', ''],
    ['dotnet', 'DOTNET_EnableDiagnostics=false', ''],
    ['dotnet', 'COMPlus_EnableDiagnostics=0', OFF],
    ['dotnet', 'DOTNET_EnableDiagnostics_Profiler=0', OFF],
    ['dotnet', 'COMPlus_EnableDiagnostics_Profiler=0', OFF],
    ['dotnet', 'CORECLR_ENABLE_PROFILING=0', OFF],
    ['dotnet', 'CORECLR_ENABLE_PROFILING=true', OFF],
    ['dotnet', 'CORECLR_ENABLE_PROFILING=1', ''],
    ['dotnet', 'OTEL_DOTNET_AUTO_TRACES_ENABLED=false', OFF],
    ['dotnet', 'OTEL_DOTNET_AUTO_SETUP_SDK=false', OFF],
    ['dotnet', 'OTEL_DOTNET_AUTO_SETUP_SDK=true', ''],
    ['dotnet', 'OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES=tool,dotnet', OFF],
    ['dotnet', 'OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES=tool', ''],
    ['sdk', 'OTEL_SDK_DISABLED=true', OFF],
  ])('%s: %s: %s', (language, text, codes) => {
    expect(judged(language, read(text))).toBe(codes);
  });
});

test.each([
  ['ghcr.io/o/autoinstrumentation-java:1.32.0', OFF],
  [`ghcr.io/o/autoinstrumentation-java:${AGENT_IMAGES.java.version}`, 'user-setting-ignored'],
  ['registry.example/vendor-java:latest', OFF],
])('a variable that older agents read: %s: %s', (image, codes) => {
  expect(judged('java', read('OTEL_EXPERIMENTAL_CONFIG_FILE=/c.yaml'), { asked: { java: { image } } })).toBe(
    codes,
  );
});

test('Go has the variables of the Instrumentation', () => {
  expect(judged('go', [], { asked: { env: read('OTEL_TRACES_EXPORTER=console') } })).toBe(OFF);
});

describe('commands', () => {
  test.each<[Language, readonly string[], string]>([
    ['java', ['java', '-Dotel.sdk.disabled=true', '-jar', 'app.jar'], OFF],
    ['java', ['java', '-cp', 'app.jar', '-Dotel.sdk.disabled=true', 'Main'], OFF],
    ['java', ['sh', '-c', 'exec /opt/java/bin/java -Dotel.sdk.disabled=true -jar app.jar'], OFF],
    ['java', ['java', '-jar', 'app.jar', '-Dotel.sdk.disabled=true'], ''],
    ['java', ['java', 'Main', '-Dotel.sdk.disabled=true'], ''],
    ['java', ['java', '-Djava.security.manager', '-jar', 'app.jar'], OFF],
    ['java', ['java', '-Djava.security.manager=default', '-jar', 'app.jar'], OFF],
    ['java', ['java', '-Djava.security.manager=allow', '-jar', 'app.jar'], ''],
    ['java', ['java', '-Djava.security.manager=disallow', '-jar', 'app.jar'], ''],
    ['java', ['java', '-Djava.security.policy=/p', '-jar', 'app.jar'], ''],
    ['python', ['python', '-I', 'app.py'], OFF],
    ['python', ['python3.12', '-E', 'app.py'], OFF],
    ['python', ['/usr/bin/python3', '-sE', '-m', 'app'], OFF],
    ['python', ['sh', '-c', 'python3 -I app.py'], OFF],
    ['python', ['python', '-S', 'app.py'], OFF],
    ['python', ['python3', '-uS', '-m', 'app'], OFF],
    ['python', ['python', '-s', 'app.py'], ''],
    ['python', ['python', '-u', 'app.py'], ''],
    ['python', ['python', '-m', 'app', '-I'], ''],
    ['python', ['python', '-W', 'Error', 'app.py', '-E'], ''],
    ['python', ['python', '-WError', 'app.py'], ''],
    ['python', ['gunicorn', '-E', 'x'], ''],
    ['nodejs', ['python', '-I', 'app.py'], ''],
  ])('%s: %j: %s', (language, command, codes) => {
    expect(judged(language, [], { command })).toBe(codes);
  });
});

describe('all instrumentations off, and a few on again', () => {
  const JAVA = 'OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED=false';
  const DOTNET = 'OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED=false';
  const DOTNET_ALL = 'OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED=false';
  test.each<[Language, string, string]>([
    ['java', JAVA, OFF],
    ['java', 'OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED=', ''],
    ['java', `${JAVA} ; OTEL_INSTRUMENTATION_SPRING_WEBMVC_ENABLED=true`, ''],
    ['java', `OTEL_INSTRUMENTATION_SPRING_WEBMVC_ENABLED=TRUE ; ${JAVA}`, ''],
    ['java', `${JAVA} ; OTEL_INSTRUMENTATION_SPRING_WEBMVC_ENABLED=false`, OFF],
    ['java', `${JAVA} ; OTEL_INSTRUMENTATION_JDBC_STATEMENT_SANITIZER_ENABLED=true`, OFF],
    ['dotnet', DOTNET, OFF],
    ['dotnet', DOTNET_ALL, OFF],
    ['dotnet', `${DOTNET} ; OTEL_DOTNET_AUTO_TRACES_ASPNETCORE_INSTRUMENTATION_ENABLED=true`, ''],
    ['dotnet', `${DOTNET_ALL} ; OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED=true`, ''],
    ['dotnet', `${DOTNET} ; OTEL_DOTNET_AUTO_METRICS_ASPNETCORE_INSTRUMENTATION_ENABLED=true`, OFF],
    ['dotnet', `${DOTNET} ; OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES=Shop`, ''],
  ])('%s: %s: %s', (language, text, codes) => {
    expect(judged(language, read(text))).toBe(codes);
  });

  test('the Instrumentation brings them back', () => {
    const env = [{ name: 'OTEL_INSTRUMENTATION_NETTY_ENABLED', value: 'true' }];
    expect(judged('java', read(JAVA), { asked: { env } })).toBe('');
    expect(judged('java', read(JAVA), { asked: { java: { env } } })).toBe('');
    expect(judged('java', read(JAVA), { asked: { nodejs: { env } } })).toBe(OFF);
  });

  test('what a reference holds may bring them back', () => {
    const valueFrom = { secretKeyRef: { name: 's', key: 'k' } };
    expect(judged('java', [...read(JAVA), { name: 'OTEL_INSTRUMENTATION_NETTY_ENABLED', valueFrom }])).toBe(
      '',
    );
  });
});

describe('exporters that send nothing', () => {
  test.each<[Language, string, string]>([
    ['java', 'console', OFF],
    ['java', 'logging', OFF],
    ['java', 'logging-otlp', OFF],
    ['java', 'logging, console', OFF],
    ['java', 'otlp,logging', ''],
    ['java', 'zipkin,console', ''],
    ['nodejs', 'console', OFF],
    ['nodejs', 'none,none', OFF],
    ['nodejs', 'none,otlp', OFF],
    // The agent takes its default for such a list.
    ['nodejs', 'console,none', ''],
    ['nodejs', 'otlp,console', ''],
    ['python', 'console', OFF],
    ['python', 'otlp,console', ''],
    ['dotnet', 'console', OFF],
    ['php', 'console', OFF],
    ['php', 'memory', OFF],
    ['php', 'otlp/stdout', OFF],
    ['php', 'otlp', ''],
    ['ruby', 'console', OFF],
    ['ruby', 'none,none', OFF],
    ['ruby', 'console,none', OFF],
    ['ruby', 'otlp,none', ''],
    ['sdk', 'console', OFF],
  ])('%s: %s: %s', (language, value, codes) => {
    expect(judged(language, [{ name: 'OTEL_TRACES_EXPORTER', value }])).toBe(codes);
  });
});

const LANGUAGES: readonly Language[] = ['java', 'nodejs', 'python', 'dotnet', 'php', 'ruby', 'sdk'];

describe('samplers that sample nothing', () => {
  const RATIOS = ['traceidratio', 'parentbased_traceidratio'];

  test.each(LANGUAGES)('%s: of the container', (language) => {
    for (const sampler of ['always_off', 'parentbased_always_off'])
      expect(judged(language, read(`OTEL_TRACES_SAMPLER=${sampler}`))).toBe(OFF);
    for (const sampler of RATIOS) {
      const withRatio = (ratio: string): string =>
        judged(language, read(`OTEL_TRACES_SAMPLER=${sampler} ; OTEL_TRACES_SAMPLER_ARG=${ratio}`));
      expect(['0', '0.0', '1', '0.5'].map(withRatio)).toEqual([OFF, OFF, '', '']);
    }
    expect(judged(language, read('OTEL_TRACES_SAMPLER=always_on ; OTEL_TRACES_SAMPLER_ARG=0'))).toBe('');
    expect(judged(language, read('OTEL_TRACES_SAMPLER=traceidratio'))).toBe('');
  });

  test.each(LANGUAGES)('%s: of the Instrumentation', (language) => {
    const withSampler = (sampler: object): string => judged(language, [], { asked: { sampler } });
    expect(withSampler({ type: 'always_off' })).toBe(OFF);
    expect(withSampler({ type: 'parentbased_always_off' })).toBe(OFF);
    expect(withSampler({ type: 'always_on', argument: '0' })).toBe('');
    for (const type of RATIOS) {
      expect(withSampler({ type, argument: '0' })).toBe(OFF);
      expect(withSampler({ type, argument: '0.5' })).toBe('');
      expect(withSampler({ type })).toBe('');
      const env = read(`OTEL_TRACES_SAMPLER=${type} ; OTEL_TRACES_SAMPLER_ARG=0`);
      expect(judged(language, [], { asked: { env } })).toBe(OFF);
    }
  });

  test('the container’s own choice hides that of the Instrumentation', () => {
    const asked = { sampler: { type: 'always_off' } };
    expect(judged('java', read('OTEL_TRACES_SAMPLER=always_on'), { asked })).toBe('');
  });

  test('the field is named', () => {
    const told = (sampler: object): string =>
      judged('java', [], { asked: { sampler } }, ({ message }) => message);
    expect(told({ type: 'always_off' })).toBe(
      'java: spec.sampler.type of the Instrumentation is "always_off", which samples no trace.',
    );
    expect(told({ type: 'parentbased_traceidratio', argument: '0' })).toBe(
      'java: spec.sampler.argument of the Instrumentation is "0", which samples no trace that begins here.',
    );
  });

  test('a platform may sample nothing', () => {
    const platform = { sampling: { strategy: 'probabilistic', ratio: 0 } };
    expect(judged('java', [], { platform })).toBe(OFF);
  });
});
