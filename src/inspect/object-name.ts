import { err, ok, type Result } from '../core/result.js';
import { quoteValue } from '../core/shown-text.js';
import type { ObjectReference } from '../live/live-cluster.js';

/** Which object is meant, but for its namespace. */
export type NamedObject = Omit<ObjectReference, 'namespace'>;

interface NamedKind extends Omit<NamedObject, 'name'> {
  /** What kubectl calls it. */
  readonly names: readonly string[];
}

/** Kinds that make pods, by the names that kubectl has for them. */
const KINDS: readonly NamedKind[] = [
  { apiVersion: 'v1', kind: 'Pod', names: ['pod', 'pods', 'po'] },
  { apiVersion: 'apps/v1', kind: 'Deployment', names: ['deployment', 'deployments', 'deploy'] },
  { apiVersion: 'apps/v1', kind: 'StatefulSet', names: ['statefulset', 'statefulsets', 'sts'] },
  { apiVersion: 'apps/v1', kind: 'DaemonSet', names: ['daemonset', 'daemonsets', 'ds'] },
  { apiVersion: 'apps/v1', kind: 'ReplicaSet', names: ['replicaset', 'replicasets', 'rs'] },
  { apiVersion: 'batch/v1', kind: 'Job', names: ['job', 'jobs'] },
  { apiVersion: 'batch/v1', kind: 'CronJob', names: ['cronjob', 'cronjobs', 'cj'] },
  {
    apiVersion: 'v1',
    kind: 'ReplicationController',
    names: ['replicationcontroller', 'replicationcontrollers', 'rc'],
  },
  { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', names: ['rollout', 'rollouts', 'ro'] },
];

const ALLOWED = `allowed: ${KINDS.map(({ names }) => names[0] ?? '').join(', ')}, their short names, or Kind.version.group/NAME for another kind`;

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ */
const NAME = /^[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?$/;
const FULL_KIND = /^([A-Z][A-Za-z0-9]{0,62})\.(v[a-z0-9]{1,20})\.([a-z0-9][a-z0-9.-]{0,252})$/;

/** Reads `KIND/NAME`, or the two words of it, as kubectl takes them. Refuses what names no kind or no object. */
export function parseObjectName(words: readonly string[]): Result<NamedObject, string> {
  const parts = words.length === 1 ? (words[0] ?? '').split('/') : words;
  const [kindText = '', name = ''] = parts;
  if (parts.length !== 2 || name === '')
    return err(`${quoteValue(words.join(' '))} names no object; write KIND/NAME, as deployment/shop`);
  const kind = findKind(kindText);
  if (kind === undefined) return err(`${quoteValue(kindText)} is not a known kind; ${ALLOWED}`);
  if (!NAME.test(name))
    return err(`${quoteValue(name)} is no name of an object; allowed: lower-case letters, digits, - and .`);
  return ok({ ...kind, name });
}

function findKind(text: string): Omit<NamedObject, 'name'> | undefined {
  const known = KINDS.find(({ names }) => names.includes(text.toLowerCase()));
  if (known !== undefined) return { apiVersion: known.apiVersion, kind: known.kind };
  const [, kind, version, group] = FULL_KIND.exec(text) ?? [];
  return kind === undefined ? undefined : { apiVersion: `${group ?? ''}/${version ?? ''}`, kind };
}
