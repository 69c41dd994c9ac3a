import { defaultDashboard } from '@grafana/schema';
import { describe, expect, test } from 'vitest';
import { ADDON_OF } from '../../../src/core/platform/defaults.js';
import { buildDashboard, SCHEMA_VERSION } from '../../../src/render/grafana/dashboard.js';
import { listExpressions } from '../../../src/render/grafana/expressions.js';
import { METRICS } from '../../../src/render/grafana/metric-names.js';
import { ALL_FLAGS, PATTERNS, renderSettings } from '../../support/platforms.js';

interface Panel {
  readonly id: number;
  readonly title: string;
  readonly type: string;
  readonly datasource: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

interface Dashboard {
  readonly panels: readonly Panel[];
}

const dashboard = (addons: object): Dashboard | undefined =>
  buildDashboard(renderSettings({ addons })) as unknown as Dashboard | undefined;

const BACKENDS = Object.values(ADDON_OF);
const WITH_METRICS = { enable_opentelemetry_operator: true, enable_victoria_metrics_k8s_stack: true };

test('the schema is that of the newest Grafana', () => {
  expect(SCHEMA_VERSION).toBe(defaultDashboard.schemaVersion);
});

describe('the service map', () => {
  test('is the same whichever backend is chosen, where metrics are made', () => {
    const all = BACKENDS.map((flag) => dashboard({ [flag]: true, ...WITH_METRICS })?.panels);
    for (const panels of all) expect(panels).toEqual(all[0]);
    expect(all[0]?.map(({ title }) => title)).toEqual([
      'Topology',
      'Requests by service',
      'Requests by call',
      'Latency by service',
      'Latency by call',
      'Errors by service',
      'Error flow',
    ]);
  });

  test('is asked of the backend where no metrics are made', () => {
    expect(dashboard(PATTERNS['multi-backend'])?.panels.map(({ datasource }) => datasource.uid)).toEqual([
      'doka-jaeger',
    ]);
  });

  test('is not there where nothing tells who calls whom', () => {
    expect(dashboard({ enable_tempo: true, enable_opentelemetry_operator: true })).toBeUndefined();
  });

  test('lies on the grid without two panels on one place', () => {
    const panels = dashboard(ALL_FLAGS)?.panels ?? [];
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
      Array.from(
        { length: w * h },
        (_, at) => `${(x + (at % w)).toString()},${(y + Math.floor(at / w)).toString()}`,
      ),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.filter(({ gridPos: { x, w } }) => x + w > 24)).toEqual([]);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });
});

describe('the expressions that are asked', () => {
  const variables = { rateInterval: '1m', range: '1h', service: 'checkout', namespace: 'shop' };
  const expressions = listExpressions(renderSettings({ addons: ALL_FLAGS }), variables);

  test('have no variable of Grafana left', () => {
    expect(expressions.length).toBeGreaterThan(15);
    // `$1` is what label_replace takes.
    expect(expressions.filter(({ expr }) => /\$(?!1")/.test(expr))).toEqual([]);
  });

  test('tell services apart by their namespace, each of them', () => {
    const namespaced = /(?<!\w)(?:client_|server_)?service_namespace=~"shop"/;
    expect(expressions.filter(({ expr }) => !namespaced.test(expr))).toEqual([]);
    // No sum is by the name alone.
    const sums = expressions.flatMap(({ expr }) => [...expr.matchAll(/by \(([^)]*)\)/g)].map(([, by]) => by));
    expect([...new Set(sums)].sort()).toEqual([
      'id',
      'id, source, target',
      'le',
      'le, id',
      'le, service',
      'le, source, target',
      'service',
      'source, target',
    ]);
  });

  test('name metrics that the Collector writes, all of them', () => {
    const names = expressions.flatMap(({ expr }) => expr.match(/traces_[a-z_]+/g) ?? []);
    expect([...new Set(names)].sort()).toEqual(Object.values(METRICS).sort());
  });

  test('are none where no metrics are made', () => {
    expect(listExpressions(renderSettings({ addons: PATTERNS.jaeger }), variables)).toEqual([]);
  });
});
