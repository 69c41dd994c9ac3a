// The example for Argo CD: what it makes of cluster Secrets, by the libraries that Argo CD uses itself.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildCondition, judgeAcceptance } from '../../src/kube/condition.js';
import { err, ok } from '../../src/core/result.js';
import { TRACING_FLAGS } from '../../src/core/objects/tracing-platform.js';
import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import { MANIFESTS, only } from '../support/kustomize.js';
import { runRender } from '../cli/run-render.js';
import { HELMS, objectsOf, template, type Values } from './helm.js';

const FOLDER = folderOf(CATALOG.argocd);
const readYaml = (path: string): unknown => parse(readFileSync(path, 'utf8'));
const EXAMPLE = join(MANIFESTS, '../examples/argocd');

type Texts = Readonly<Record<string, string>>;

interface ClusterGenerator {
  readonly selector: { readonly matchLabels: Texts };
  readonly values: Texts;
}

interface ApplicationSet {
  readonly spec: {
    readonly goTemplateOptions: readonly string[];
    readonly generators: readonly [{ readonly clusters: ClusterGenerator }];
    readonly template: Application;
  };
}

interface Application {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly destination: Texts;
    readonly source: { readonly helm: { readonly values: string }; readonly [field: string]: unknown };
    readonly ignoreDifferences: readonly { readonly kind: string; readonly jqPathExpressions?: unknown }[];
  };
}

const APPLICATION_SET = readYaml(join(EXAMPLE, 'applicationset.yaml')) as ApplicationSet;
const { goTemplateOptions, generators, template: APPLICATION } = APPLICATION_SET.spec;
const [{ clusters }] = generators;

interface Answer {
  readonly rendered?: readonly { readonly value: Application; readonly error: string }[];
  readonly judged?: readonly { readonly status: string; readonly message: string; readonly error: string }[];
  readonly problems: readonly string[];
}

function askArgo(question: object): Answer {
  const input = JSON.stringify(question);
  const { stdout, stderr, status } = spawnSync(join(FOLDER, 'argocd'), { input, encoding: 'utf8' });
  if (status !== 0) throw new Error(`argocd: ${stderr}; make it with: npm run build:parts -- charts`);
  return JSON.parse(stdout) as Answer;
}

const CLUSTER = { 'argocd.argoproj.io/secret-type': 'cluster', enable_doka_tracing: 'true' };

/** The Application of a cluster with these labels. */
function playFor(labels: Texts, name = 'shop-1'): Application {
  const metadata = { labels: { ...CLUSTER, ...labels } };
  const parameters = { name, nameNormalized: name, server: 'https://shop', project: '', metadata };
  const question = { template: APPLICATION, options: goTemplateOptions };
  const [first] =
    askArgo({ ...question, parameters: [{ ...parameters, values: clusters.values }] }).rendered ?? [];
  if (first?.error === '') return first.value;
  throw new Error(first?.error ?? 'nothing is rendered');
}

const valuesFor = (labels: Texts): Values => parse(playFor(labels).spec.source.helm.values) as Values;

describe('the ApplicationSet', () => {
  const definition = readYaml(join(FOLDER, 'applicationset-crd.yaml')) as {
    readonly spec: {
      readonly versions: readonly [{ readonly schema: { readonly openAPIV3Schema: object } }];
    };
  };
  const [{ schema }] = definition.spec.versions;
  const check = (instance: unknown): readonly string[] =>
    askArgo({ schema: schema.openAPIV3Schema, instance }).problems;

  test('is one of Argo CD', () => {
    expect(check(APPLICATION_SET)).toEqual([]);
  });

  test('would be refused with a misspelt field', () => {
    const { spec, ...object } = APPLICATION_SET;
    expect(check({ ...object, spec: { ...spec, goTemplates: true } }).join('\n')).toContain("'goTemplates'");
  });

  test('is about clusters that ask, in a namespace that is not injected', () => {
    expect(clusters.selector.matchLabels).toEqual(CLUSTER);
    expect(APPLICATION.spec).toMatchObject({
      syncPolicy: { managedNamespaceMetadata: { labels: { 'tracing.dokaseca.io/inject': 'disabled' } } },
    });
  });

  test('reads every flag of tracing', () => {
    const all = Object.fromEntries(TRACING_FLAGS.map((flag) => [flag, 'false']));
    expect(valuesFor(all)).toMatchObject({
      platform: { addons: Object.fromEntries(TRACING_FLAGS.map((flag) => [flag, false])) },
    });
  });

  test('leaves alone what the replicas write, as the page says', () => {
    const { ignoreDifferences } = APPLICATION.spec;
    const registrations = ignoreDifferences.filter((each) => each.jqPathExpressions !== undefined);
    expect(registrations.map(({ kind }) => kind)).toEqual([
      'MutatingWebhookConfiguration',
      'ValidatingWebhookConfiguration',
    ]);
  });
});

const DEFAULT = {
  enable_tempo: 'true',
  enable_opentelemetry_operator: 'true',
  enable_victoria_metrics_k8s_stack: 'true',
};

/** Labels of cluster Secrets, and whose objects monitor the webhook there. */
const LABELS: readonly (readonly [string, Texts, string])[] = [
  ['the default pattern', { ...DEFAULT, environment: 'dev', cluster_name: 'shop' }, 'victoria-metrics'],
  ['Jaeger alone', { enable_jaeger: 'true', enable_tempo: 'false', environment: 'prod' }, 'none'],
  ['the other stack', { enable_tempo: 'true', enable_kube_prometheus_stack: 'true' }, 'prometheus'],
  ['an addon of something else', { enable_tempo: 'true', enable_keda: 'true' }, 'none'],
];

describe.each(LABELS)('a cluster with %s', (_, labels, operator) => {
  test('gets its own Application', () => {
    const { metadata, spec } = playFor(labels, 'shop-2');
    expect(metadata.name).toBe('addon-shop-2-doka-tracing');
    expect(spec.destination).toEqual({ name: 'shop-2', namespace: 'doka-tracing' });
    expect(spec.source).toMatchObject({ path: 'manifests/chart', targetRevision: 'v0.1.0' });
  });

  test.each(HELMS)('has the platform that render reads from its Secret, by %s', async (helm) => {
    const platform = only(objectsOf(helm, valuesFor(labels)), 'TracingPlatform');
    expect(platform.metadata.annotations).toEqual({ 'argocd.argoproj.io/sync-wave': '1' });
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'shop-1', labels: { ...CLUSTER, ...labels } },
    };
    const read = await runRender(['platform', '-f', '-', '-o', 'json'], JSON.stringify(secret));
    const { spec } = JSON.parse(read.out) as { readonly spec: { readonly addons: object } };
    expect(platform.spec).toMatchObject(withoutOthers(spec));
  });

  test('is monitored by the stack that it has', () => {
    expect(valuesFor(labels)).toMatchObject({ monitoring: { operator } });
  });
});

/** Of the flags those of tracing alone. */
const withoutOthers = (spec: { readonly addons: object }): object => ({
  ...spec,
  addons: Object.fromEntries(Object.entries(spec.addons).filter(([flag]) => TRACING_FLAGS.includes(flag))),
});

describe.each(HELMS)('%s refuses', (helm) => {
  test.each<[string, Texts, RegExp]>([
    [
      'a label that is neither true nor false',
      { enable_tempo: 'yes' },
      /at '\/platform\/addons\/enable_tempo': value must be one of true, false/,
    ],
    ['a cluster without flags', {}, /at '\/platform\/addons': got null, want object/],
    [
      'an unknown environment',
      { ...DEFAULT, environment: 'test' },
      /at '\/platform\/cluster\/environment': .*'dev'/,
    ],
  ])('%s, in the Application of that cluster', (_, labels, message) => {
    expect(template(helm, valuesFor(labels)).err).toMatch(message);
  });
});

describe('health', () => {
  const { data } = readYaml(join(EXAMPLE, 'argocd-cm.yaml')) as { readonly data: Texts };
  const script = data['resource.customizations.health.tracing.dokaseca.io_TracingPlatform'] ?? '';
  const object = { metadata: { name: 'default', generation: 3 }, spec: {} };
  const issue = { path: 'spec.backend', message: 'is wrong' };
  const accepted = buildCondition(object, judgeAcceptance(ok([])), new Date());
  const refused = buildCondition(object, judgeAcceptance(err([issue])), new Date());
  const judge = (status?: object) => askArgo({ script, objects: [{ ...object, status }] }).judged?.[0];

  test.each([
    ['not judged', undefined, 'Progressing', /^No replica of the webhook has judged/],
    ['without conditions', {}, 'Progressing', /^No replica/],
    ['accepted', { conditions: [accepted] }, 'Healthy', /^In force\.$/],
    ['refused', { conditions: [refused] }, 'Degraded', /^spec\.backend: is wrong/],
    [
      'refused before, and changed since',
      { conditions: [{ ...refused, observedGeneration: 2 }] },
      'Progressing',
      /^No replica/,
    ],
    [
      'accepted beside another condition',
      { conditions: [{ type: 'Other', status: 'False' }, accepted] },
      'Healthy',
      /^In/,
    ],
  ])('a platform that is %s', (_, status, expected, message) => {
    const judged = judge(status);
    expect(judged).toMatchObject({ error: '', status: expected });
    expect(judged?.message).toMatch(message);
  });
});
