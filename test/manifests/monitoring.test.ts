// What monitors the webhook, as far as it can be known without a Prometheus; test/backends has the rest.
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FAIL_OPEN_METRIC, THRESHOLDS, WEBHOOK_ALERTS } from '../../scripts/monitoring/alerts.js';
import { buildWebhookDashboard } from '../../scripts/monitoring/objects.js';
import { WEBHOOK_PANELS } from '../../scripts/monitoring/panels.js';
import { createFilledMetrics, parseMetrics } from '../../scripts/docs/metrics.js';
import { getProcessMetrics } from '../../src/telemetry/process-metrics.js';
import { CA_LIFE_MS, LEAF_LIFE_MS } from '../../src/tls/bounds.js';
import { MANIFESTS, only, rendered, type Manifest } from '../support/kustomize.js';

const BASE = join(MANIFESTS, 'base');
const withComponent = (name: string): readonly Manifest[] =>
  rendered(BASE, [join(MANIFESTS, 'components', name)]);

const EXPRESSIONS: readonly (readonly [string, string])[] = [
  ...WEBHOOK_ALERTS.map(({ name, expression }) => [name, expression] as const),
  ...WEBHOOK_PANELS.flatMap(({ title, queries }) =>
    queries.map(({ refId, expr }) => [`${title} ${refId}`, expr] as const),
  ),
];

/** Names that can only be of a metric, without what a histogram has behind them. */
const metricsIn = (expression: string): readonly string[] =>
  [...expression.matchAll(/\b(?:doka_tracing|process|nodejs|apiserver)_\w+|\bup\b/g)].map(([name]) =>
    name.replace(/(?<=_seconds)_(bucket|sum|count)$/, ''),
  );

test.each(EXPRESSIONS)('%s asks for metrics that are exposed', async (_, expression) => {
  const bodies = [(await createFilledMetrics().expose()).body, await getProcessMetrics().metrics()];
  const known = bodies.flatMap((body) => parseMetrics(body).map(({ name }) => name));
  const asked = metricsIn(expression);
  expect(asked.length).toBeGreaterThan(0);
  expect(asked.filter((name) => ![...known, 'up', FAIL_OPEN_METRIC].includes(name))).toEqual([]);
});

test.each([
  ['a leaf', LEAF_LIFE_MS, THRESHOLDS.certificateSeconds],
  ['a CA', CA_LIFE_MS, THRESHOLDS.authoritySeconds],
])('the alert about %s leaves time, and none is reported before the renewal', (_, lifeMs, seconds) => {
  expect(seconds * 1000).toBeLessThan(lifeMs / 3);
});

describe('the rules', () => {
  const groupsOf = (component: string, kind: string): unknown =>
    (only(withComponent(component), kind).spec as { readonly groups: unknown }).groups;

  test('are the same for both operators', () => {
    const groups = groupsOf('monitoring-prometheus', 'PrometheusRule');
    expect(groupsOf('monitoring-victoria-metrics', 'VMRule')).toEqual(groups);
    expect(groups).toMatchObject([{ rules: WEBHOOK_ALERTS.map(({ name }) => ({ alert: name })) }]);
  });

  test('say what is wrong and what to do, each by a name of its own', () => {
    const names = WEBHOOK_ALERTS.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    for (const { name, summary, description } of WEBHOOK_ALERTS) {
      expect(name).toMatch(/^DokaTracing[A-Z]\w+$/);
      expect(summary).toMatch(/\.$/);
      expect(description).toMatch(/\.$/);
    }
  });
});

test.each([
  ['monitoring-prometheus', 'ServiceMonitor'],
  ['monitoring-victoria-metrics', 'VMServiceScrape'],
])('%s reads the port of the metrics of the Service', (component, kind) => {
  const manifests = withComponent(component);
  const service = only(manifests, 'Service');
  const { selector, endpoints } = only(manifests, kind).spec as {
    readonly selector: { readonly matchLabels: object };
    readonly endpoints: readonly { readonly port: string }[];
  };
  expect(service.metadata.labels).toMatchObject(selector.matchLabels);
  const { ports } = service.spec as { readonly ports: readonly { readonly name: string }[] };
  expect(ports.map(({ name }) => name)).toContain(endpoints[0]?.port);
});

test('the dashboard is in its ConfigMap, each panel in a place of its own', () => {
  const { data } = only(withComponent('dashboard'), 'ConfigMap') as unknown as {
    readonly data: Readonly<Record<string, string>>;
  };
  const dashboard = buildWebhookDashboard();
  expect(JSON.parse(data['doka-tracing.json'] ?? '')).toEqual(dashboard);
  const places = (dashboard.panels ?? []).map(({ gridPos }) => gridPos);
  const corners = places.map((place) => `${place?.x ?? ''} ${place?.y ?? ''}`);
  expect(corners).toEqual([...new Set(corners)]);
  expect(places.map((place) => (place?.x ?? 0) + (place?.w ?? 0)).every((end) => end <= 24)).toBe(true);
});
