import { describe, expect, test } from 'vitest';
import { resolveServiceName, resolveServiceVersion } from '../../../../src/core/plan/service-identity.js';
import {
  buildContainerContext,
  type ContainerContext,
} from '../../../../src/core/resolve/container-context.js';
import type { ObjectMeta, StringMap } from '../../../../src/core/kubernetes/pod.js';
import { podContextWith, podWith, targetsOf } from '../contexts.js';

const NAME = 'resource.opentelemetry.io/service.name';
const VERSION = 'resource.opentelemetry.io/service.version';
const INSTANCE = 'app.kubernetes.io/instance';
const APP_NAME = 'app.kubernetes.io/name';
const APP_VERSION = 'app.kubernetes.io/version';

interface Row {
  readonly pod?: ObjectMeta;
  readonly namespace?: StringMap;
  readonly useLabels?: boolean;
  /** Those of the Instrumentation. */
  readonly attributes?: StringMap;
  readonly image?: string | undefined;
}

function contextOf({
  pod,
  namespace = {},
  useLabels = false,
  attributes = {},
  image,
}: Row): ContainerContext {
  const spec = { containers: [{ name: 'app', ...(image === undefined ? {} : { image }) }] };
  const asked = {
    defaults: { useLabelsForResourceAttributes: useLabels },
    resource: { resourceAttributes: attributes },
  };
  return buildContainerContext(
    targetsOf(['java'], asked),
    podContextWith(podWith(spec, pod), { namespace: { annotations: namespace } }),
    undefined,
  );
}

function named(row: Row): string {
  const { value, origin } = resolveServiceName(contextOf(row));
  return `${value} (${origin})`;
}

const ALL = {
  'k8s.job.name': 'job',
  'k8s.cronjob.name': 'cronjob',
  'k8s.daemonset.name': 'daemonset',
  'k8s.statefulset.name': 'statefulset',
  'k8s.replicaset.name': 'replicaset',
  'k8s.deployment.name': 'deployment',
};
const without = (...kinds: readonly string[]): StringMap =>
  Object.fromEntries(
    Object.entries(ALL).filter(([key]) => !kinds.some((kind) => key === `k8s.${kind}.name`)),
  );
const LABELS = { [INSTANCE]: 'instance', [APP_NAME]: 'name' };
const rollout: ObjectMeta = {
  ownerReferences: [{ kind: 'ReplicaSet', name: 'roll-1a' }],
  labels: { 'rollouts-pod-template-hash': '1a' },
};
const controlled: ObjectMeta = { ownerReferences: [{ kind: 'Workload', name: 'custom', controller: true }] };

const ownedBy = (kind: string, name: string): ObjectMeta => ({
  ownerReferences: [{ kind, name, controller: true }],
});

describe('serviceName, strongest first', () => {
  test.each<[string, Row, string]>([
    [
      'annotation of the pod',
      {
        pod: { annotations: { [NAME]: 'mine' }, labels: LABELS },
        namespace: { [NAME]: 'ns' },
        useLabels: true,
        attributes: ALL,
      },
      'mine (pod)',
    ],
    [
      'label instance',
      { pod: { labels: LABELS }, namespace: { [NAME]: 'ns' }, useLabels: true, attributes: ALL },
      'instance (pod)',
    ],
    [
      'label name',
      { pod: { labels: { [APP_NAME]: 'name' } }, useLabels: true, attributes: ALL },
      'name (pod)',
    ],
    [
      'an empty label',
      { pod: { labels: { [INSTANCE]: '', [APP_NAME]: 'name' } }, useLabels: true },
      'name (pod)',
    ],
    [
      'annotation of the namespace',
      { pod: { labels: LABELS }, namespace: { [NAME]: 'ns' }, attributes: ALL },
      'ns (namespace)',
    ],
    [
      'labels only where they are asked for',
      { pod: { labels: LABELS }, attributes: ALL },
      'deployment (default)',
    ],
    ['the container of a pod without a name', { pod: {} }, 'app (default)'],
    ['Deployment', { attributes: ALL }, 'deployment (default)'],
    [
      'an owner before what the Instrumentation says',
      { pod: { ownerReferences: [{ kind: 'Deployment', name: 'owner' }] }, attributes: ALL },
      'owner (default)',
    ],
    ['Rollout', { pod: rollout, attributes: without('deployment') }, 'roll (default)'],
    ['Deployment before Rollout', { pod: rollout, attributes: ALL }, 'deployment (default)'],
    ['ReplicaSet', { attributes: without('deployment') }, 'replicaset (default)'],
    ['StatefulSet', { attributes: without('deployment', 'replicaset') }, 'statefulset (default)'],
    ['DaemonSet', { attributes: without('deployment', 'replicaset', 'statefulset') }, 'daemonset (default)'],
    [
      'CronJob',
      { pod: { name: 'pod' }, attributes: { 'k8s.cronjob.name': 'cronjob', 'k8s.job.name': 'job' } },
      'cronjob (default)',
    ],
    ['Job', { pod: { name: 'pod' }, attributes: { 'k8s.job.name': 'job' } }, 'job (default)'],
    ['Job of an AdvancedCronJob', { pod: ownedBy('Job', 'report-1700000000') }, 'report (default)'],
    ['BroadcastJob of one', { pod: ownedBy('BroadcastJob', 'report-1700000000') }, 'report (default)'],
    ['Job that ends in a date', { pod: ownedBy('Job', 'report-2024010101') }, 'report-2024010101 (default)'],
    ['Job that is a time alone', { pod: { ...ownedBy('Job', '-1700000000'), name: 'p' } }, 'p (default)'],
    [
      'ReplicaSet that ends in a time',
      { pod: ownedBy('ReplicaSet', 'web-1700000000') },
      'web-1700000000 (default)',
    ],
    [
      'Job that the user names by annotation',
      {
        pod: {
          ...ownedBy('Job', 'x'),
          annotations: { 'resource.opentelemetry.io/k8s.job.name': 'a-1700000000' },
        },
      },
      'a-1700000000 (default)',
    ],
    ['controller of another kind', { pod: { ...controlled, name: 'pod' } }, 'custom (default)'],
    ['pod', { pod: { name: 'pod' } }, 'pod (default)'],
    [
      'an Instrumentation does not name the pod',
      { attributes: { 'k8s.pod.name': 'other' } },
      'app (default)',
    ],
    [
      'an empty attribute',
      { pod: { name: 'pod' }, attributes: { 'k8s.deployment.name': '' } },
      'pod (default)',
    ],
    ['container', {}, 'app (default)'],
    [
      'an empty annotation of the pod',
      { pod: { name: 'pod', annotations: { [NAME]: '' } } },
      'pod (default)',
    ],
    [
      'what the kubelet would expand is escaped',
      { pod: { annotations: { [NAME]: '$(HOME) $$' } } },
      '$$(HOME) $$$$ (pod)',
    ],
    ['so is that of the namespace', { namespace: { [NAME]: '$(HOME)' } }, '$$(HOME) (namespace)'],
  ])('%s', (_, row, expected) => {
    expect(named(row)).toBe(expected);
  });
});

describe('serviceVersion', () => {
  const version = (image: string | undefined, row: Row = {}): string | undefined =>
    resolveServiceVersion(contextOf({ ...row, image }));

  test.each<[string, Row, string | undefined]>([
    [
      'annotation of the pod',
      {
        pod: { annotations: { [VERSION]: '9' }, labels: { [APP_VERSION]: '8' } },
        namespace: { [VERSION]: '7' },
        useLabels: true,
      },
      '9',
    ],
    [
      'label',
      { pod: { labels: { [APP_VERSION]: '8' } }, namespace: { [VERSION]: '7' }, useLabels: true },
      '8',
    ],
    [
      'annotation of the namespace',
      { pod: { labels: { [APP_VERSION]: '8' } }, namespace: { [VERSION]: '7' } },
      '7',
    ],
    ['image', { pod: { labels: { [APP_VERSION]: '8' } } }, '1.2'],
  ])('%s', (_, row, expected) => {
    expect(version('web:1.2', row)).toBe(expected);
  });

  const HEX = '0123456789abcdef'.repeat(4);
  test.each<[string | undefined, string | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['web', undefined],
    ['web:1.2', '1.2'],
    ['web:latest', 'latest'],
    ['team/web:1', '1'],
    ['registry.example/team/web:v1.2.3-rc_1', 'v1.2.3-rc_1'],
    ['registry.example:5000/web', undefined],
    ['registry.example:5000/web:2', '2'],
    ['localhost:5000/web:2', '2'],
    ['Registry.Example/web:2', '2'],
    [`web@sha256:${HEX}`, `sha256:${HEX}`],
    [`web:1@sha256:${HEX}`, `1@sha256:${HEX}`],
    [`registry.example:5000/a/b:1@sha256:${HEX}`, `1@sha256:${HEX}`],
    ['registry.example/Team/web:1', undefined],
    ['Web:1', undefined],
    ['web:', undefined],
    ['web:.1', undefined],
    [`web:${'a'.repeat(128)}`, 'a'.repeat(128)],
    [`web:${'a'.repeat(129)}`, undefined],
    ['web@sha256:abc', undefined],
    ['web:1 ', undefined],
    ['a__b/c-d.e:1', '1'],
    [`${'a/'.repeat(300)}b:1`, undefined],
  ])('image %s: %s', (image, expected) => {
    expect(version(image)).toBe(expected);
  });
});
