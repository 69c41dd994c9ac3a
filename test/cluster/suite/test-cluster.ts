import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { clusterName } from '../control-plane/cluster-state.js';
import { clusterPaths } from '../control-plane/cluster.js';
import type { ClusterPaths } from '../control-plane/components.js';
import { kubectl as kubectlOf } from '../control-plane/lifecycle.js';
import { createApiClient } from './api-client.js';

/** The cluster, or the API server alone, that this test run is for; whoever runs the suites names its programs. */
export const paths: ClusterPaths = {
  ...clusterPaths(clusterName(), process.env['CLUSTER_BINARIES'] ?? ''),
  network: process.env['CLUSTER_NETWORK'] === 'machine' ? 'machine' : 'namespace',
};

/** The API server as the cluster's administrator calls it. */
export const api = createApiClient(join(paths.state, 'pki', 'admin.kubeconfig'), 32);

/** Runs kubectl as the cluster's administrator and gives what it prints; throws when it fails. */
export const kubectl = (...args: readonly string[]): string => kubectlOf(paths, args);

/** The same with a text on its standard input. */
export const kubectlWith = (input: string, ...args: readonly string[]): string =>
  kubectlOf(paths, args, input);

/** Applies the text of objects, and gives what kubectl prints; throws when one is refused. */
export const apply = (text: string): string => kubectlWith(text, 'apply', '-f', '-');

/** Reads an object, or a list of them, as data. */
export const read = (...args: readonly string[]): unknown =>
  JSON.parse(kubectl('get', ...args, '--output=json'));

/** The address of a Service, which answers in this process as in pods; its name does not. */
export function addressOf(namespace: string, service: string): string {
  const { spec } = read('service', service, `--namespace=${namespace}`) as {
    readonly spec: { readonly clusterIP: string };
  };
  return spec.clusterIP;
}

/**
 * Waits until `find` gives something and gives that; a failure of it counts as not yet. Rejects after a time with `what`
 * and the last failure.
 */
export async function eventually<T>(
  what: string,
  find: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 90_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  let reason = 'it did not come about';
  for (;;) {
    try {
      const found = await find();
      if (found !== undefined) return found;
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
    if (Date.now() > deadline) throw new Error(`${what}: ${reason}`);
    await delay(200);
  }
}
