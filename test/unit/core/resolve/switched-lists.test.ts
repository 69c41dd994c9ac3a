import { expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import { judged, read } from './judged.js';

/** Lists by which traces lose their names, or instrumentations are lost. Each was tried with the agent. */

const OFF = 'tracing-switched-off';
const ENVIRONMENT = 'io.opentelemetry.sdk.autoconfigure.EnvironmentResourceProvider';
const OTHER = 'io.opentelemetry.instrumentation.resources.HostResourceProvider';

test.each<[Language, string, string]>([
  // Each was tried with the agent: spans come, and do not name their service.
  ['nodejs', 'OTEL_NODE_RESOURCE_DETECTORS=none', OFF],
  ['nodejs', 'OTEL_NODE_RESOURCE_DETECTORS=container,host', OFF],
  ['nodejs', 'OTEL_NODE_RESOURCE_DETECTORS=container, env', OFF],
  ['nodejs', 'OTEL_NODE_RESOURCE_DETECTORS=ENV', OFF],
  ['nodejs', 'OTEL_NODE_RESOURCE_DETECTORS=', OFF],
  ['nodejs', 'OTEL_NODE_RESOURCE_DETECTORS=env', ''],
  ['nodejs', 'OTEL_NODE_RESOURCE_DETECTORS=container,env', ''],
  ['nodejs', 'OTEL_NODE_RESOURCE_DETECTORS=env,gcpp', ''],
  ['nodejs', 'OTEL_NODE_RESOURCE_DETECTORS=all', ''],
  ['python', 'OTEL_NODE_RESOURCE_DETECTORS=none', ''],
  ['python', 'OTEL_EXPERIMENTAL_RESOURCE_DETECTORS=process', ''],
  ['java', `OTEL_JAVA_ENABLED_RESOURCE_PROVIDERS=${OTHER}`, OFF],
  ['java', `OTEL_JAVA_ENABLED_RESOURCE_PROVIDERS=${OTHER}, ${ENVIRONMENT}`, ''],
  ['java', 'OTEL_JAVA_ENABLED_RESOURCE_PROVIDERS=', ''],
  ['java', `OTEL_JAVA_DISABLED_RESOURCE_PROVIDERS=${OTHER},${ENVIRONMENT}`, OFF],
  ['java', `OTEL_JAVA_DISABLED_RESOURCE_PROVIDERS=${OTHER}`, ''],
  // The agent gives up at the first instrumentation that reads them, or leaves out every URL.
  ['python', 'OTEL_METRICS_EXEMPLAR_FILTER=ALWAYS_ON', OFF],
  ['python', 'OTEL_METRICS_EXEMPLAR_FILTER=', OFF],
  ['python', 'OTEL_METRICS_EXEMPLAR_FILTER=always_on', ''],
  ['java', 'OTEL_METRICS_EXEMPLAR_FILTER=ALWAYS_ON', ''],
  ['python', 'OTEL_PYTHON_EXCLUDED_URLS=*/health', OFF],
  ['python', 'OTEL_PYTHON_EXCLUDED_URLS=health, *ready', OFF],
  ['python', 'OTEL_PYTHON_EXCLUDED_URLS=+x', OFF],
  ['python', 'OTEL_PYTHON_EXCLUDED_URLS=?x', OFF],
  ['python', 'OTEL_PYTHON_FLASK_EXCLUDED_URLS=*', OFF],
  ['python', 'OTEL_PYTHON_URLLIB_EXCLUDED_URLS=*', OFF],
  ['python', 'OTEL_PYTHON_EXCLUDED_URLS=health,', OFF],
  ['python', 'OTEL_PYTHON_EXCLUDED_URLS=health,,ready', OFF],
  ['python', 'OTEL_PYTHON_FASTAPI_EXCLUDED_URLS=health, ', OFF],
  ['python', 'OTEL_PYTHON_URLLIB_EXCLUDED_URLS=health,', ''],
  ['python', 'OTEL_PYTHON_EXCLUDED_URLS=', ''],
  ['python', 'OTEL_PYTHON_EXCLUDED_URLS=health', ''],
  ['python', 'OTEL_PYTHON_EXCLUDED_URLS=.*/ready,^/x, client/.*/info', ''],
  ['nodejs', 'OTEL_PYTHON_EXCLUDED_URLS=*/health', ''],
])('%s: %s: %s', (language, text, codes) => {
  expect(judged(language, read(text))).toBe(codes);
});
