import type { KubeConfig } from '@kubernetes/client-node';
import { err, ok, type Result } from '../core/result.js';
import { createLiveCluster, type LiveCluster } from './live-cluster.js';
import { describeError } from './live-failure.js';
import { createObjectApi } from './object-api.js';

/** Which cluster is meant, as kubectl has it. */
export interface ClusterChoice {
  /** A file instead of KUBECONFIG, `~/.kube/config` or the ServiceAccount of a pod. */
  readonly kubeconfig?: string | undefined;
  /** A context instead of the current one. */
  readonly context?: string | undefined;
}

/**
 * Opens the cluster that kubectl would use: of the file that is given, else of the files that `KUBECONFIG` names, else of
 * `~/.kube/config`, else of the pod that this runs in; with whatever way to log in they name. Asks the API server
 * nothing yet. Refuses, with a sentence and what to do, where no cluster is known or a login cannot work.
 */
export async function openCluster({
  kubeconfig,
  context,
}: ClusterChoice): Promise<Result<LiveCluster, string>> {
  const { KubeConfig: Config } = await import('@kubernetes/client-node');
  const config = new Config();
  try {
    if (kubeconfig === undefined) config.loadFromDefault(undefined, true);
    else config.loadFromFile(kubeconfig);
  } catch (error) {
    return err(
      `${describeSource(kubeconfig)} cannot be read (${describeError(error)}); give a kubeconfig that kubectl takes.`,
    );
  }
  if (kubeconfig === undefined && isPlaceholder(config)) return err(NO_CLUSTER);
  const chosen = chooseContext(config, context);
  if (!chosen.ok) return err(`${describeSource(kubeconfig)}: ${chosen.error}`);
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    return err(
      `${describeSource(kubeconfig)}: context ${chosen.value} names no cluster; correct it, or give --context.`,
    );
  try {
    // A login that cannot work is reported now, and not by each request.
    await config.applyToHTTPSOptions({ headers: {} });
    const api = await createObjectApi(config);
    const namespace = config.getContextObject(chosen.value)?.namespace ?? 'default';
    return ok(createLiveCluster(api, { server: cluster.server, context: chosen.value, namespace }));
  } catch (error) {
    return err(
      `Context ${chosen.value}: the login does not work (${describeError(error)}); try kubectl auth whoami with the same context.`,
    );
  }
}

const NO_CLUSTER =
  'No cluster is known: KUBECONFIG is not set, there is no ~/.kube/config, and this is no pod of a cluster. Give --kubeconfig FILE.';

/** Where nothing is found, the library names a server on this machine. */
const isPlaceholder = (config: KubeConfig): boolean =>
  config.getCurrentContext() === 'loaded-context' &&
  config.getCurrentCluster()?.server === 'http://localhost:8080';

function describeSource(kubeconfig: string | undefined): string {
  if (kubeconfig !== undefined) return kubeconfig;
  const { KUBECONFIG: named = '' } = process.env;
  return named === '' ? '~/.kube/config' : named;
}

/** Takes the context that is meant; refuses one that the file does not have. */
function chooseContext(config: KubeConfig, context: string | undefined): Result<string, string> {
  const names = config.getContexts().map(({ name }) => name);
  const chosen = context ?? config.getCurrentContext();
  if (names.includes(chosen)) {
    config.setCurrentContext(chosen);
    return ok(chosen);
  }
  const allowed = names.length === 0 ? 'it has none' : `it has: ${names.join(', ')}`;
  // Where a file sets no current-context, the library gives undefined or an empty text.
  return chosen
    ? err(`there is no context ${chosen}; ${allowed}.`)
    : err(`no current-context is set, and ${allowed}; give --context NAME.`);
}
