import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LiveCluster } from '../../src/live/live-cluster.js';
import { openCluster } from '../../src/live/open-cluster.js';
import { startApiServer, type ApiServer } from './api-server/api-server.js';

type Fields = Readonly<Record<string, unknown>>;

/** A stand-in of the API server, and a kubeconfig that leads to it. */
export interface LiveRig {
  readonly server: ApiServer;
  /** Path of the kubeconfig; its context `there` is in namespace team-a. */
  readonly kubeconfig: string;
  readonly cluster: LiveCluster;
  /** Writes an object of any kind that the stand-in knows, by the plural of `group/version/resource`. */
  readonly put: (resource: string, object: Fields) => void;
  readonly end: () => Promise<void>;
}

/** Starts both. */
export async function startLiveRig(): Promise<LiveRig> {
  const server = await startApiServer();
  const folder = await mkdtemp(join(tmpdir(), 'doka-tracing-'));
  const kubeconfig = join(folder, 'config');
  await writeFile(kubeconfig, formatKubeconfig(server.url));
  const opened = await openCluster({ kubeconfig });
  if (!opened.ok) throw new Error(opened.error);
  return {
    ...{ server, kubeconfig, cluster: opened.value },
    put: (resource, object) => {
      server.store.put(resource, object as never);
    },
    end: async () => {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

/** A kubeconfig with one context. */
export const formatKubeconfig = (server: string, name = 'there', namespace = 'team-a'): string =>
  JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      {
        name,
        cluster: { server, ...(server.startsWith('http:') ? { 'insecure-skip-tls-verify': true } : {}) },
      },
    ],
    users: [{ name, user: { token: 'secret' } }],
    contexts: [{ name, context: { cluster: name, user: name, namespace } }],
    'current-context': name,
  });

/** The Deployment of the webhook as the manifests have it, with arguments behind `serve`. */
export const webhookDeployment = (...flags: readonly string[]): Fields => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'doka-tracing',
    namespace: 'doka-tracing',
    labels: { 'app.kubernetes.io/name': 'doka-tracing' },
  },
  spec: { replicas: 2, template: { spec: { containers: [{ name: 'webhook', args: ['serve', ...flags] }] } } },
});
