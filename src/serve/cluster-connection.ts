import type { Need } from '../kube/api-calls.js';
import type { ConfiguredNames, KubeClient } from '../kube/client.js';
import type { ServeOptions } from './serve-options.js';
import { UsageError } from '../text/terminal.js';

/** A cluster that the webhook belongs to. */
export interface JoinedCluster {
  readonly client: KubeClient;
  /** Whether this process is a pod of it. */
  readonly isOwn: boolean;
  /** Name of its registrations. */
  readonly webhookConfiguration: string;
  /** Its address, for the status page. */
  readonly server: string;
  /** What of it is watched beside what every webhook needs. */
  readonly needs: ReadonlySet<Need>;
}

/**
 * The cluster that the options name: that of a kubeconfig, or that of this pod. `undefined` for a context of files alone.
 * Throws `UsageError` where neither a cluster nor a context is there.
 */
export async function joinCluster(options: ServeOptions): Promise<JoinedCluster | undefined> {
  const { kubeconfig, cluster, paths } = options;
  if (kubeconfig === undefined && cluster !== true && paths.length > 0) {
    checkWatchOptions(options);
    return undefined;
  }
  const [
    {
      createInClusterConnection: inClusterConnection,
      isInCluster,
      createKubeconfigConnection: kubeconfigConnection,
    },
    { createKubeClient },
  ] = await Promise.all([import('../kube/connection.js'), import('../kube/client.js')]);
  if (kubeconfig === undefined && !isInCluster()) throw new UsageError(paths.length > 0 ? NO_POD : NOTHING);
  const connection = await (kubeconfig === undefined
    ? inClusterConnection()
    : kubeconfigConnection(kubeconfig));
  if (!connection.ok) throw new UsageError(connection.error);
  return {
    isOwn: kubeconfig === undefined,
    webhookConfiguration: options.webhookConfiguration,
    client: createKubeClient(connection.value, buildConfiguredNames(options)),
    server: connection.value.server.origin,
    needs: collectNeeds(options),
  };
}

const NO_POD =
  'This is no pod of a cluster. Leave --cluster out, or give --kubeconfig FILE to watch a cluster from outside.';
const NOTHING =
  'No context is given, and this is no pod of a cluster. ' +
  'Give --context PATH: a file or folder with Kubernetes objects. Or --kubeconfig FILE, to watch a cluster.';

/** Our own objects by the names that the options give them. */
const buildConfiguredNames = ({ caSecret, webhookConfiguration }: ServeOptions): ConfiguredNames => ({
  'ca-secret': [caSecret],
  'pod-registration': [webhookConfiguration],
  'mutating-webhooks': [webhookConfiguration],
  'validating-webhooks': [webhookConfiguration],
});

function checkWatchOptions(options: ServeOptions): void {
  if (collectNeeds(options).size > 0)
    throw new UsageError(
      'With --context alone there is no cluster to watch. ' +
        'Add --cluster or --kubeconfig FILE, or leave --owners watch, --collector-status, --audit-every, --watch-configmaps and ' +
        '--watch-service-accounts out.',
    );
}

function collectNeeds({
  owners,
  collectorStatus,
  auditEvery,
  watchConfigmaps,
  watchServiceAccounts,
}: ServeOptions): ReadonlySet<Need> {
  const needs: readonly (Need | false)[] = [
    owners === 'watch' && 'owners-watch',
    collectorStatus === true && 'collector-status',
    auditEvery > 0 && 'auditor',
    watchConfigmaps === true && 'watch-configmaps',
    watchServiceAccounts === true && 'watch-service-accounts',
  ];
  return new Set(needs.filter((need) => need !== false));
}
