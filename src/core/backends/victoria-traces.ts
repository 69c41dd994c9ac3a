import { buildOtlpPort, type BackendPort, type BackendRow } from './backend.js';

const buildInsertPort = (port: number): BackendPort => ({
  exporter: 'otlp',
  protocol: 'http/protobuf',
  port,
  path: '/insert/opentelemetry/v1/traces',
  form: 'traces',
});

/** The JSON API of Jaeger, under a path of its own. */
const QUERY_PATH = '/select/jaeger';

/** Tenants are counted: an account, and a project of it, each below 2^32. */
const ACCOUNT = /^(\d{1,10})(?::(\d{1,10}))?$/;

const SINGLE = 'victoria-traces-single-vt-single-server';

export const victoriaTraces = {
  title: 'VictoriaTraces',
  addon: 'enable_victoria_traces',
  namespace: 'monitoring',
  chart: '0.1.10',
  charts: {
    'victoria-traces-single': {
      service: () => SINGLE,
      ports: [buildInsertPort(10428)],
      onRequest: [buildOtlpPort('grpc')],
      query: () => ({ service: SINGLE, port: 10428, path: QUERY_PATH }),
      source:
        ' 0.0.3, 0.1.10 and 0.1.11: OTLP over HTTP; over gRPC only where the server is started with -otlpGRPCListenAddr, so only where the platform writes out port 4317',
    },
    'victoria-traces-cluster': {
      service: () => 'victoria-traces-cluster-vt-cluster-vtinsert',
      ports: [buildInsertPort(10481)],
      query: () => ({
        service: 'victoria-traces-cluster-vt-cluster-vtselect',
        port: 10471,
        path: QUERY_PATH,
      }),
      source: ' 0.2.10: OTLP over HTTP at vtinsert',
    },
  },
  otherCharts: ['0.0.3', '0.1.11', 'victoria-traces-cluster-0.2.10'],
  pins: { dev: '0.1.10', stg: '0.0.3', prod: '0.0.3' },
  tenantForm: 'ACCOUNT or ACCOUNT:PROJECT, both numbers',
  isTenant: (name) => ACCOUNT.test(name) && name.split(':').every((number) => Number(number) < 2 ** 32),
  buildTenantHeaders: (name) => {
    const [, account = '0', project = '0'] = ACCOUNT.exec(name) ?? [];
    return { AccountID: account, ProjectID: project };
  },
} as const satisfies BackendRow;
