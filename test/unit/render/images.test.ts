import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../src/core/agents/agents.js';
import type { BackendRow } from '../../../src/core/backends/backend.js';
import { BACKEND_ROWS } from '../../../src/core/backends/backends.js';
import { parseChart } from '../../../src/core/backends/charts.js';
import { CHART_IMAGES } from '../../../src/core/chart-images.js';
import { LANGUAGES, type Language } from '../../../src/core/domain.js';
import { buildCollectorObjects } from '../../../src/render/collector/objects.js';
import { listImages } from '../../../src/render/images.js';
import { readPackageVersion } from '../../../src/text/package-version.js';
import { like } from '../../support/like.js';
import { ALL_FLAGS, PATTERNS, renderSettings } from '../../support/platforms.js';
import { injectSample } from '../../support/sample-injection.js';

const REGISTRY = 'mirror.example:5000/tracing';
const WITH_AGENT = LANGUAGES.filter((language) => AGENTS[language].files !== undefined);
const EVERY_LANGUAGE = Object.fromEntries(LANGUAGES.map((language) => [language, { enabled: true }]));

/** What the cluster pulls for a language. */
const pulledFor = (language: Language, spec: object): string | undefined => {
  const found = listImages(renderSettings(spec)).images.find(({ neededBy }) => neededBy.includes(language));
  return found?.pulledAs ?? found?.image;
};

/** The platforms whose agents come from elsewhere, or do not. */
const PLATFORMS: readonly (readonly [string, object])[] = [
  ['no registry', {}],
  ['a registry for all', { images: { registry: REGISTRY } }],
  ['a registry for agents', { images: { registry: 'other.example' }, agents: { registry: REGISTRY } }],
];

describe.each(PLATFORMS)('under %s', (_, spec) => {
  const agents = 'agents' in spec ? (spec.agents as object) : {};
  const platform = { ...spec, agents: { ...agents, ...EVERY_LANGUAGE } };

  test.each(WITH_AGENT)('the image of %s is the one that the webhook gives a pod', (language) => {
    const { containers, initContainers = [] } = injectSample(language, [], platform).spec;
    const images = [...containers, ...initContainers].flatMap(({ image }) => image ?? []);
    expect([...new Set(images)]).toEqual([pulledFor(language, platform)]);
  });

  test.each(['plain', 'operator'] as const)('those of Collectors are the rendered ones, as %s', (as) => {
    const settings = renderSettings({ ...spec, addons: ALL_FLAGS }, { as });
    const rendered = JSON.stringify(buildCollectorObjects(settings)).match(
      /(?<="image":")[^"]*opentelemetry-collector[^"]*/g,
    );
    const listed = listImages(settings).images.filter(({ image }) =>
      image.includes('opentelemetry-collector'),
    );
    expect(listed.map(({ image, pulledAs }) => pulledAs ?? image).sort()).toEqual(
      [...new Set(rendered)].sort(),
    );
  });
});

test('languages that are off, and a Collector that is not there, need no image', () => {
  const { images } = listImages(
    renderSettings({ addons: { enable_tempo: true }, agents: { java: { enabled: false } } }),
  );
  const needs = images.flatMap(({ neededBy }) => neededBy);
  expect(needs).toEqual(['webhook', 'nodejs', 'python', 'dotnet', 'apache-httpd', 'chart tempo 1.24.4']);
});

test('an image that is chosen is listed as it is, with its digest', () => {
  const image = `registry.example/java@sha256:${'0'.repeat(64)}`;
  const spec = { images: { registry: REGISTRY }, agents: { java: { image } } };
  expect(listImages(renderSettings(spec)).images).toContainEqual({
    image,
    digest: `sha256:${'0'.repeat(64)}`,
    neededBy: ['java'],
  });
});

test('the webhook itself, and the charts by what needs them', () => {
  const { images, charts } = listImages(
    renderSettings({
      images: { registry: `${REGISTRY}/` },
      addons: PATTERNS.default,
      backends: { tempo: { chart: 'tempo-distributed-1.61.3' } },
    }),
  );
  const own = `doka-tracing:${readPackageVersion()}`;
  expect(images[0]).toEqual({ image: own, pulledAs: `${REGISTRY}/${own}`, neededBy: ['webhook'] });
  expect(charts).toEqual([
    {
      chart: 'tempo-distributed',
      version: '1.61.3',
      neededBy: ['enable_tempo'],
      registryValue: 'global.image.registry',
    },
    {
      chart: 'opentelemetry-operator',
      neededBy: ['enable_opentelemetry_operator'],
      look: like.stringContaining('helm template opentelemetry-operator'),
    },
    {
      chart: 'victoria-metrics-k8s-stack',
      neededBy: ['enable_victoria_metrics_k8s_stack'],
      look: like.stringContaining('--repo https://victoriametrics.github.io/helm-charts'),
    },
  ]);
});

describe('the images of charts', () => {
  const listFor = (flag: string, backend: string, chart: string) =>
    listImages(renderSettings({ addons: { [flag]: true }, backends: { [backend]: { chart } } }));

  test('are listed by what needs them, also where only a test does', () => {
    const { images } = listFor('enable_zipkin', 'zipkin', '0.4.0');
    expect(images.slice(-2)).toEqual([
      { image: 'openzipkin/zipkin-slim:3.5.1', neededBy: ['chart zipkin 0.4.0'] },
      { image: 'ghcr.io/openzipkin/alpine:3.19.1', neededBy: ['helm test of chart zipkin 0.4.0'] },
    ]);
  });

  test.each([
    ['enable_jaeger', 'jaeger', '4.12.0', 'jaeger --repo https://jaegertracing.github.io/helm-charts'],
    ['enable_tempo', 'tempo', '1.24.3', 'tempo --repo https://grafana.github.io/helm-charts'],
    ['enable_tempo', 'tempo', '2.0.0', 'tempo --repo https://grafana-community.github.io/helm-charts'],
  ])('with %s, %s %s was not read, so the command says them', (flag, backend, version, words) => {
    const { images, charts } = listFor(flag, backend, version);
    expect(images.flatMap(({ neededBy }) => neededBy).join()).not.toContain('chart');
    expect(charts).toEqual([
      {
        chart: backend,
        version,
        neededBy: [flag],
        look: `set by the chart; look with: helm template ${backend} ${words} --version ${version}`,
      },
    ]);
  });

  test('are known of every version that the project knows but one', () => {
    const known = Object.values<BackendRow>(BACKEND_ROWS).flatMap(({ charts, chart, otherCharts, pins }) =>
      [chart, ...otherCharts, ...Object.values(pins)].map((text) => {
        const { name = Object.keys(charts)[0] ?? '', version } = parseChart(text);
        return `${name}-${version}`;
      }),
    );
    const read = CHART_IMAGES.map(({ chart, version }) => `${chart}-${version}`);
    expect([...new Set(known)].filter((each) => !read.includes(each))).toEqual(['jaeger-4.12.0']);
    expect(read).toEqual([...new Set(read)]);
  });
});

test('no two images have the same name in a registry that has copies of all', () => {
  const spec = { images: { registry: REGISTRY }, addons: ALL_FLAGS, agents: EVERY_LANGUAGE };
  const names = listImages(renderSettings(spec)).images.flatMap(({ pulledAs = [] }) => pulledAs);
  expect(names.length).toBeGreaterThan(LANGUAGES.length / 2);
  expect(names).toEqual([...new Set(names)]);
});

test.each(['plain', 'operator'] as const)(
  'the pull secret is on the pods of the Collector or their account, as %s',
  (as) => {
    const settings = renderSettings({ images: { pullSecret: 'pull' }, addons: PATTERNS.default }, { as });
    const text = JSON.stringify(buildCollectorObjects(settings));
    expect(text).toContain('"imagePullSecrets":[{"name":"pull"}]');
    const without = renderSettings({ addons: PATTERNS.default }, { as });
    expect(JSON.stringify(buildCollectorObjects(without))).not.toContain('imagePullSecrets');
  },
);
