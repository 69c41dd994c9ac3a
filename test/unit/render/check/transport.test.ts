import { describe, expect, test } from 'vitest';
import { PINS } from '../../../../src/core/pins.js';
import { checkDocuments } from '../../../../src/render/check/check-documents.js';
import { parseCheckedDocuments } from '../../../../src/render/check/checked-documents.js';
import { renderSettings } from '../../../support/platforms.js';

const ADDONS = { enable_tempo: true, enable_opentelemetry_operator: true };
const NEWEST = { addons: ADDONS, collector: { version: PINS.collector.version } };

/** `path message`, for each fault of a text. */
function readFaults(text: string, spec: object = NEWEST): readonly string[] {
  const found = parseCheckedDocuments(text, 'x.yaml');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return checkDocuments(found.value, [], renderSettings(spec)).flatMap((finding) =>
    finding.kind === 'fault' ? [`${finding.place.replace(/^x\.yaml:\d+:\d+: /, '')} ${finding.message}`] : [],
  );
}

const LISTENING = { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } } };
const buildConfig = (exporters: object, receivers: object = LISTENING): object => ({
  receivers,
  exporters,
  service: {
    pipelines: { traces: { receivers: Object.keys(receivers), exporters: Object.keys(exporters) } },
  },
});
const exporting = (exporters: object, spec: object = NEWEST): readonly string[] =>
  readFaults(JSON.stringify(buildConfig(exporters)), spec);
const listening = (receivers: object, spec: object = NEWEST): readonly string[] =>
  readFaults(JSON.stringify(buildConfig({ debug: {} }, receivers)), spec);

const TEMPO = 'tempo.monitoring.svc:4317';
const PLAIN = { insecure: true };

describe('TLS of an exporter to Tempo without TLS', () => {
  const uses = (path: string): string =>
    `exporters${path} uses TLS, as gRPC does by default, but tempo expects plain text; write tls.insecure: true, or set spec.backends.tempo.tls`;
  test.each<[string, object, readonly string[]]>([
    ['no word of it', { otlp_grpc: { endpoint: TEMPO } }, [uses('.otlp_grpc')]],
    ['no word of it, by the older name', { 'otlp/tempo': { endpoint: TEMPO } }, [uses('["otlp/tempo"]')]],
    ['an empty tls', { otlp_grpc: { endpoint: TEMPO, tls: {} } }, [uses('.otlp_grpc.tls')]],
    [
      'insecure: false',
      { otlp_grpc: { endpoint: TEMPO, tls: { insecure: false } } },
      [uses('.otlp_grpc.tls')],
    ],
    [
      'a certificate not checked',
      { otlp_grpc: { endpoint: TEMPO, tls: { insecure_skip_verify: true } } },
      [uses('.otlp_grpc.tls')],
    ],
    ['insecure: true', { otlp_grpc: { endpoint: TEMPO, tls: PLAIN } }, []],
    ['another host', { otlp_grpc: { endpoint: 'saas.example.org:4317' } }, []],
    ['HTTP, whose scheme tells', { otlp_http: { endpoint: 'http://tempo.monitoring.svc:4318' } }, []],
    [
      'insecure beside tls',
      { otlp_grpc: { endpoint: TEMPO, insecure: true, tls: PLAIN } },
      [
        'exporters.otlp_grpc.insecure is not an option here, and the Collector does not start with it; write it below tls',
      ],
    ],
    [
      'a certificate that has no effect',
      { otlp_grpc: { endpoint: TEMPO, tls: { insecure: true, ca_file: '/ca' } } },
      [
        'exporters.otlp_grpc.tls.ca_file has no effect next to insecure: true, which switches TLS off; remove one of the two',
      ],
    ],
  ])('%s', (_, exporters, expected) => {
    expect(exporting(exporters)).toEqual(expected);
  });

  test('is right where the platform says so', () => {
    const spec = { ...NEWEST, backends: { tempo: { tls: { caFile: '/ca.crt' } } } };
    expect(exporting({ otlp_grpc: { endpoint: TEMPO, tls: { ca_file: '/ca.crt' } } }, spec)).toEqual([]);
  });
});

describe('the port of an exporter', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'HTTP to the port of gRPC',
      { otlp_http: { endpoint: 'http://tempo.monitoring.svc:4317' } },
      [
        'exporters.otlp_http.endpoint names port 4317, which expects gRPC, but otlp_http sends HTTP; name port 4318, or use an exporter otlp_grpc',
      ],
    ],
    [
      'HTTP to the port of gRPC, by the older name',
      { 'otlphttp/far': { endpoint: 'https://far.example:4317' } },
      [
        'exporters["otlphttp/far"].endpoint names port 4317, which expects gRPC, but otlphttp/far sends HTTP; name port 4318, or use an exporter otlp/far',
      ],
    ],
    [
      'gRPC to the port of HTTP',
      { otlp_grpc: { endpoint: 'far.example:4318', tls: PLAIN } },
      [
        'exporters.otlp_grpc.endpoint names port 4318, which expects HTTP, but otlp_grpc sends gRPC; name port 4317, or use an exporter otlp_http',
      ],
    ],
    [
      'a port of neither',
      { otlp_http: { endpoint: 'http://far.example:8080' }, otlp_grpc: { endpoint: 'far.example:443' } },
      [],
    ],
    [
      'an exporter of another kind',
      { 'zipkin/far': { endpoint: 'http://far.example:4317/api/v2/spans' } },
      [
        'exporters["zipkin/far"].endpoint is for zipkin, which the platform does not enable; set spec.addons.enable_zipkin: true or remove the exporter',
      ],
    ],
  ])('%s', (_, exporters, expected) => {
    expect(exporting(exporters)).toEqual(expected);
  });
});

describe('the path of an exporter', () => {
  test.each<[string, object, readonly string[]]>([
    [
      'of traces',
      { otlp_http: { endpoint: 'http://far.example:4318/v1/traces' } },
      [
        'exporters.otlp_http.endpoint ends in /v1/traces, which the exporter appends again; write http://far.example:4318, or call it traces_endpoint',
      ],
    ],
    [
      'of metrics, behind a base and with a slash',
      { otlp_http: { endpoint: 'https://far.example/otlp/v1/metrics/' } },
      [
        'exporters.otlp_http.endpoint ends in /v1/metrics/, which the exporter appends again; write https://far.example/otlp, or call it metrics_endpoint',
      ],
    ],
    ['where it belongs', { otlp_http: { traces_endpoint: 'http://far.example:4318/v1/traces' } }, []],
    ['a base', { otlp_http: { endpoint: 'http://far.example/otlp' } }, []],
  ])('%s', (_, exporters, expected) => {
    expect(exporting(exporters)).toEqual(expected);
  });
});

describe('where receivers listen', () => {
  const remedy = 'which programs in other pods cannot reach; write 0.0.0.0 and the port';
  const otlp = (grpc: object): object => ({ otlp: { protocols: { grpc } } });
  const grpc = 'receivers.otlp.protocols.grpc';
  test.each<[string, object, readonly string[]]>([
    ['on all addresses', LISTENING, []],
    ['on that of the pod', otlp({ endpoint: '${env:MY_POD_IP}:4317' }), []],
    ['on localhost', otlp({ endpoint: 'localhost:4317' }), [`${grpc}.endpoint is localhost:4317, ${remedy}`]],
    [
      'on a loopback address',
      otlp({ endpoint: '127.0.0.1:4317' }),
      [`${grpc}.endpoint is 127.0.0.1:4317, ${remedy}`],
    ],
    ['on that of IPv6', otlp({ endpoint: '[::1]:4317' }), [`${grpc}.endpoint is [::1]:4317, ${remedy}`]],
    ['on a host that only begins so', otlp({ endpoint: 'localhost.example:4317' }), []],
    ['without a word', otlp({}), [`${grpc} has no endpoint, so it listens on localhost, ${remedy}`]],
    [
      'of Zipkin',
      { zipkin: { endpoint: 'localhost:9411' } },
      [`receivers.zipkin.endpoint is localhost:9411, ${remedy}`],
    ],
    [
      'of Jaeger',
      { jaeger: { protocols: { thrift_http: { endpoint: 'localhost:14268' } } } },
      [`receivers.jaeger.protocols.thrift_http.endpoint is localhost:14268, ${remedy}`],
    ],
    ['of what asks others', { prometheus: { endpoint: 'localhost:9090' } }, []],
  ])('%s', (_, receivers, expected) => {
    expect(listening(receivers)).toEqual(expected);
  });

  test('a Collector of before 0.104 listens everywhere without a word', () => {
    expect(listening(otlp({}), { addons: ADDONS, collector: { version: '0.103.0' } })).toEqual([]);
  });

  test.each([
    ['the Operator fills it in', 'deployment', {}],
    ['a sidecar is reached on localhost', 'sidecar', { endpoint: 'localhost:4317' }],
  ])('%s', (_, mode, listener) => {
    const text = JSON.stringify({
      apiVersion: 'opentelemetry.io/v1beta1',
      kind: 'OpenTelemetryCollector',
      metadata: { name: 'otel', namespace: 'monitoring' },
      spec: { mode, config: buildConfig({ debug: {} }, otlp(listener)) },
    });
    expect(readFaults(text)).toEqual([]);
  });

  test('the chart fills it in', () => {
    expect(readFaults(JSON.stringify({ config: buildConfig({ debug: {} }, otlp({})) }))).toEqual([]);
  });
});
