import { formatCollectorService } from '../../core/platform/addresses.js';
import type { Fields } from '../../core/json.js';
import type { Platform } from '../../core/platform/platform.js';

/** What `k8s_attributes` reads to name the pod and its Deployment; it writes nothing. */
const CLUSTER_RULES = [
  { apiGroups: [''], resources: ['pods', 'namespaces'], verbs: ['get', 'list', 'watch'] },
  { apiGroups: ['apps'], resources: ['replicasets'], verbs: ['get', 'list', 'watch'] },
] as const;

/** The account of the first tier and its rights; the second tier reads nothing of the cluster. */
export function buildRbacObjects({ collector, images }: Platform): readonly Fields[] {
  const { namespace } = collector;
  const account = formatCollectorService(collector.name);
  // Cluster-wide names hold the namespace, as Collectors of several may be called the same.
  const role = `${namespace}-${account}`;
  return [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: account, namespace },
      // An OpenTelemetryCollector has no field for it; its pods take it from their account.
      ...buildPullSecrets(images?.pullSecret),
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: role },
      rules: CLUSTER_RULES,
    },
    {
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRoleBinding',
      metadata: { name: role },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: role },
      subjects: [{ kind: 'ServiceAccount', name: account, namespace }],
    },
  ];
}

/** The field of a pod or an account by which images are pulled; none without a Secret. */
export const buildPullSecrets = (name: string | undefined): Fields =>
  name === undefined ? {} : { imagePullSecrets: [{ name }] };
