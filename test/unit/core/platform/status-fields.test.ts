import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { TracingPlatformSpec } from '../../../../src/core/objects/tracing-platform.js';
import {
  buildStatusFields,
  STATUS_FIELDS,
  type StatusFields,
} from '../../../../src/core/platform/status-fields.js';
import { DEFAULT_COLLECTOR } from '../../../../src/core/platform/defaults.js';
import { acceptedPlatforms } from '../../../support/platform-fixtures.js';

interface Row {
  readonly what: string;
  readonly spec: TracingPlatformSpec;
  readonly says: Partial<StatusFields>;
}

const addons = { enable_tempo: true, enable_opentelemetry_operator: true };
const TEMPO = { name: 'tempo', namespace: 'monitoring', port: 3200 };

const ROWS: readonly Row[] = [
  {
    what: 'an empty spec',
    spec: {},
    says: {
      backend: 'tempo',
      route: 'collector',
      endpoints: [
        { exporter: 'otlp', protocol: 'http/protobuf', url: 'http://otel-collector.monitoring.svc:4318' },
        { exporter: 'otlp', protocol: 'grpc', url: 'http://otel-collector.monitoring.svc:4317' },
      ],
      backends: [{ name: 'tempo', query: { url: 'http://tempo.monitoring.svc:3200', service: TEMPO } }],
      assumedVersions: [
        { component: 'tempo', version: '1.24.4', source: 'default' },
        { component: 'collector', version: DEFAULT_COLLECTOR.version, source: 'default' },
      ],
    },
  },
  {
    what: 'an environment',
    spec: { addons, cluster: { environment: 'prod' } },
    says: {
      assumedVersions: [
        { component: 'tempo', version: '1.18.2', source: 'prod' },
        { component: 'collector', version: '0.118.0', source: 'prod' },
      ],
    },
  },
  {
    what: 'versions that are written',
    spec: { addons, backends: { tempo: { chart: '1.18.2' } }, collector: { version: '0.126.0' } },
    says: { assumedVersions: [] },
  },
  {
    what: 'the direct route, where the Collector’s version plays no part',
    spec: { addons: { enable_zipkin: true } },
    says: {
      backend: 'zipkin',
      route: 'direct',
      endpoints: [
        { exporter: 'zipkin', protocol: 'http/json', url: 'http://zipkin.zipkin.svc:9411/api/v2/spans' },
      ],
      assumedVersions: [{ component: 'zipkin', version: '0.4.0', source: 'default' }],
    },
  },
  {
    what: 'a second backend, which has addresses for queries alone',
    spec: { addons: { ...addons, enable_jaeger: true }, backend: 'jaeger', route: 'direct' },
    says: {
      backend: 'jaeger',
      route: 'direct',
      endpoints: [
        { exporter: 'otlp', protocol: 'http/protobuf', url: 'http://jaeger.monitoring.svc:4318' },
        { exporter: 'otlp', protocol: 'grpc', url: 'http://jaeger.monitoring.svc:4317' },
      ],
    },
  },
  {
    what: 'addresses that are written out',
    spec: {
      addons,
      collector: { endpoint: 'https://otel.example.org/' },
      backends: { tempo: { queryEndpoint: 'https://tempo.example.org/' } },
    },
    says: {
      endpoints: [{ exporter: 'otlp', protocol: 'http/protobuf', url: 'https://otel.example.org' }],
      backends: [{ name: 'tempo', query: { url: 'https://tempo.example.org' } }],
    },
  },
  {
    what: 'a Collector on each node',
    spec: { addons, collector: { topology: 'agent' } },
    says: {
      endpoints: [
        { exporter: 'otlp', protocol: 'http/protobuf', url: 'http://$(OTEL_NODE_IP):4318' },
        { exporter: 'otlp', protocol: 'grpc', url: 'http://$(OTEL_NODE_IP):4317' },
      ],
    },
  },
];

test.each(ROWS)('$what', ({ spec, says }) => {
  expect(buildStatusFields(spec)).toMatchObject(says);
});

const EXAMPLE = parse(readFileSync('examples/cluster/platform.yaml', 'utf8')) as unknown;

test.each([...acceptedPlatforms(), { name: 'the example', object: EXAMPLE }])(
  '$name has a value in each field',
  ({ object }) => {
    const { spec = {} } = object as { readonly spec?: TracingPlatformSpec };
    const fields = buildStatusFields(spec);
    expect(Object.keys(fields)).toEqual(STATUS_FIELDS);
    for (const list of [fields.endpoints, fields.backends]) expect(list).not.toEqual([]);
    // What an API server gives back is compared with it.
    expect(JSON.parse(JSON.stringify(fields))).toEqual(fields);
  },
);
