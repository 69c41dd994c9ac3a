import { expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import { admitInShop, podWith } from '../contexts.js';
import { read } from '../resolve/judged.js';

/** What is said of variables of the program, which the agent in its sidecar does not see. */
function told(text: string, spec: object = {}): readonly string[] {
  const pod = podWith(
    { containers: [{ name: 'app', env: [...read(text)] }] },
    {
      annotations: {
        [getInjectKey('go')]: 'true',
        'instrumentation.opentelemetry.io/otel-go-auto-target-exe': '/app',
      },
    },
  );
  const outcome = admitInShop(pod, {
    asked: { exporter: { endpoint: 'http://gw:4318' }, ...spec },
    namespace: { labels: { 'pod-security.kubernetes.io/enforce': 'privileged' } },
  });
  expect(outcome.status).toBe('injected');
  return outcome.findings.flatMap(({ code, message }) => (code === 'user-setting-ignored' ? [message] : []));
}

const sentence = (names: string): string =>
  `go: the agent runs in a container of its own, which does not see ${names} of app; set them in the Instrumentation.`;

test.each<[string, object, readonly string[]]>([
  ['', {}, []],
  ['OTEL_SERVICE_NAME=shop ; OTEL_RESOURCE_ATTRIBUTES=team=a', {}, []],
  ['OTEL_TRACES_EXPORTER=none', {}, [sentence('OTEL_TRACES_EXPORTER')]],
  ['OTEL_EXPORTER_OTLP_ENDPOINT=http://other:4318', {}, [sentence('OTEL_EXPORTER_OTLP_ENDPOINT')]],
  ['OTEL_EXPORTER_OTLP_ENDPOINT=http://gw:4318', {}, []],
  ['OTEL_EXPORTER_OTLP_ENDPOINT=', {}, []],
  [
    'OTEL_TRACES_SAMPLER=ratio ; OTEL_EXPORTER_OTLP_HEADERS=a=b',
    {},
    [sentence('OTEL_TRACES_SAMPLER, OTEL_EXPORTER_OTLP_HEADERS')],
  ],
  ['OTEL_TRACES_SAMPLER=always_on', { env: [{ name: 'OTEL_TRACES_SAMPLER', value: 'always_on' }] }, []],
  ['GOMAXPROCS=2', {}, []],
])('%s beside %j: %j', (text, spec, expected) => {
  expect(told(text, spec)).toEqual(expected);
});
