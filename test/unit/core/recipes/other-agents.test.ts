import { expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import type { Language } from '../../../../src/core/domain.js';
import type { Container } from '../../../../src/core/kubernetes/pod.js';
import { admitInShop, podWith } from '../contexts.js';

/** The codes of a pod that asks for a language. */
function codesOf(language: Language, app: Partial<Container>, asked: object = {}): string {
  const metadata = { annotations: { [getInjectKey(language)]: 'true' } };
  const pod = podWith({ containers: [{ name: 'app', ...app }] }, metadata);
  const { findings } = admitInShop(pod, { asked, platform: {} });
  return findings.map(({ code }) => code).join(' ');
}

const CONFLICT = 'agent-conflict';
const REFUSED = 'user-setting-unsupported';

test.each<[Language, readonly string[], string]>([
  ['java', ['java', '-javaagent:/app/opentelemetry-javaagent.jar', '-jar', 'app.jar'], CONFLICT],
  ['java', ['sh', '-c', 'exec java -Xmx1g -javaagent:/dd-java-agent.jar -jar app.jar'], CONFLICT],
  ['java', ['java', '-javaagent:/app/otel.jar', '-jar', 'app.jar'], CONFLICT],
  ['java', ['java', '-javaagent:/opt/jmx_prometheus_javaagent.jar=9404:/c.yaml', '-jar', 'app.jar'], ''],
  ['java', ['java', '-javaagent:/hotel/metrics.jar', '-jar', 'app.jar'], ''],
  ['java', ['java', '-jar', '/opentelemetry/app.jar'], ''],
  ['nodejs', ['node', '--require', '@opentelemetry/auto-instrumentations-node/register', 'app.js'], CONFLICT],
  ['nodejs', ['node', '--import=dd-trace/register.js', 'app.js'], CONFLICT],
  ['nodejs', ['sh', '-c', 'node -r @opentelemetry/auto-instrumentations-node/register app.js'], CONFLICT],
  ['nodejs', ['node', '--require', './settings.js', 'app.js'], ''],
  ['nodejs', ['node', 'app.js', '--require', 'dd-trace'], ''],
  ['python', ['opentelemetry-instrument', 'python', 'app.py'], CONFLICT],
  ['python', ['/venv/bin/ddtrace-run', 'gunicorn', 'app'], CONFLICT],
  ['python', ['sh', '-c', 'exec opentelemetry-instrument flask run'], CONFLICT],
  ['python', ['python', 'app.py'], ''],
])('%s started with %j: %s', (language, command, codes) => {
  expect(codesOf(language, { command })).toBe(codes);
  expect(codesOf(language, { command: command.slice(0, 1), args: command.slice(1) })).toBe(codes);
});

test.each([
  ['JDK_JAVA_OPTIONS', '-javaagent:/app/opentelemetry-javaagent.jar', CONFLICT],
  ['_JAVA_OPTIONS', '-Xmx1g -javaagent:/newrelic/newrelic.jar', CONFLICT],
  ['JDK_JAVA_OPTIONS', '-javaagent:/opt/jmx_prometheus_javaagent.jar', ''],
  ['JDK_JAVA_OPTIONS', '-Xmx1g', ''],
])('%s=%s: %s', (name, value, codes) => {
  expect(codesOf('java', { env: [{ name, value }] })).toBe(codes);
});

const OURS = '/otel-auto-instrumentation-dotnet/linux/OpenTelemetry.AutoInstrumentation.Native.so';

test.each([
  ['CORECLR_PROFILER_PATH', '/opt/x.so', REFUSED],
  ['CORECLR_PROFILER_PATH_64', '/opt/x.so', REFUSED],
  ['CORECLR_PROFILER_PATH_ARM64', '/opt/x.so', REFUSED],
  ['CORECLR_PROFILER_PATH', OURS, ''],
  ['CORECLR_PROFILER_PATH_64', OURS, ''],
  ['CORECLR_PROFILER_PATH_64', '', ''],
  ['CORECLR_PROFILER_PATH_32', '/opt/x.so', ''],
])('dotnet: %s=%s: %s', (name, value, codes) => {
  expect(codesOf('dotnet', { env: [{ name, value }] })).toBe(codes);
  expect(codesOf('dotnet', {}, { env: [{ name, value }] })).toBe(codes);
});
