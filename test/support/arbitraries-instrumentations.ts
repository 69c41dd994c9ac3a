import fc from 'fast-check';
import { PROPAGATORS } from '../../src/core/domain.js';
import { SECTIONS } from '../../src/core/objects/instrumentation-sections.js';
import { SAMPLER_TYPES, type SectionName } from '../../src/core/objects/instrumentation.js';
import { chance, oddText } from './arbitraries-text.js';
import { OPTIONS } from './sample-injection.js';

/** Instrumentations with every kind of field, as the API server would store them. */

const name = fc.constantFrom(
  'A',
  'FROM_INSTRUMENTATION',
  'LATER',
  'B',
  'OTEL_SERVICE_NAME',
  'OTEL_RESOURCE_ATTRIBUTES',
  'OTEL_EXPORTER_OTLP_ENDPOINT',
  'OTEL_EXPORTER_OTLP_TRACES_ENDPOINT',
  'OTEL_EXPORTER_OTLP_PROTOCOL',
  'OTEL_EXPORTER_OTLP_HEADERS',
  'OTEL_TRACES_EXPORTER',
  'OTEL_METRICS_EXPORTER',
  'OTEL_PROPAGATORS',
  'OTEL_TRACES_SAMPLER',
  'OTEL_TRACES_SAMPLER_ARG',
  'OTEL_NODE_IP',
  'OTEL_GO_AUTO_TARGET_EXE',
  ...OPTIONS,
  'OTEL_RESOURCE_ATTRIBUTES_POD_NAME',
);
const value = fc.oneof(
  fc.constantFrom(
    'plain',
    'zipkin',
    '$(LATER)',
    '$(B) and $(A)',
    '$$(A)',
    '$(OTEL_POD_IP)',
    '$(OTEL_RESOURCE_ATTRIBUTES)',
    '$(FROM_INSTRUMENTATION)',
    'grpc',
    'http://otel-collector:4317',
    '0.5',
    'team=shop,zone=$(LATER)',
  ),
  oddText,
);
const source = fc.oneof(
  fc.record({
    configMapKeyRef: fc.record({
      name: fc.constant('settings'),
      key: fc.oneof({ weight: 9, arbitrary: fc.constantFrom('k', 'x.y') }, { weight: 1, arbitrary: oddText }),
      optional: chance(30, fc.boolean()),
    }),
  }),
  fc.record({
    secretKeyRef: fc.record({
      name: fc.constant('keys'),
      key: fc.constant('k'),
      optional: chance(30, fc.boolean()),
    }),
  }),
  fc.constant({ fieldRef: { fieldPath: 'metadata.namespace' } }),
  fc.constant({ resourceFieldRef: { resource: 'limits.memory' } }),
);
const EXPORTERS = [
  { name: 'OTEL_TRACES_EXPORTER', value: 'zipkin' },
  { name: 'OTEL_EXPORTER_OTLP_PROTOCOL', value: 'grpc' },
];
/** What the CRD of the Operator stores, and no API server takes in a pod. */
const UNACCEPTABLE = [
  { name: 'A', value: 'x', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  { name: 'a=b', value: 'x' },
  { name: 'B', valueFrom: {} },
  {
    name: 'LATER',
    valueFrom: { secretKeyRef: { name: 'keys', key: 'k' }, configMapKeyRef: { name: 'settings', key: 'k' } },
  },
];
const env = fc.array(
  fc.oneof(
    { weight: 5, arbitrary: fc.record({ name, value }) },
    { weight: 2, arbitrary: fc.record({ name, valueFrom: source }) },
    { weight: 1, arbitrary: fc.record({ name }) },
    { weight: 1, arbitrary: fc.constantFrom(...UNACCEPTABLE) },
    { weight: 1, arbitrary: fc.constantFrom(...EXPORTERS) },
  ),
  { maxLength: 4 },
);

const quantities = fc.record({
  cpu: chance(70, fc.constantFrom('5m', '50m', 1, '2')),
  memory: chance(70, fc.constantFrom('16Mi', '128Mi', '2Gi')),
});
const resources = chance(20, fc.record({ requests: chance(70, quantities), limits: chance(70, quantities) }));

const CLAIM = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };

const section = {
  image: chance(20, fc.constantFrom('registry.example/agent:1', '')),
  env: chance(35, env),
  volumeClaimTemplate: chance(8, fc.constantFrom(CLAIM, CLAIM, { spec: {} })),
  volumeLimitSize: chance(8, fc.constantFrom('50Mi', 1000000)),
  resources,
  resourceRequirements: resources,
};
const attrs = chance(
  15,
  fc.array(fc.record({ name: fc.constantFrom('NginxModuleEnabled', 'ApacheModuleEnabled', 'X'), value }), {
    maxLength: 2,
  }),
);

const tls = fc.record({
  secretName: chance(70, fc.constantFrom('tls', 'tls.with.dots', 'long-'.repeat(20) + 'name')),
  configMapName: chance(50, fc.constantFrom('ca', 'ca.bundle', 'long-'.repeat(20) + 'name')),
  ca_file: chance(60, fc.constantFrom('ca.crt', '/abs/ca.crt', '')),
  cert_file: chance(40, fc.constant('tls.crt')),
  key_file: chance(40, fc.constant('tls.key')),
});

const endpoint = fc.constantFrom(
  'http://otel-collector:4317',
  'http://otel-collector:4318',
  'http://otel-collector.monitoring.svc:4317',
  'http://gateway.monitoring.svc:4318',
  'https://traces.example',
  'http://$(OTEL_NODE_IP):4318/base',
  'http://[::1]:4317',
  'grpc://x:4317',
  '',
);

const securityContext = fc.constantFrom(
  { runAsUser: 5, allowPrivilegeEscalation: false },
  { privileged: true },
  {},
);

/** Fields that one section alone has. */
const OWN_FIELDS: Readonly<Partial<Record<SectionName, Readonly<Record<string, fc.Arbitrary<unknown>>>>>> = {
  java: {
    extensions: chance(
      25,
      fc.array(fc.constantFrom({ image: 'ext:1', dir: '/ext' }, { image: 'other:1', dir: '/' }), {
        maxLength: 2,
      }),
    ),
  },
  go: { securityContext: chance(20, securityContext) },
  apacheHttpd: {
    attrs,
    version: chance(20, fc.constantFrom('2.2', '2.4', '')),
    configPath: chance(25, fc.constantFrom('/usr/local/apache2/conf/', '/etc/httpd', '/data', '/', '//', '')),
  },
  nginx: {
    attrs,
    configFile: chance(
      25,
      fc.constantFrom(
        '/etc/nginx/nginx.conf',
        '/opt/conf/n.conf',
        '/data/n.conf',
        '/n.conf',
        '//n.conf',
        'n.conf',
        '',
      ),
    ),
  },
};
const sections = Object.fromEntries(
  SECTIONS.map((name) => [name, chance(40, fc.record({ ...section, ...OWN_FIELDS[name] }))]),
);

/** `spec` of an Instrumentation, before it is read. */
export const instrumentationSpec: fc.Arbitrary<object> = fc.record({
  exporter: chance(80, fc.record({ endpoint: chance(85, endpoint), tls: chance(20, tls) })),
  resource: chance(
    30,
    fc.record({
      resourceAttributes: chance(
        70,
        fc.dictionary(fc.constantFrom('team', 'service.name', 'k8s.deployment.name', 'zone'), value, {
          maxKeys: 3,
        }),
      ),
      addK8sUIDAttributes: chance(50, fc.boolean()),
    }),
  ),
  propagators: chance(40, fc.uniqueArray(fc.constantFrom(...PROPAGATORS), { maxLength: 3 })),
  sampler: chance(
    40,
    fc.record({
      type: chance(90, fc.constantFrom(...SAMPLER_TYPES)),
      argument: chance(60, fc.constantFrom('0.25', '', 'endpoint=http://j:1')),
    }),
  ),
  defaults: chance(20, fc.record({ useLabelsForResourceAttributes: fc.boolean() })),
  env: chance(40, env),
  imagePullPolicy: chance(15, fc.constantFrom('Always', 'IfNotPresent', 'Sometimes')),
  initContainerSecurityContext: chance(12, securityContext),
  ...sections,
  xFuture: chance(5, fc.constant({ a: 1 })),
});
