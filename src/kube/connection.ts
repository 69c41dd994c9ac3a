import { readFile } from 'node:fs/promises';
import { Agent, type RequestOptions } from 'node:https';
import { isIPv6 } from 'node:net';
import { join } from 'node:path';
import { err, ok, type Result } from '../core/result.js';
import { decodeText } from '../text/decode-text.js';

/** How the API server is reached, and as whom. */
export interface Connection {
  readonly server: URL;
  /** Namespace of the webhook itself. */
  readonly namespace: string;
  /** Credentials and TLS settings for one request; asked for each, since tokens are rotated. */
  readonly options: () => Promise<RequestOptions>;
  /** How long to wait for a connection, in milliseconds; 15 seconds when absent. */
  readonly connectMs?: number;
  /** Told the `Date` of each answer. */
  readonly onAnswer?: (date: string | undefined) => void;
}

/** https://kubernetes.io/docs/tasks/run-application/access-api-from-pod/#directly-accessing-the-rest-api */
const SERVICE_ACCOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';

type Environment = Readonly<Record<string, string | undefined>>;

/** Tells whether this process runs in a pod that may talk to the API server. */
export const isInCluster = (environment: Environment = process.env): boolean =>
  (environment['KUBERNETES_SERVICE_HOST'] ?? '') !== '';

/**
 * The connection of a pod, from the files of its ServiceAccount. They are read for each request: the kubelet replaces the
 * token before it ends, and the CA when it is rotated. Refuses, with a sentence, where there is no ServiceAccount.
 */
export async function createInClusterConnection(
  environment: Environment = process.env,
  folder: string = SERVICE_ACCOUNT,
): Promise<Result<Connection, string>> {
  const { KUBERNETES_SERVICE_HOST: host = '', KUBERNETES_SERVICE_PORT: port = '443' } = environment;
  if (host === '') return err('KUBERNETES_SERVICE_HOST is not set, so this is no pod of a cluster.');
  const readAccountFile = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  const agent = new Agent({ keepAlive: true });
  try {
    const namespace = (await readAccountFile('namespace')).trim();
    await Promise.all([readAccountFile('token'), readAccountFile('ca.crt')]);
    return ok({
      server: new URL(`https://${isIPv6(host) ? `[${host}]` : host}:${port}`),
      namespace,
      options: async () => {
        const [token, ca] = await Promise.all([readAccountFile('token'), readAccountFile('ca.crt')]);
        return { agent, ca, headers: { authorization: `Bearer ${token.trim()}` } };
      },
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return err(
      `The files of the ServiceAccount cannot be read (${why}). ` +
        'Leave automountServiceAccountToken on in the pod.',
    );
  }
}

/**
 * The connection of a kubeconfig's current context, with whatever way to log in it names. This alone loads the Kubernetes
 * client library, which costs 50 MiB and seconds; a pod does without. Refuses, with a sentence, a file that cannot be used.
 */
export async function createKubeconfigConnection(path: string): Promise<Result<Connection, string>> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    const text = decodeText(await readFile(path), path);
    // Read once more by the library, which knows what its relative paths are relative to.
    if (text.ok) config.loadFromFile(path);
    else return err(`${text.error.map((issue) => `${issue.path}: ${issue.message}`).join('; ')}.`);
    const cluster = config.getCurrentCluster();
    if (cluster === null)
      return err(`${path}: its current-context names no cluster; set one with kubectl config use-context.`);
    const context = config.getContextObject(config.getCurrentContext());
    const options = async (): Promise<RequestOptions> => {
      const request: RequestOptions = { headers: {} };
      await config.applyToHTTPSOptions(request);
      return request;
    };
    // A login that cannot work is reported now, and not by each request.
    await options();
    return ok({ server: new URL(cluster.server), namespace: context?.namespace ?? 'default', options });
  } catch (error) {
    return err(
      `${path}: ${error instanceof Error ? error.message : String(error)}; give a kubeconfig that kubectl takes.`,
    );
  }
}
