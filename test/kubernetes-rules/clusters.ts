import { parseLimitRange } from '../../src/core/objects/facts.js';
import type { LimitRange } from '../../src/core/kubernetes/limit-range.js';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { NAMESPACE } from '../support/arbitraries-contexts.js';

/** What a snapshot says of a cluster, as the rules are told of it. */
export interface ClusterFacts {
  readonly namespace: string;
  readonly level: string;
  readonly limitRanges: readonly unknown[];
  readonly serviceAccounts: readonly unknown[];
  readonly quotas: readonly unknown[];
}

const LEVELS = ['privileged', 'baseline', 'restricted'];

/** What an API server does with a level that is none. */
const UNKNOWN_LEVEL = 'restricted';

/** The cluster that a snapshot was taken of: its API server has the default level that the platform says. */
export function describeCluster(snapshot: ClusterSnapshot, quotas: readonly unknown[]): ClusterFacts {
  const labels = snapshot.namespaces.get(NAMESPACE)?.labels ?? {};
  const { platform } = snapshot;
  const said = platform.kind === 'ready' ? platform.platform.cluster.podSecurity : undefined;
  const label = labels['pod-security.kubernetes.io/enforce'] ?? said ?? 'privileged';
  return {
    namespace: NAMESPACE,
    level: LEVELS.includes(label) ? label : UNKNOWN_LEVEL,
    limitRanges: (snapshot.limitRanges.get(NAMESPACE) ?? []).map(({ limits }, index) => ({
      ...{ apiVersion: 'v1', kind: 'LimitRange', metadata: { name: `bounds-${index}` } },
      // Those of claims bound no pod, and have rules of their own.
      spec: { limits: limits.filter(({ type }) => type !== 'PersistentVolumeClaim') },
    })),
    serviceAccounts: [...snapshot.serviceAccounts].map(([id, { enforcesSecrets, secrets, pullSecrets }]) => ({
      metadata: {
        name: id.slice(id.indexOf('/') + 1),
        annotations: { 'kubernetes.io/enforce-mountable-secrets': String(enforcesSecrets) },
      },
      secrets: secrets.map((name) => ({ name })),
      imagePullSecrets: pullSecrets.map((name) => ({ name })),
    })),
    quotas,
  };
}

/** A ResourceQuota with so much of each resource, and nothing used yet. */
export const buildQuota = (name: string, hard: Readonly<Record<string, string>>): unknown => ({
  metadata: { name, namespace: NAMESPACE },
  spec: { hard },
  status: { hard, used: Object.fromEntries(Object.keys(hard).map((resource) => [resource, '0'])) },
});

/** A snapshot with the LimitRanges as the API server has stored them. */
export function withStoredRanges(snapshot: ClusterSnapshot, stored: readonly unknown[]): ClusterSnapshot {
  const ranges = stored.map((object): LimitRange => {
    const read = parseLimitRange(object);
    if (!read.ok) throw new Error(`A stored LimitRange cannot be read: ${JSON.stringify(read.error)}`);
    return read.value.value;
  });
  return { ...snapshot, limitRanges: new Map([[NAMESPACE, ranges]]) };
}
