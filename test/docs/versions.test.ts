import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { AGENT_IMAGES, TAG_RULES, type ImagePin } from '../../src/core/agent-images.js';
import { CHART_IMAGES } from '../../src/core/chart-images.js';
import { PINS, type Pin } from '../../src/core/pins.js';
import { parseImageReference } from '../../src/core/kubernetes/image-reference.js';
import { isOlder } from '../../src/core/version.js';
import { nodeVersion, parseDockerfile } from '../cluster/images/dockerfile.js';
import { textOf } from './markdown.js';

const ALL: readonly (readonly [string, Pin])[] = [
  ...Object.entries(AGENT_IMAGES),
  ...CHART_IMAGES.map((pin) => [`${pin.chart} ${pin.version}`, pin] as const),
  ...Object.entries(PINS),
];
const IMAGES: readonly (readonly [string, ImagePin])[] = Object.entries(AGENT_IMAGES);

test.each(ALL)('%s has a source and a day', (_, { source, date }) => {
  expect(URL.parse(source)?.protocol).toBe('https:');
  expect(new Date(date).toISOString()).toBe(`${date}T00:00:00.000Z`);
});

describe('images of agents', () => {
  test.each(IMAGES)('%s has the tag of its version', (_, { image, version }) => {
    expect(parseImageReference(image)?.tag?.replace(/^v|-[1-9]\d*$/g, '')).toBe(version);
  });

  test.each(IMAGES)('%s has a tag with a revision where its project has these', (_, { image, tag }) => {
    const isRevised = image.includes('/opentelemetry-operator/');
    expect(tag === 'revision').toBe(isRevised);
    expect(/:[^:]+-[1-9]\d*$/.test(image)).toBe(isRevised);
  });

  test.each(Object.entries(TAG_RULES))(
    'that a tag is %s is said with sources, if it is known',
    (rule, known) => {
      expect(IMAGES.map(([, { tag }]) => tag)).toContain(rule);
      expect(known.sources.map((source) => URL.parse(source)?.protocol)).toEqual(
        rule === 'unknown' ? [] : known.sources.map(() => 'https:'),
      );
      expect(textOf('docs/versions.md')).toContain(known.says);
    },
  );

  test('that of Node.js is from before the attributes were renamed', () => {
    expect(isOlder(AGENT_IMAGES.nodejs.version, '0.79.0')).toBe(true);
  });
});

type Fields = Readonly<Record<string, unknown>>;

const json = (path: string): Fields => JSON.parse(textOf(path)) as Fields;
const yaml = (path: string): Fields => parse(textOf(path)) as Fields;

/** The version of a module that a go.mod requires. */
const required = (path: string, module: string): string | undefined =>
  textOf(path)
    .split('\n')
    .map((line) => line.trim().split(' '))
    .find(([name, ...rest]) => (name === 'require' ? rest[0] : name) === module)
    ?.find((word) => word.startsWith('v'));

/** The version that a requirements.txt names. */
const frozen = (path: string, name: string): string | undefined =>
  textOf(path)
    .split('\n')
    .find((line) => line.toLowerCase().startsWith(`${name}==`))
    ?.split('==')[1]
    ?.split(' ')[0];

describe('what cannot take its version from the list has the same', () => {
  test.each<readonly [string, unknown, string]>([
    ['the image of the webhook', nodeVersion(parseDockerfile(textOf('Dockerfile'))), PINS.node.version],
    ['package.json', json('package.json')['engines'], `{"node":">=${PINS.oldestNode.version}"}`],
    [
      'the page about Grafana',
      /Grafana ([\d.]+), and its plug-in/.exec(textOf('docs/rendering.md'))?.[1],
      PINS.grafanaWithVictoriaLogs.version,
    ],
    [
      'the locked agent of Node.js',
      (json('package-lock.json')['packages'] as Readonly<Record<string, Fields>>)[
        'node_modules/@opentelemetry/auto-instrumentations-node'
      ]?.['version'],
      PINS.nodejsAgent.version,
    ],
    [
      'the manifest of the Collector',
      (yaml('test/parts/collector/manifest.yaml')['dist'] as Fields)['version'],
      PINS.collector.version,
    ],
    [
      'the modules of the Collector',
      required('test/parts/collector/go.mod', 'go.opentelemetry.io/collector/otelcol'),
      `v${PINS.collector.version}`,
    ],
    [
      'the modules of Jaeger',
      required('test/parts/jaeger/go.mod', 'github.com/jaegertracing/jaeger'),
      `v${PINS.jaeger.version}`,
    ],
    ...['test/cluster/kubernetes/go.mod', 'test/kubernetes-rules/rules/go.mod'].map(
      (path) => [path, required(path, 'k8s.io/kubernetes'), `v${PINS.kubernetes.version}`] as const,
    ),
    ['Helm 4', required('test/parts/helm-4/go.mod', 'helm.sh/helm/v4'), `v${PINS.helm.version}`],
    ['Helm 3', required('test/parts/helm-3/go.mod', 'helm.sh/helm/v3'), `v${PINS.previousHelm.version}`],
    [
      'actionlint',
      required('test/parts/actionlint/go.mod', 'github.com/rhysd/actionlint'),
      `v${PINS.actionlint.version}`,
    ],
    [
      'Argo CD',
      required('test/parts/argocd/go.mod', 'github.com/argoproj/argo-cd/v3'),
      `v${PINS.argoCd.version}`,
    ],
    ['krew', required('test/parts/krew/go.mod', 'sigs.k8s.io/krew'), `v${PINS.krew.version}`],
    [
      'the agent of Python',
      frozen('test/parts/python-agent/requirements.txt', 'opentelemetry-distro'),
      PINS.pythonAgent.version,
    ],
    ['Flask', frozen('test/parts/python-service/requirements.txt', 'flask'), PINS.pythonService.version],
  ])('%s', (_, found, expected) => {
    expect(typeof found === 'string' ? found : JSON.stringify(found)).toBe(expected);
  });
});

describe('what pages say of versions is so', () => {
  test.each<readonly [string, string]>([
    ['docs/compatibility.md', `the OpenTelemetry Operator ${minor(PINS.operator)} work unchanged`],
    ['docs/compatibility.md', `come from the Operator ${minor(PINS.observedOperator)}.`],
    [
      'docs/compatibility.md',
      `with the OpenTelemetry Operator ${minor(PINS.observedOperator)} and kube-apiserver ${PINS.kubernetes.version}`,
    ],
    ['docs/operations.md', `Kubernetes ${PINS.oldestKubernetes.version} or later`],
    ['manifests/base/kustomization.yaml', `for Kubernetes ${PINS.oldestKubernetes.version} and later`],
    ['docs/rendering.md', `\`validate\` of a Collector ${PINS.collector.version}.`],
    ['docs/rendering.md', `test/fixtures/collector-${PINS.previousCollector.version}.yaml`],
    ['docs/rendering.md', `collector-${PINS.oldestCollector.version}.yaml`],
    ['docs/sampling.md', `A real Collector ${PINS.collector.version} loads`],
    ['docs/sampling.md', `the Java agent ${PINS.javaAgent.version} with Jaeger ${PINS.jaeger.version}`],
    ['docs/backends.md', `The Collector is always ${PINS.collector.version}.`],
    ['docs/backends.md', `a real Jaeger ${PINS.jaeger.version}`],
    ['docs/backends.md', `| Zipkin ${PINS.zipkin.version} `],
    ['docs/versions.md', `the default stays at ${AGENT_IMAGES.nodejs.version},`],
    ['docs/architectures.md', `| ${minor(PINS.kubernetes)} `],
    ['docs/architectures.md', `| ${PINS.oldestKubernetes.version} and later `],
    ['examples/quickstart/jaeger.yaml', `jaegertracing/jaeger:${PINS.jaegerImage.version} `],
    ['test/parts/README.md', `OpenTelemetry Collector ${PINS.collector.version} `],
    ['test/parts/README.md', `Jaeger ${PINS.jaeger.version} `],
    ['test/parts/README.md', `Zipkin ${PINS.zipkin.version},`],
    ['test/parts/README.md', `Kubernetes ${PINS.kubernetes.version};`],
    ['test/parts/README.md', `OpenTelemetry Java agent ${PINS.javaAgent.version} `],
    ['test/parts/README.md', `OpenTelemetry distro ${PINS.pythonAgent.version},`],
    ['CHANGELOG.md', `The default Collector is ${PINS.collector.version},`],
  ])('%s: %s', (path, text) => {
    expect(textOf(path).replaceAll(/\s+/g, ' ')).toContain(text);
  });
});

/** Major and minor version. */
function minor({ version }: Pin): string {
  return version.split('.').slice(0, 2).join('.');
}
