import { expect, test } from 'vitest';
import { checkDocuments } from '../../../../src/render/check/check-documents.js';
import { parseCheckedDocuments } from '../../../../src/render/check/checked-documents.js';
import { renderSettings } from '../../../support/platforms.js';

const PLATFORM = {
  addons: { enable_tempo: true, enable_opentelemetry_operator: true },
  collector: { version: '0.156.0' },
};

/** `path message`, for each fault. */
function faultsIn(value: object): readonly string[] {
  const found = parseCheckedDocuments(JSON.stringify(value), 'x.yaml');
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return checkDocuments(found.value, [], renderSettings(PLATFORM)).map((finding) =>
    finding.kind === 'fault'
      ? `${finding.place.replace(/^x\.yaml:\d+:\d+: /, '')} ${finding.message}`
      : finding.kind,
  );
}

const TEMPO = { endpoint: 'tempo.monitoring.svc:4317', tls: { insecure: true } };
const OTLP = { protocols: { grpc: { endpoint: '0.0.0.0:4317' } } };
const EXPORTERS = { 'otlp_grpc/tempo': TEMPO };
const TRACES = { receivers: ['otlp'], exporters: ['otlp_grpc/tempo'] };

interface Parts {
  readonly receivers?: object;
  readonly exporters?: object;
  readonly extensions?: object;
  readonly connectors?: object;
  readonly pipelines?: object;
  /** Names in `service.extensions`. */
  readonly started?: readonly string[];
}

const config = ({
  receivers = { otlp: OTLP },
  exporters = EXPORTERS,
  pipelines,
  started,
  ...rest
}: Parts): object => ({
  receivers,
  exporters,
  ...rest,
  service: {
    pipelines: { traces: TRACES, ...pipelines },
    ...(started === undefined ? {} : { extensions: started }),
  },
});

const BASIC = { 'basicauth/tempo': { client_auth: { username: 'a' } } };
const withAuth = { 'otlp_grpc/tempo': { ...TEMPO, auth: { authenticator: 'basicauth/tempo' } } };
const withStorage = { 'otlp_grpc/tempo': { ...TEMPO, sending_queue: { storage: 'file_storage' } } };
const PROTECTED = {
  otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317', auth: { authenticator: 'oidc' } } } },
};
const NOT_STARTED =
  'which is not in service.extensions, so the Collector does not start; name it there, and describe it among the extensions';

test.each<[string, Parts, readonly string[]]>([
  ['an extension that starts', { extensions: { health_check: {} }, started: ['health_check'] }, []],
  [
    'an extension that nothing describes',
    { started: ['health_check'] },
    [
      'service.extensions[0] is health_check, which is not among the extensions, so the Collector does not start; add it or remove the name',
    ],
  ],
  [
    'an extension of another name',
    { extensions: BASIC, started: ['basicauth'] },
    [
      'service.extensions[0] is basicauth, which is not among the extensions, so the Collector does not start; add it or remove the name',
      'extensions["basicauth/tempo"] is not in service.extensions, so it does not run; name it there or remove it',
    ],
  ],
  [
    'an extension that does not start',
    { extensions: { health_check: {} } },
    ['extensions.health_check is not in service.extensions, so it does not run; name it there or remove it'],
  ],
  [
    'credentials of an extension',
    { exporters: withAuth, extensions: BASIC, started: ['basicauth/tempo'] },
    [],
  ],
  [
    'credentials of an extension that nothing describes',
    { exporters: withAuth },
    [`exporters["otlp_grpc/tempo"].auth.authenticator is basicauth/tempo, ${NOT_STARTED}`],
  ],
  [
    'credentials of an extension that does not start',
    { exporters: withAuth, extensions: BASIC },
    [
      'extensions["basicauth/tempo"] is not in service.extensions, so it does not run; name it there or remove it',
      `exporters["otlp_grpc/tempo"].auth.authenticator is basicauth/tempo, ${NOT_STARTED}`,
    ],
  ],
  [
    'a queue on disk without its extension',
    { exporters: withStorage },
    [`exporters["otlp_grpc/tempo"].sending_queue.storage is file_storage, ${NOT_STARTED}`],
  ],
  [
    'a receiver that asks an extension which does not start',
    { receivers: PROTECTED },
    [`receivers.otlp.protocols.grpc.auth.authenticator is oidc, ${NOT_STARTED}`],
  ],
  [
    'names that are none',
    { exporters: { 'otlp_grpc/tempo': { ...TEMPO, auth: 'a', sending_queue: null } } },
    [],
  ],
])('what starts with %s', (_, parts, expected) => {
  expect(faultsIn(config(parts))).toEqual(expected);
});

const METRICS = { receivers: ['spanmetrics'], exporters: ['otlp_grpc/tempo'] };
const COUNTED = { ...TRACES, exporters: ['otlp_grpc/tempo', 'spanmetrics'] };

test.each<[string, Parts, readonly string[]]>([
  [
    'a connector between two',
    { connectors: { spanmetrics: {} }, pipelines: { traces: COUNTED, metrics: METRICS } },
    [],
  ],
  [
    'a connector that only ends one',
    { connectors: { spanmetrics: {} }, pipelines: { traces: COUNTED } },
    [
      'connectors.spanmetrics is among the exporters of a pipeline, but not among the receivers of any, so the Collector does not start; name it there',
    ],
  ],
  [
    'a connector that only begins one',
    { connectors: { spanmetrics: {} }, pipelines: { metrics: METRICS } },
    [
      'connectors.spanmetrics is among the receivers of a pipeline, but not among the exporters of any, so the Collector does not start; name it there',
    ],
  ],
  [
    'nothing that is taken in',
    { pipelines: { 'traces/b': { exporters: ['otlp_grpc/tempo'] } } },
    [
      'service.pipelines["traces/b"] has no receivers, so the Collector does not start; name one or remove the pipeline',
    ],
  ],
  [
    'an empty list of exporters',
    { pipelines: { 'traces/b': { receivers: ['otlp'], exporters: [] } } },
    [
      'service.pipelines["traces/b"] has no exporters, so the Collector does not start; name one or remove the pipeline',
    ],
  ],
])('pipelines with %s', (_, parts, expected) => {
  expect(faultsIn(config(parts))).toEqual(expected);
});

const CHART = 'otel/opentelemetry-collector-k8s';
const values = (own: object, rest: object = {}): object => ({
  image: { repository: CHART },
  ...rest,
  config: own,
});
const pipelinesOf = (traces: object, rest: object = {}): object => ({
  exporters: EXPORTERS,
  ...rest,
  service: { pipelines: { traces } },
});
const ALL = {
  receivers: ['otlp'],
  processors: ['memory_limiter', 'batch'],
  exporters: ['otlp_grpc/tempo', 'debug'],
};
const PRESETS = { presets: { kubernetesAttributes: { enabled: true } } };
const NO_JAEGER = { receivers: { jaeger: null } };

test.each<[string, object, readonly string[]]>([
  ['names of the chart in a pipeline', values(pipelinesOf(ALL)), []],
  ['a pipeline that keeps the receivers of the chart', values(pipelinesOf({ exporters: ALL.exporters })), []],
  [
    'a receiver of the chart that is written anew',
    values(pipelinesOf({ exporters: ALL.exporters }, { receivers: { otlp: OTLP, zipkin: {} } })),
    [],
  ],
  [
    'the extension of the chart, written anew',
    values(pipelinesOf(ALL, { extensions: { health_check: {} } })),
    [],
  ],
  [
    'a preset',
    values(
      pipelinesOf({ ...ALL, processors: ['k8s_attributes', 'batch'] }, { processors: { k8sattributes: {} } }),
      PRESETS,
    ),
    [],
  ],
  [
    'a preset that is off',
    values(pipelinesOf({ ...ALL, processors: ['k8s_attributes'] }), {
      presets: { kubernetesAttributes: { enabled: false } },
    }),
    [
      'config.service.pipelines.traces.processors[0] is k8s_attributes, which is not among the processors, so the Collector does not start; add it or remove the name',
    ],
  ],
  [
    'a receiver of the chart that is taken away, and its pipeline is not',
    values(pipelinesOf({ exporters: ALL.exporters }, NO_JAEGER)),
    [
      'config.service.pipelines.traces.receivers[1] is jaeger, which is not among the receivers, so the Collector does not start; add it or remove the name',
    ],
  ],
  ['a receiver of the chart that is taken away with its use', values(pipelinesOf(ALL, NO_JAEGER)), []],
  [
    'a pipeline of the chart that is taken away',
    values({ ...pipelinesOf(ALL), service: { pipelines: { logs: null, metrics: null, traces: ALL } } }),
    [],
  ],
  [
    'a name of nobody',
    values(pipelinesOf({ ...ALL, processors: ['batch/b'] })),
    [
      'config.service.pipelines.traces.processors[0] is batch/b, which is not among the processors, so the Collector does not start; add it or remove the name',
    ],
  ],
  [
    'names of the chart in a configuration that takes the place of its own',
    { alternateConfig: pipelinesOf(ALL, { receivers: { otlp: OTLP } }) },
    ['processors[0] is memory_limiter', 'processors[1] is batch', 'exporters[1] is debug'].map(
      (what) =>
        `alternateConfig.service.pipelines.traces.${what}, which is not among the ${what.replace(/\[.*/, '')}, so the Collector does not start; add it or remove the name`,
    ),
  ],
])('values of the Collector’s chart with %s', (_, object, expected) => {
  expect(faultsIn(object)).toEqual(expected);
});
