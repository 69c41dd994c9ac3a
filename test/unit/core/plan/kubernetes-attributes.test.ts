import { describe, expect, test } from 'vitest';
import {
  findControllerName,
  collectOwnerAttributes,
  findRolloutName,
} from '../../../../src/core/plan/kubernetes-attributes.js';
import type { ObjectMeta, OwnerReference, StringMap } from '../../../../src/core/kubernetes/pod.js';
import { podWith, podContextWith } from '../contexts.js';

const own = (kind: string, name: string, rest: Partial<OwnerReference> = {}): OwnerReference => ({
  kind,
  name,
  ...rest,
});

interface Row {
  readonly owners?: readonly OwnerReference[];
  readonly labels?: StringMap;
  readonly annotations?: StringMap;
  /** Owners of what the snapshot holds, by key. */
  readonly held?: Readonly<Record<string, readonly OwnerReference[] | undefined>>;
}

function contextOf({ owners, labels, annotations, held = {} }: Row): ReturnType<typeof podContextWith> {
  const metadata: ObjectMeta = {
    ...(owners === undefined ? {} : { ownerReferences: owners }),
    ...(labels === undefined ? {} : { labels }),
    ...(annotations === undefined ? {} : { annotations }),
  };
  const metas = Object.entries(held).map(([key, ownerReferences]): [string, ObjectMeta] => [
    key,
    ownerReferences === undefined ? {} : { ownerReferences },
  ]);
  return podContextWith(podWith({}, metadata), { snapshot: { owners: new Map(metas) } });
}

const HASH = { 'pod-template-hash': '6d4c7' };
const replicaSet = own('ReplicaSet', 'web-6d4c7');

describe('names', () => {
  test.each<[string, Row, Record<string, string>]>([
    ['no owner', {}, {}],
    ['a StatefulSet', { owners: [own('StatefulSet', 'db')] }, { 'k8s.statefulset.name': 'db' }],
    ['a DaemonSet', { owners: [own('DaemonSet', 'log')] }, { 'k8s.daemonset.name': 'log' }],
    ['a Deployment itself', { owners: [own('Deployment', 'web')] }, { 'k8s.deployment.name': 'web' }],
    ['a kind in another case', { owners: [own('STATEFULSET', 'db')] }, { 'k8s.statefulset.name': 'db' }],
    ['a kind that is not known', { owners: [own('Workload', 'x')] }, {}],
    ['a kind that every object has', { owners: [own('constructor', 'x'), own('toString', 'x')] }, {}],
    [
      'a ReplicaSet of a Deployment',
      { owners: [replicaSet], labels: HASH },
      { 'k8s.replicaset.name': 'web-6d4c7', 'k8s.deployment.name': 'web' },
    ],
    ['a ReplicaSet without the label', { owners: [replicaSet] }, { 'k8s.replicaset.name': 'web-6d4c7' }],
    [
      'a ReplicaSet with another hash',
      { owners: [replicaSet], labels: { 'pod-template-hash': '4c7' } },
      { 'k8s.replicaset.name': 'web-6d4c7' },
    ],
    [
      'a ReplicaSet with an empty hash',
      { owners: [own('ReplicaSet', 'web-')], labels: { 'pod-template-hash': '' } },
      { 'k8s.replicaset.name': 'web-' },
    ],
    [
      'a ReplicaSet that is a hash only',
      { owners: [own('ReplicaSet', '-6d4c7')], labels: HASH },
      { 'k8s.replicaset.name': '-6d4c7' },
    ],
    [
      'a Deployment with dashes',
      { owners: [own('ReplicaSet', 'a-b-c-6d4c7')], labels: HASH },
      { 'k8s.replicaset.name': 'a-b-c-6d4c7', 'k8s.deployment.name': 'a-b-c' },
    ],
    [
      'a ReplicaSet of a Rollout',
      { owners: [replicaSet], labels: { 'rollouts-pod-template-hash': '6d4c7' } },
      { 'k8s.replicaset.name': 'web-6d4c7' },
    ],
    ['a Job', { owners: [own('Job', 'import')] }, { 'k8s.job.name': 'import' }],
    [
      'a Job of a CronJob',
      { owners: [own('Job', 'nightly-29012345')] },
      { 'k8s.job.name': 'nightly-29012345', 'k8s.cronjob.name': 'nightly' },
    ],
    ['a Job with seven digits', { owners: [own('Job', 'run-2901234')] }, { 'k8s.job.name': 'run-2901234' }],
    [
      'a Job with nine digits',
      { owners: [own('Job', 'run-290123456')] },
      { 'k8s.job.name': 'run-290123456' },
    ],
    ['a Job of digits alone', { owners: [own('Job', '29012345')] }, { 'k8s.job.name': '29012345' }],
    [
      'several owners',
      { owners: [own('StatefulSet', 'db'), own('Job', 'x-29012345'), own('Other', 'o')] },
      { 'k8s.statefulset.name': 'db', 'k8s.job.name': 'x-29012345', 'k8s.cronjob.name': 'x' },
    ],
    ['two of a kind: the later one', { owners: [own('Job', 'a'), own('Job', 'b')] }, { 'k8s.job.name': 'b' }],
  ])('%s', (_, row, expected) => {
    expect(Object.fromEntries(collectOwnerAttributes(contextOf(row), false))).toEqual(expected);
  });
});

describe('what the snapshot holds', () => {
  test.each<[string, Row, Record<string, string>]>([
    [
      'beats the rule by name',
      {
        owners: [replicaSet],
        labels: HASH,
        held: { 'ReplicaSet/shop/web-6d4c7': [own('Deployment', 'shop-web')] },
      },
      { 'k8s.replicaset.name': 'web-6d4c7', 'k8s.deployment.name': 'shop-web' },
    ],
    [
      'needs no label',
      { owners: [replicaSet], held: { 'ReplicaSet/shop/web-6d4c7': [own('Deployment', 'web')] } },
      { 'k8s.replicaset.name': 'web-6d4c7', 'k8s.deployment.name': 'web' },
    ],
    [
      'of another namespace is not meant',
      { owners: [replicaSet], held: { 'ReplicaSet/other/web-6d4c7': [own('Deployment', 'web')] } },
      { 'k8s.replicaset.name': 'web-6d4c7' },
    ],
    [
      'tells a CronJob whose Job has a name of its own',
      { owners: [own('Job', 'manual')], held: { 'Job/shop/manual': [own('CronJob', 'nightly')] } },
      { 'k8s.job.name': 'manual', 'k8s.cronjob.name': 'nightly' },
    ],
    [
      'tells a Job that only looks like a CronJob’s',
      { owners: [own('Job', 'report-20260101')], held: { 'Job/shop/report-20260101': undefined } },
      { 'k8s.job.name': 'report-20260101' },
    ],
  ])('%s', (_, row, expected) => {
    expect(Object.fromEntries(collectOwnerAttributes(contextOf(row), false))).toEqual(expected);
  });
});

test('UIDs come on request, and only where they are known', () => {
  const row = { owners: [{ ...replicaSet, uid: 'u1' }], labels: HASH };
  expect(Object.fromEntries(collectOwnerAttributes(contextOf(row), true))).toEqual({
    'k8s.replicaset.name': 'web-6d4c7',
    'k8s.replicaset.uid': 'u1',
    'k8s.deployment.name': 'web',
  });
});

test.each<[string, Row, string | undefined]>([
  ['no owner', {}, undefined],
  ['a Rollout', { owners: [replicaSet], labels: { 'rollouts-pod-template-hash': '6d4c7' } }, 'web'],
  ['another hash', { owners: [replicaSet], labels: { 'rollouts-pod-template-hash': 'x' } }, undefined],
  ['a Deployment', { owners: [replicaSet], labels: HASH }, undefined],
  [
    'no ReplicaSet',
    { owners: [own('StatefulSet', 'web-6d4c7')], labels: { 'rollouts-pod-template-hash': '6d4c7' } },
    undefined,
  ],
])('rolloutName: %s', (_, row, expected) => {
  expect(findRolloutName(contextOf(row))).toBe(expected);
});

test.each<[string, Row, string | undefined]>([
  ['no owner', {}, undefined],
  ['an owner that does not control', { owners: [own('Workload', 'w')] }, undefined],
  [
    'a controller of any kind',
    { owners: [own('Extra', 'e'), own('Workload', 'w', { controller: true })] },
    'w',
  ],
  [
    'a DeploymentConfig',
    {
      owners: [own('ReplicationController', 'web-3', { controller: true })],
      annotations: { 'openshift.io/deployment-config.name': 'web' },
    },
    'web',
  ],
])('controllerName: %s', (_, row, expected) => {
  expect(findControllerName(contextOf(row))).toBe(expected);
});
