import { expect, test } from 'vitest';
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
