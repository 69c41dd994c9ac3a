import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../src/core/agents/agents.js';
import { LANGUAGES, type Language } from '../../../src/core/domain.js';
import { buildCollectorObjects } from '../../../src/render/collector/objects.js';
import { listImages } from '../../../src/render/images.js';
import { readPackageVersion } from '../../../src/text/package-version.js';
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
  expect(needs).toEqual(['webhook', 'nodejs', 'python', 'dotnet', 'apache-httpd']);
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
    { chart: 'tempo-distributed', version: '1.61.3', neededBy: ['enable_tempo'] },
    { chart: 'opentelemetry-operator', neededBy: ['enable_opentelemetry_operator'] },
    { chart: 'victoria-metrics-k8s-stack', neededBy: ['enable_victoria_metrics_k8s_stack'] },
  ]);
});

test('no two images have the same name in a registry that has copies of all', () => {
  const spec = { images: { registry: REGISTRY }, addons: ALL_FLAGS, agents: EVERY_LANGUAGE };
  const names = listImages(renderSettings(spec)).images.map(({ pulledAs }) => pulledAs);
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
