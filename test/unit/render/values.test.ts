import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildJaegerRemoteConfig } from '../../../src/render/jaeger-values.js';
import { buildChartValues } from '../../../src/render/values.js';
import { renderSettings } from '../../support/platforms.js';
import { like } from '../../support/like.js';

test.each([
  ['0.0.5', 'victoria-traces-single', 'server'],
  ['victoria-traces-cluster-0.0.5', 'victoria-traces-cluster', 'vtstorage'],
])('VictoriaTraces by the chart %s counts calls in what %s stores with', (version, chart, server) => {
  const backends = { 'victoria-traces': { chart: version } };
  const values = buildChartValues(renderSettings({ addons: { enable_victoria_traces: true }, backends }));
  expect(values).toEqual([
    {
      chart,
      why: like.any(String),
      values: { [server]: { extraArgs: { 'servicegraph.enableTask': 'true' } } },
    },
  ]);
});

test.each([
  ['tempo-distributed-1.61.3', false],
  ['tempo-distributed-2.26.2', false],
  ['tempo-distributed-3.0.0', true],
  ['tempo-distributed-3.3.0', true],
])('the values of %s say that a Kafka is needed: %s', (chart, isSaid) => {
  const settings = renderSettings({ addons: { enable_tempo: true }, backends: { tempo: { chart } } });
  const [values] = buildChartValues(settings);
  expect(values?.why.includes('ingest.kafka.address')).toBe(isSaid);
});

describe('Jaeger shows the metrics of traces', () => {
  const addons = { enable_jaeger: true, enable_opentelemetry_operator: true };
  const METRICS = { enable_victoria_metrics_k8s_stack: true };
  const STORE = '--set=extensions.jaeger_storage.metric_backends.span_metrics.prometheus';
  const ARGUMENTS = [
    `${STORE}.endpoint=http://vmsingle-victoria-metrics-k8s-stack.monitoring.svc:8428`,
    `${STORE}.metric_namespace=traces_spanmetrics`,
    `${STORE}.latency_unit=s`,
    `${STORE}.normalize_calls=true`,
    `${STORE}.normalize_duration=true`,
    '--set=extensions.jaeger_query.storage.metrics=span_metrics',
  ];
  const SAMPLING_PORT = { name: 'sampling-grpc', port: 5779, targetPort: 5779, protocol: 'TCP' };
  const REMOTE = { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1 };
  const jaegerValues = (chart: string, more: object): unknown =>
    buildChartValues(renderSettings({ backends: { jaeger: { chart } }, ...more })).find(
      (each) => each.chart === 'jaeger',
    )?.values;

  test('by arguments of Jaeger 2, which leave its storage as it is', () => {
    expect(jaegerValues('4.11.1', { addons: { ...addons, ...METRICS } })).toEqual({
      jaeger: { args: ARGUMENTS },
    });
  });

  test('beside what the sampling needs', () => {
    const values = jaegerValues('4.11.1', { addons: { ...addons, ...METRICS }, sampling: REMOTE });
    expect(values).toMatchObject({
      jaeger: { args: ARGUMENTS, service: { extraPorts: [{ port: 5779 }] } },
      userconfig: { extensions: { remote_sampling: {} } },
    });
  });

  test.each([
    ['4.0.0', { allInOne: { args: ARGUMENTS } }, 'string'],
    ['4.1.5', { allInOne: { args: ARGUMENTS } }, 'string'],
    ['4.2.0', { jaeger: { args: ARGUMENTS } }, 'string'],
    ['4.3.2', { jaeger: { args: ARGUMENTS } }, 'string'],
    ['4.3.3', { jaeger: { args: ARGUMENTS } }, 'object'],
    ['4.4.2', { jaeger: { args: ARGUMENTS } }, 'object'],
    ['4.4.3', { jaeger: { args: ARGUMENTS, service: { extraPorts: [SAMPLING_PORT] } } }, 'object'],
  ])('by the values that the chart %s has', (chart, own, form) => {
    const values = jaegerValues(chart, { addons: { ...addons, ...METRICS }, sampling: REMOTE });
    const { userconfig, ...others } = values as { readonly userconfig: unknown };
    expect(others).toEqual(own);
    expect(typeof userconfig).toBe(form);
    const config: unknown = typeof userconfig === 'string' ? parse(userconfig) : userconfig;
    expect(config).toEqual(buildJaegerRemoteConfig(0.1));
  });

  test('by variables of Jaeger 1', () => {
    const values = jaegerValues('3.4.0', { addons: { ...addons, ...METRICS } }) as {
      readonly allInOne: { readonly extraEnv: readonly { readonly name: string; readonly value: string }[] };
    };
    expect(Object.fromEntries(values.allInOne.extraEnv.map(({ name, value }) => [name, value]))).toEqual({
      METRICS_STORAGE_TYPE: 'prometheus',
      PROMETHEUS_SERVER_URL: 'http://vmsingle-victoria-metrics-k8s-stack.monitoring.svc:8428',
      PROMETHEUS_QUERY_SUPPORT_SPANMETRICS_CONNECTOR: 'true',
      PROMETHEUS_QUERY_NAMESPACE: 'traces_spanmetrics',
      PROMETHEUS_QUERY_DURATION_UNIT: 's',
      PROMETHEUS_QUERY_NORMALIZE_CALLS: 'true',
      PROMETHEUS_QUERY_NORMALIZE_DURATION: 'true',
    });
  });

  test.each([
    ['without a metrics server', { addons }],
    ['where no Collector makes them', { addons: { ...addons, ...METRICS }, route: 'direct' }],
  ])('not %s', (_, spec) => {
    expect(jaegerValues('4.11.1', spec)).toBeUndefined();
    expect(jaegerValues('3.4.0', spec)).toMatchObject({ allInOne: { enabled: true } });
    expect(jaegerValues('3.4.0', spec)).not.toMatchObject({ allInOne: { extraEnv: like.any(Array) } });
  });
});
