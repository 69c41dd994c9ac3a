import { expect, test } from 'vitest';
import { checkDocuments } from '../../../../src/render/check/check-documents.js';
import { parseCheckedDocuments } from '../../../../src/render/check/checked-documents.js';
import { renderSettings } from '../../../support/platforms.js';

const PLATFORM = {
  addons: { enable_tempo: true, enable_opentelemetry_operator: true },
  collector: { version: '0.156.0' },
};

const OTLP = { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } };
const TRACES = { receivers: ['otlp'], exporters: ['debug'] };

interface Parts {
  readonly parts?: object;
  readonly service?: object;
}

/** The places of the faults in a configuration, with what is said up to the first comma. */
function faultsIn({ parts, service }: Parts): readonly string[] {
  const config = {
    ...{ receivers: { otlp: OTLP }, exporters: { debug: {} }, ...parts },
    service: { pipelines: { traces: TRACES }, ...service },
  };
  const found = parseCheckedDocuments(JSON.stringify(config), 'x.yaml');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return checkDocuments(found.value, [], renderSettings(PLATFORM)).flatMap((finding) =>
    finding.kind === 'fault' ? [`${finding.place.replace(/^.* /, '')} ${finding.message.split(',')[0]}`] : [],
  );
}

const HEALTH = { health_check: {} };
const exporter = (id: string, own: object): Parts => ({
  parts: { exporters: { [id]: own } },
  service: { pipelines: { traces: { ...TRACES, exporters: [id] } } },
});
const SAAS = { endpoint: 'https://saas.example.org' };

test.each<[string, Parts, readonly string[]]>([
  [
    'extensions in a variable',
    { parts: { extensions: HEALTH }, service: { extensions: '${env:EXTENSIONS}' } },
    [],
  ],
  [
    'an extension in a variable',
    { parts: { extensions: HEALTH }, service: { extensions: ['${env:EXTENSION}'] } },
    [],
  ],
  ['extensions in a file', { parts: { extensions: '${file:x.yaml}' }, service: { extensions: ['a'] } }, []],
  [
    'an extension beside one that is known',
    { parts: { extensions: { ...HEALTH, pprof: {} } }, service: { extensions: ['health_check'] } },
    ['extensions.pprof is not in service.extensions'],
  ],
  ['receivers in a file', { parts: { receivers: '${file:receivers.yaml}' } }, []],
  ['connectors in a file', { parts: { exporters: {}, connectors: '${file:connectors.yaml}' } }, []],
  [
    'processors in a file, and an exporter that is nowhere',
    {
      parts: { processors: '${file:processors.yaml}' },
      service: {
        pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['debug', 'a'] } },
      },
    },
    ['service.pipelines.traces.exporters[1] is a'],
  ],
  ['pipelines in a file', { service: { pipelines: '${file:pipelines.yaml}' } }, []],
  ['a pipeline in a file', { service: { pipelines: { traces: '${file:traces.yaml}' } } }, []],
  [
    'receivers of a pipeline in a variable',
    { service: { pipelines: { traces: { ...TRACES, receivers: '${env:RECEIVERS}' } } } },
    [],
  ],
  [
    'an exporter of a pipeline in a variable',
    { service: { pipelines: { traces: { ...TRACES, exporters: ['${env:EXPORTER}'] } } } },
    [],
  ],
  [
    'an exporter of a pipeline in a variable, and no receivers',
    { service: { pipelines: { traces: { receivers: [], exporters: ['${env:EXPORTER}'] } } } },
    ['service.pipelines.traces has no receivers'],
  ],
  [
    'a connector, of which a variable may be the other side',
    {
      parts: { connectors: { forward: {} } },
      service: { pipelines: { traces: { receivers: ['otlp'], exporters: ['forward', '${env:EXPORTER}'] } } },
    },
    [],
  ],
  [
    'credentials in a variable',
    exporter('otlp_http', { ...SAAS, auth: { authenticator: '${env:AUTHENTICATOR}' } }),
    [],
  ],
  [
    'credentials of an extension, and extensions in a variable',
    {
      ...exporter('otlp_http', { ...SAAS, auth: { authenticator: 'oidc' } }),
      service: {
        extensions: '${env:EXTENSIONS}',
        pipelines: { traces: { ...TRACES, exporters: ['otlp_http'] } },
      },
    },
    [],
  ],
  [
    'the disk of a queue that is off',
    exporter('otlp_http', { ...SAAS, sending_queue: { enabled: false, storage: 'file_storage' } }),
    [],
  ],
  [
    'the disk of a queue that is on',
    exporter('otlp_http', { ...SAAS, sending_queue: { enabled: true, storage: 'file_storage' } }),
    ['exporters.otlp_http.sending_queue.storage is file_storage'],
  ],
  ['a URL in a variable of the older form', exporter('otlp_http', { endpoint: '$SAAS_URL' }), []],
  ['a URL in a template of the chart', exporter('otlp_http', { endpoint: '{{ .Values.saas.url }}' }), []],
  [
    'a URL with a sign that begins no variable',
    exporter('otlp_http', { endpoint: 'saas.example.org/$1' }),
    ['exporters.otlp_http.endpoint is saas.example.org/$1'],
  ],
  [
    'the address of a backend in a variable',
    exporter('otlp_grpc/tempo', { endpoint: '${env:TEMPO_ENDPOINT}' }),
    [],
  ],
  [
    'the host of a backend in a template of the chart',
    exporter('otlp_grpc/tempo', { endpoint: '{{ .Release.Name }}-tempo:4317' }),
    [],
  ],
  [
    'the address of a backend that the platform lacks, in a variable',
    exporter('otlp_grpc/jaeger', { endpoint: '${env:JAEGER_ENDPOINT}' }),
    ['exporters["otlp_grpc/jaeger"].endpoint is for jaeger'],
  ],
])('what is only known later: %s', (_, parts, expected) => {
  expect(faultsIn(parts)).toEqual(expected);
});
