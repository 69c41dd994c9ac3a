import { describe, expect, test } from 'vitest';
import { TOPOLOGIES } from '../../../../src/core/domain.js';
import { ALERTS } from '../../../../src/render/collector/alerts.js';
import { buildMonitoringObjects } from '../../../../src/render/collector/monitoring.js';
import { buildCollectorObjects } from '../../../../src/render/collector/objects.js';
import { renderPart } from '../../../../src/render/parts.js';
import { type RenderSettings } from '../../../../src/render/settings.js';
import { renderSettings, STRATEGIES } from '../../../support/platforms.js';
import { FORMS, type CollectorForm } from '../../../../src/render/choices.js';

type Labels = Readonly<Record<string, string>>;

interface Scrape {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace: string; readonly labels?: Labels };
  readonly spec: {
    readonly selector?: { readonly matchLabels: Labels };
    readonly endpoints?: readonly { readonly port: string }[];
    readonly groups?: readonly {
      readonly rules: readonly { readonly alert: string; readonly expr: string }[];
    }[];
  };
}

interface Service {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Labels };
  readonly spec: {
    readonly selector: Labels;
    readonly ports: readonly { readonly name: string; readonly port: number; readonly targetPort: string }[];
  };
}

const TEMPO = { enable_tempo: true, enable_opentelemetry_operator: true };
const STACKS = ['enable_victoria_metrics_k8s_stack', 'enable_kube_prometheus_stack'] as const;

const settingsOf = (spec: object, as: CollectorForm, flag: string = STACKS[0]): RenderSettings =>
  renderSettings({ addons: { ...TEMPO, [flag]: true }, ...spec }, { as });

const objectsOf = (settings: RenderSettings): readonly Scrape[] =>
  buildMonitoringObjects(settings).map(({ value }) => value as Scrape);

const rulesOf = (settings: RenderSettings): readonly { readonly alert: string; readonly expr: string }[] =>
  objectsOf(settings)
    .flatMap(({ spec }) => spec.groups ?? [])
    .flatMap(({ rules }) => rules);

const jobsIn = (expr: string): readonly string[] => /job=~"([^"]*)"/.exec(expr)?.[1]?.split('|') ?? [];

describe.each(
  TOPOLOGIES.flatMap((topology) =>
    Object.entries(STRATEGIES).map(([strategy, sampling]) => [topology, strategy, sampling] as const),
  ),
)('with topology %s and sampling %s', (topology, _, sampling) => {
  const spec = { collector: { topology }, ...(sampling && { sampling }) };

  test('each Collector is read by one Service that leads to its own metrics', () => {
    const settings = settingsOf(spec, 'plain');
    const services = buildCollectorObjects(settings)
      .map(({ value }) => value as Service)
      .filter(({ kind }) => kind === 'Service');
    const scrapes = objectsOf(settings).filter(({ kind }) => kind === 'VMServiceScrape');
    expect(scrapes.length).toBe(services.length);
    const read = scrapes.map((scrape) => {
      const { selector, endpoints } = scrape.spec;
      const found = services.filter(({ metadata }) =>
        Object.entries(selector?.matchLabels ?? {}).every(
          ([name, label]) => metadata.labels?.[name] === label,
        ),
      );
      expect(found.length).toBe(1);
      expect(endpoints).toEqual([{ port: 'metrics' }]);
      expect(found[0]?.spec.ports).toContainEqual({
        name: 'metrics',
        port: 8888,
        targetPort: 'metrics',
        appProtocol: 'http',
      });
      return found[0]?.metadata.name;
    });
    for (const { expr } of rulesOf(settings)) expect(jobsIn(expr)).toEqual(read);
  });

  test('for the Operator it is the Service that the Operator makes for them', () => {
    const settings = settingsOf(spec, 'operator');
    const tiers = buildCollectorObjects(settings)
      .map(({ value }) => value as Scrape)
      .filter(({ kind }) => kind === 'OpenTelemetryCollector')
      .map(({ metadata }) => `${metadata.name}-collector-monitoring`);
    const scrapes = objectsOf(settings).filter(({ kind }) => kind === 'VMServiceScrape');
    expect(scrapes.map((scrape) => scrape.spec)).toEqual(
      tiers.map((service) => ({
        selector: {
          matchLabels: {
            'app.kubernetes.io/name': service,
            'app.kubernetes.io/managed-by': 'opentelemetry-operator',
          },
        },
        endpoints: [{ port: 'monitoring' }],
      })),
    );
    for (const { expr } of rulesOf(settings)) expect(jobsIn(expr)).toEqual(tiers);
  });
});

test.each([
  [
    'enable_victoria_metrics_k8s_stack',
    { apiVersion: 'operator.victoriametrics.com/v1beta1', labels: undefined },
    ['VMServiceScrape', 'VMServiceScrape', 'VMRule'],
  ],
  [
    'enable_kube_prometheus_stack',
    { apiVersion: 'monitoring.coreos.com/v1', labels: { release: 'kube-prometheus-stack' } },
    ['ServiceMonitor', 'ServiceMonitor', 'PrometheusRule'],
  ],
])(
  '%s has the kinds of its operator, with the labels that are selected',
  (flag, { apiVersion, labels }, kinds) => {
    const objects = objectsOf(settingsOf({}, 'operator', flag));
    expect(objects.map(({ kind }) => kind)).toEqual(kinds);
    for (const object of objects) {
      expect(object.apiVersion).toBe(apiVersion);
      expect(object.metadata.labels).toEqual(labels);
    }
  },
);

test.each(FORMS)('in the form %s no object has a name that the Operator gives its own', (as) => {
  const names = objectsOf(settingsOf({}, as)).map(({ metadata }) => metadata.name);
  expect(names).toEqual(['otel-collector-metrics', 'otel-traces-collector-metrics', 'otel-collector-alerts']);
});

test('the Operator shortens the name of a long Service from the front part', () => {
  const name = 'o'.repeat(53);
  const settings = renderSettings(
    { addons: { ...TEMPO, [STACKS[0]]: true }, collector: { name } },
    { as: 'operator', replicas: 1 },
  );
  const [scrape] = objectsOf(settings);
  const service = scrape?.spec.selector?.matchLabels['app.kubernetes.io/name'] ?? '';
  expect(service).toBe(`${'o'.repeat(52)}-monitoring`);
  expect(service.length).toBe(63);
});

test('only Collectors that sample whole traces have the alert for that', () => {
  const all = ALERTS.map(({ name }) => name);
  const namesOf = (spec: object): readonly string[] =>
    rulesOf(settingsOf(spec, 'plain')).map(({ alert }) => alert);
  expect(namesOf({ sampling: STRATEGIES.tail })).toEqual(all);
  expect(namesOf({ sampling: STRATEGIES.adaptive })).toEqual(all);
  expect(namesOf({ sampling: STRATEGIES.probabilistic })).toEqual(
    all.filter((name) => name !== 'CollectorDecidesTooEarly'),
  );
});

test('counters are found by the names of every version', () => {
  const counters = rulesOf(settingsOf({ sampling: STRATEGIES.tail }, 'plain')).flatMap(
    ({ expr }) => /__name__=~"([^"]*)"/.exec(expr)?.[1] ?? [],
  );
  expect(counters.length).toBe(4);
  for (const counter of counters) expect(counter).toMatch(/^otelcol_[a-z_]+[a-z]\(_total\)\?$/);
});

test.each<[string, object, string]>([
  ['a metrics stack', { addons: TEMPO }, 'no flag enables a metrics stack'],
  ['a Collector', { addons: { enable_tempo: true, [STACKS[0]]: true } }, 'The route is direct'],
])('without %s there is none, and the file says why', (_, spec, why) => {
  const { objects, body } = renderPart('monitoring', renderSettings(spec));
  expect(objects).toEqual([]);
  expect(body).toContain(why);
});
