import { describe, expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import type { EnvVar } from '../../../../src/core/kubernetes/pod.js';
import { admitInShop, podWith } from '../contexts.js';

const SERVERS = ['nginx', 'apache-httpd'] as const;
type Server = (typeof SERVERS)[number];

interface Told {
  readonly env?: readonly EnvVar[];
  readonly spec?: object;
}

/** The file that is written for a server, as the script gets it, and what is said of limits of the module. */
function writeFile(
  server: Server,
  { env = [], spec = {} }: Told,
): { conf: string; limits: readonly string[] } {
  const pod = podWith(
    { containers: [{ name: 'web', env }] },
    { name: 'web-1', annotations: { [getInjectKey(server)]: 'true' } },
  );
  const outcome = admitInShop(pod, { asked: { exporter: { endpoint: 'http://otel:4317' }, ...spec } });
  const attach = outcome.pod.spec.initContainers?.find(({ name }) => name.includes('attach'));
  return {
    conf: attach?.env?.find(({ name }) => name.endsWith('_AGENT_CONF'))?.value ?? '',
    limits: outcome.findings.flatMap(({ code, message }) =>
      code === 'web-server-limited' ? [message.replace(`${server}: `, '')] : [],
    ),
  };
}

const directive = (conf: string, name: string): string | undefined =>
  new RegExp(`^(?:Nginx|Apache)Module${name} (.*?);?$`, 'm').exec(conf)?.[1];

const NAMED = { name: 'OTEL_SERVICE_NAME', value: 'shop' };
const attributes = (value: string): EnvVar => ({ name: 'OTEL_RESOURCE_ATTRIBUTES', value });

describe.each(SERVERS)('the file of %s names the service', (server) => {
  test.each<[string, Told, string]>([
    ['by the pod', {}, 'web-1'],
    ['by the container', { env: [NAMED] }, 'shop'],
    ['by an attribute of the container', { env: [attributes('team=a,service.name=shop')] }, 'shop'],
    ['by the Instrumentation', { spec: { env: [NAMED] } }, 'shop'],
    ['by an attribute of the Instrumentation', { spec: { env: [attributes('service.name=shop')] } }, 'shop'],
    [
      'by the container before the Instrumentation',
      { env: [NAMED], spec: { env: [{ ...NAMED, value: 'other' }] } },
      'shop',
    ],
    [
      'by an attribute of the container before the Instrumentation',
      { env: [attributes('service.name=shop')], spec: { env: [{ ...NAMED, value: 'other' }] } },
      'shop',
    ],
    [
      'by a reference of the Instrumentation',
      {
        spec: {
          env: [{ name: 'OTEL_SERVICE_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
        },
      },
      '"$(OTEL_SERVICE_NAME)"',
    ],
    [
      'by a reference, which may hold a blank',
      {
        env: [
          { name: 'N', value: 'my shop' },
          { ...NAMED, value: '$(N)' },
        ],
      },
      '"$(N)"',
    ],
    [
      'by a field',
      {
        env: [
          {
            name: 'OTEL_SERVICE_NAME',
            valueFrom: { fieldRef: { fieldPath: "metadata.annotations['title']" } },
          },
        ],
      },
      '"$(OTEL_SERVICE_NAME)"',
    ],
  ])('%s', (_, told, expected) => {
    expect(directive(writeFile(server, told).conf, 'ServiceName')).toBe(expected);
  });

  test('and its namespace', () => {
    const { conf } = writeFile(server, { spec: { env: [attributes('service.namespace=eu')] } });
    expect(directive(conf, 'ServiceNamespace')).toBe('eu');
  });

  test('and the address of the node as it is', () => {
    const { conf } = writeFile(server, { spec: { exporter: { endpoint: 'http://$(OTEL_NODE_IP):4317' } } });
    expect(directive(conf, 'OtelExporterEndpoint')).toBe('http://$(OTEL_NODE_IP):4317');
  });
});

describe.each(SERVERS)('limits of the module for %s', (server) => {
  const one = (name: string, value: string): Told => ({ env: [{ name, value }] });
  const unread = (name: string): readonly string[] => [`the module does not read ${name}.`];
  test.each<[string, Told, readonly string[]]>([
    ['nothing', {}, []],
    ['the SDK is off', one('OTEL_SDK_DISABLED', 'true'), unread('OTEL_SDK_DISABLED')],
    ['the SDK is on', one('OTEL_SDK_DISABLED', 'false'), []],
    ['another exporter', one('OTEL_TRACES_EXPORTER', 'zipkin'), unread('OTEL_TRACES_EXPORTER')],
    ['the same exporter', one('OTEL_TRACES_EXPORTER', 'otlp'), []],
    [
      'the exporter of the Instrumentation',
      { spec: { env: [{ name: 'OTEL_TRACES_EXPORTER', value: 'none' }] } },
      unread('OTEL_TRACES_EXPORTER'),
    ],
    [
      'a certificate',
      one('OTEL_EXPORTER_OTLP_CERTIFICATE', '/ca.crt'),
      unread('OTEL_EXPORTER_OTLP_CERTIFICATE'),
    ],
    ['propagators', one('OTEL_PROPAGATORS', 'b3'), unread('OTEL_PROPAGATORS')],
    [
      'propagators of the Instrumentation',
      { spec: { propagators: ['b3'] } },
      ['the module knows the W3C trace context only, whatever propagators are asked for.'],
    ],
    ['propagators that it knows', { spec: { propagators: ['tracecontext', 'baggage'] } }, []],
  ])('%s', (_, told, expected) => {
    expect(writeFile(server, told).limits).toEqual(expected);
  });
});
