import { expect, test } from 'vitest';
import { listAccessCommands } from '../../../src/render/access-commands.js';
import { renderPart } from '../../../src/render/parts.js';
import { checkSettings } from '../../../src/render/settings-rules.js';
import { renderSettings } from '../../support/platforms.js';

const FLAGS = { enable_tempo: true, enable_opentelemetry_operator: true };
const VICTORIA = 'enable_victoria_metrics_k8s_stack';
const PROMETHEUS = 'enable_kube_prometheus_stack';
const HOSTS = {
  [VICTORIA]: 'http://vmsingle-victoria-metrics-k8s-stack.monitoring.svc:8428',
  [PROMETHEUS]: 'http://kube-prometheus-stack-prometheus.monitoring.svc:9090',
};

test.each([VICTORIA, PROMETHEUS] as const)('%s is where metrics of traces go, and has Grafana', (flag) => {
  const settings = renderSettings({ addons: { ...FLAGS, [flag]: true } });
  expect(settings.metrics).toEqual({ writeUrl: `${HOSTS[flag]}/api/v1/write`, queryUrl: HOSTS[flag] });
  expect(renderPart('collector', settings).body).toContain(`${HOSTS[flag]}/api/v1/write`);
  const chart = flag === VICTORIA ? 'victoria-metrics-k8s-stack' : 'kube-prometheus-stack';
  expect(listAccessCommands(settings)[0]).toEqual({
    what: 'Grafana, with the datasources and the service map: http://localhost:3000',
    command: `kubectl port-forward svc/${chart}-grafana -n monitoring 3000:80`,
  });
  expect(renderPart('values', settings).data).toMatchObject({
    [chart]: { grafana: { sidecar: { datasources: { label: 'grafana_datasource', labelValue: '1' } } } },
  });
});

test('Prometheus has to be told to take metrics in', () => {
  const settings = renderSettings({ addons: { ...FLAGS, [PROMETHEUS]: true } });
  expect(renderPart('values', settings).data).toMatchObject({
    'kube-prometheus-stack': { prometheus: { prometheusSpec: { enableRemoteWriteReceiver: true } } },
  });
});

test('without a Collector there are no metrics of traces, and Grafana all the same', () => {
  const settings = renderSettings({ addons: { enable_tempo: true, [PROMETHEUS]: true } });
  expect(settings.metrics).toBeUndefined();
  expect(listAccessCommands(settings)[0]?.what).toBe('Grafana, with the datasources: http://localhost:3000');
  expect(renderPart('values', settings).body).not.toContain('enableRemoteWriteReceiver');
});

test('one stack at most', () => {
  const settings = renderSettings({ addons: { ...FLAGS, [VICTORIA]: true, [PROMETHEUS]: true } });
  expect(checkSettings(settings)).toEqual([
    {
      path: `spec.addons.${PROMETHEUS}`,
      message: `is on beside ${VICTORIA}; allowed: one stack with a metrics server and Grafana; switch one off`,
    },
  ]);
});
