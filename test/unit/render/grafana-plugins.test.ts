import { describe, expect, test } from 'vitest';
import { GRAFANA_PLUGINS, type GrafanaPlugins } from '../../../src/render/rendered-backends.js';
import { buildDashboard } from '../../../src/render/grafana/dashboard.js';
import {
  buildDatasourceConfigMap,
  buildDatasources,
  describeUnseenBackends,
} from '../../../src/render/grafana/datasources.js';
import { ALL_FLAGS, renderSettings } from '../../support/platforms.js';

const without = (missing: string): GrafanaPlugins =>
  Object.fromEntries(Object.entries(GRAFANA_PLUGINS).filter(([backend]) => backend !== missing));

const textOf = (settings: ReturnType<typeof renderSettings>, plugins: GrafanaPlugins): string =>
  JSON.stringify(buildDatasourceConfigMap(settings, plugins)?.value);

describe('a backend that Grafana cannot ask', () => {
  const settings = renderSettings({
    addons: ALL_FLAGS,
    backends: { jaeger: { tls: { caFile: '/etc/ca.crt' } } },
  });

  test('has no datasource, which the file says', () => {
    expect(buildDatasources(settings, without('tempo')).map(({ uid }) => uid)).toEqual([
      'doka-jaeger',
      'doka-victoria-traces',
      'doka-zipkin',
      'doka-metrics',
    ]);
    expect(textOf(settings, without('tempo'))).toContain('# Grafana has no data source for Tempo;');
    expect(textOf(settings, GRAFANA_PLUGINS)).not.toContain('no data source');
  });

  test('leaves what is said of another one at that one', () => {
    expect(textOf(settings, without('tempo'))).toMatch(/TLS files of this backend[^-]*- name: Jaeger/);
  });

  test('is no link of the dashboard', () => {
    const linksOf = (plugins: GrafanaPlugins): unknown => buildDashboard(settings, plugins)?.links;
    expect(linksOf(GRAFANA_PLUGINS)).toHaveLength(4);
    expect(linksOf(without('zipkin'))).toHaveLength(3);
  });
});

test('without any datasource there is no ConfigMap and no dashboard', () => {
  const settings = renderSettings({ addons: { enable_jaeger: true } });
  const plugins = without('jaeger');
  expect(buildDatasourceConfigMap(settings, plugins)).toBeUndefined();
  expect(buildDashboard(settings, plugins)).toBeUndefined();
  expect(buildDashboard(settings)).toBeDefined();
  expect(describeUnseenBackends(settings, plugins)).toBe(
    'Grafana has no data source for Jaeger; render access says where its traces are seen.',
  );
});
