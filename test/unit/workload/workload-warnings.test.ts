import { describe, expect, test } from 'vitest';
import type { LabelSelector } from '../../../src/core/kubernetes/label-selector.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../../src/core/snapshot.js';
import { judgeWorkload } from '../../../src/workload/workload-warnings.js';
import { instrumentationWith, platformWith } from '../core/contexts.js';

const PREFIX = 'instrumentation.opentelemetry.io/';
const OPT_IN: LabelSelector = {
  matchExpressions: [{ key: 'tracing.dokaseca.io/inject', operator: 'In', values: ['enabled'] }],
};

interface Scene {
  readonly kind?: string;
  readonly apiVersion?: string;
  /** Annotations of the pod template, below the Operator's prefix. */
  readonly asks?: Readonly<Record<string, string>>;
  /** Metadata of the object itself. */
  readonly metadata?: object;
  readonly containers?: readonly string[];
  readonly replicas?: number;
  readonly labels?: Readonly<Record<string, string>>;
  readonly selector?: LabelSelector;
  readonly platform?: object | null;
  readonly instrumentations?: readonly string[];
  readonly elsewhere?: readonly string[];
  readonly before?: Scene;
  readonly operation?: string;
}

function buildObject({
  kind = 'Deployment',
  apiVersion = 'apps/v1',
  asks = {},
  metadata,
  ...rest
}: Scene): object {
  const { containers = ['app'], replicas = 1 } = rest;
  const annotations = Object.fromEntries(
    Object.entries(asks).map(([key, value]) => [key.includes('/') ? key : PREFIX + key, value]),
  );
  const template = {
    metadata: { annotations },
    spec: { containers: containers.map((name) => ({ name, image: `${name}:1` })) },
  };
  const spec = kind === 'CronJob' ? { jobTemplate: { spec: { template } } } : { replicas, template };
  return { apiVersion, kind, metadata: { name: 'orders', ...metadata }, spec };
}

function buildSnapshot({
  labels = {},
  platform = {},
  instrumentations = [],
  elsewhere = [],
}: Scene): ClusterSnapshot {
  const named = (namespace: string, names: readonly string[]) =>
    [namespace, new Map(names.map((name) => [name, instrumentationWith({}, name, namespace)]))] as const;
  return {
    ...EMPTY_SNAPSHOT,
    namespaces: new Map([['shop', { annotations: {}, labels }]]),
    instrumentations: new Map([named('shop', instrumentations), named('other', elsewhere)]),
    ...(platform === null ? {} : { platform: { kind: 'ready', platform: platformWith(platform) } }),
  };
}

/** What whoever applies the workload is told; undefined where it is not judged. */
function warn(scene: Scene): readonly string[] | undefined {
  const object = buildObject(scene);
  const validation = judgeWorkload(
    {
      ...{ uid: 'a', namespace: 'shop', group: 'apps', kind: scene.kind ?? 'Deployment' },
      ...{ subResource: '', dryRun: false, object },
      operation: scene.operation ?? (scene.before === undefined ? 'CREATE' : 'UPDATE'),
      oldObject: scene.before === undefined ? undefined : buildObject(scene.before),
    },
    { snapshot: { ...buildSnapshot(scene), hasCorrections: true }, namespaceSelector: scene.selector },
  );
  expect(validation.kind).not.toBe('refused');
  return validation.kind === 'accepted' ? validation.warnings.map(({ message }) => message) : undefined;
}

const sentencesOf = (all: readonly string[] = []) => all.filter((each) => !each.includes('cluster, run: '));

const JAVA = { 'inject-java': 'true' };
const GO: Scene = { asks: { 'inject-go': 'true', 'otel-go-auto-target-exe': '/app' } };
const BUN: Scene = { asks: { 'inject-nodejs': 'true' }, containers: ['bun'] };
const ON_OBJECT = { annotations: { [`${PREFIX}inject-nodejs`]: 'true' } };

describe('a mistake is reported when it is applied', () => {
  test.each<[string, Scene, string]>([
    [
      'annotation on the Deployment',
      { metadata: ON_OBJECT },
      'Move it to spec.template.metadata.annotations.',
    ],
    ['a key that is misspelt', { asks: { 'inject-node': 'true' } }, 'did you mean inject-nodejs?'],
    [
      'a prefix that looks like it',
      { asks: { 'opentelemetry.io/inject-nodejs': 'true' } },
      `did you mean ${PREFIX}inject-nodejs?`,
    ],
    ['a value that is no name', { asks: { 'inject-java': 'yes' } }, 'write "true" if that is meant'],
    [
      'an Instrumentation elsewhere',
      { asks: { 'inject-java': 'prod' }, elsewhere: ['prod'] },
      'write "other/prod"',
    ],
    [
      'a container that is not there',
      { asks: { ...JAVA, 'container-names': 'ap' } },
      'the pod has no container ap; it has app.',
    ],
    [
      'containers that are ambiguous',
      {
        asks: { ...JAVA, 'java-container-names': 'web', 'inject-nodejs': 'true' },
        containers: ['web', 'api'],
      },
      'which of the containers web, api is meant',
    ],
    ['a language that is switched off', GO, 'agents.<language>.enabled'],
    [
      'several Instrumentations',
      { asks: JAVA, instrumentations: ['a', 'b'] },
      'Name one of them in the annotation.',
    ],
    ['an image that does not load the agent', BUN, 'Bun does not read NODE_OPTIONS'],
    ['nothing to inject by', { asks: JAVA, platform: null }, 'no TracingPlatform'],
    [
      'a backend that is off',
      { asks: { ...JAVA, 'tracing.dokaseca.io/backend': 'zipkin' } },
      'Pick an enabled backend',
    ],
    [
      'a namespace that is not selected',
      { asks: JAVA, selector: OPT_IN },
      'run: kubectl label namespace shop --overwrite tracing.dokaseca.io/inject=enabled',
    ],
    [
      'a namespace of a selector of somebody’s own',
      { asks: JAVA, selector: { matchLabels: { team: 'a' } } },
      'its labels do not match the namespaceSelector',
    ],
  ])('%s', (_, scene, sentence) => {
    const warnings = warn(scene);
    expect(sentencesOf(warnings)).toHaveLength(1);
    for (const warning of warnings ?? []) expect(warning).toMatch(/^tracing: /);
    expect(warnings?.[0]).toContain(sentence);
  });

  test.each<[string, Scene, string | undefined]>([
    [
      'a value',
      { asks: { 'inject-java': 'yes' } },
      `run: kubectl -n shop patch deployment/orders --type=merge -p '{"spec":{"template":{"metadata":{"annotations":{"${PREFIX}inject-java":"true"}}}}}'`,
    ],
    [
      'a list of containers',
      { asks: { ...JAVA, 'container-names': 'ap' } },
      `{"annotations":{"${PREFIX}container-names":"app"}}}}}'`,
    ],
    [
      'what a warning has no room for',
      { metadata: ON_OBJECT },
      'run: doka-tracing explain deployment/orders -n shop',
    ],
    [
      'a Job, which cannot be changed',
      { kind: 'Job', apiVersion: 'batch/v1', metadata: ON_OBJECT },
      undefined,
    ],
    [
      'a name that is still to be made up',
      { asks: { 'inject-java': 'yes' }, metadata: { name: undefined } },
      undefined,
    ],
  ])('with the command that corrects %s', (_, scene, command) => {
    const last = warn(scene)?.at(-1);
    if (command === undefined) expect(last).not.toContain('run:');
    else expect(last?.endsWith(command)).toBe(true);
    expect(last?.length).toBeLessThanOrEqual(256);
  });

  test.each<[string, Scene]>([
    ['StatefulSet', { kind: 'StatefulSet' }],
    ['DaemonSet', { kind: 'DaemonSet' }],
    ['ReplicaSet', { kind: 'ReplicaSet' }],
    ['Job', { kind: 'Job', apiVersion: 'batch/v1' }],
    ['CronJob', { kind: 'CronJob', apiVersion: 'batch/v1' }],
    ['Rollout', { kind: 'Rollout', apiVersion: 'argoproj.io/v1alpha1' }],
    ['a kind that nobody knows', { kind: 'Runner', apiVersion: 'example.com/v1' }],
  ])('of a %s', (_, scene) => {
    expect(warn({ ...scene, metadata: ON_OBJECT })?.[0]).toContain('is in metadata.annotations of the ');
    expect(warn({ ...scene, asks: { ...JAVA, 'container-names': 'ap' } })?.[0]).toContain('no container ap');
    expect(warn({ ...scene, asks: JAVA })).toEqual([]);
    expect(warn(scene)).toEqual([]);
  });

  test('a mistake in a namespace that is not selected is reported beside it', () => {
    const warnings = warn({ metadata: ON_OBJECT, selector: OPT_IN });
    expect(sentencesOf(warnings)).toHaveLength(2);
  });
});

describe('nothing is said', () => {
  test.each<[string, Scene]>([
    ['of what works', { asks: JAVA }],
    [
      'of what works in a selected namespace',
      { asks: JAVA, labels: { 'tracing.dokaseca.io/inject': 'enabled' }, selector: OPT_IN },
    ],
    ['of a workload that asks for nothing', { selector: OPT_IN }],
    ['of "false"', { asks: { 'inject-java': 'false' }, selector: OPT_IN }],
    ['of notices under which traces come', { asks: JAVA, instrumentations: ['a'] }],
    ['when it is scaled', { metadata: ON_OBJECT, replicas: 2, before: { metadata: ON_OBJECT } }],
    [
      'when a controller writes its revision',
      {
        metadata: { annotations: { ...ON_OBJECT.annotations, 'deployment.kubernetes.io/revision': '2' } },
        before: { metadata: ON_OBJECT },
      },
    ],
  ])('%s', (_, scene) => {
    expect(warn(scene)).toEqual([]);
  });

  test.each<[string, Scene]>([
    ['a deletion', { operation: 'DELETE' }],
    [
      'what a controller makes',
      { kind: 'ReplicaSet', metadata: { ...ON_OBJECT, ownerReferences: [{ controller: true }] } },
    ],
  ])('%s is not judged', (_, scene) => {
    expect(warn(scene)).toBeUndefined();
  });
});

test.each<[string, Scene]>([
  ['the template', { metadata: ON_OBJECT, containers: ['web'], before: { metadata: ON_OBJECT } }],
  ['the annotation', { metadata: ON_OBJECT, before: {} }],
  ['the namespace, with the template', { asks: JAVA, selector: OPT_IN, before: {} }],
])('a change of %s is reported again', (_, scene) => {
  expect(sentencesOf(warn(scene))).toHaveLength(1);
});

test('an owner that is no controller leaves the workload somebody’s own', () => {
  expect(sentencesOf(warn({ metadata: { ...ON_OBJECT, ownerReferences: [{ kind: 'App' }] } }))).toHaveLength(
    1,
  );
});
