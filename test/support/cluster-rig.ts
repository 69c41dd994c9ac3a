import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { DEFAULT_LANGUAGES } from '../../src/core/agents/agents.js';
import type { Need } from '../../src/kube/api-calls.js';
import { createKubeClient } from '../../src/kube/client.js';
import { watchCluster, type Cluster } from '../../src/kube/cluster.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { startApiServer, type ApiServer } from './api-server/api-server.js';
import { QUICK } from './quick-pace.js';
import { until } from './until.js';

export const NAMESPACES = '/v1/namespaces';
export const LIMIT_RANGES = '/v1/limitranges';
export const CONFIG_MAPS = '/v1/configmaps';
export const SERVICE_ACCOUNTS = '/v1/serviceaccounts';
export const REPLICA_SETS = 'apps/v1/replicasets';
export const JOBS = 'batch/v1/jobs';
export const INSTRUMENTATIONS = 'opentelemetry.io/v1alpha1/instrumentations';
export const PLATFORMS = 'tracing.dokaseca.io/v1alpha1/tracingplatforms';

type Fields = Readonly<Record<string, unknown>>;

/** Replicas that follow one stand-in of the API server. */
export interface ClusterRig {
  readonly server: ApiServer;
  readonly logged: readonly string[];
  /** Starts one more replica, and resolves when it has read everything and watches. */
  readonly start: (...needs: readonly Need[]) => Promise<Cluster>;
  readonly put: (resource: string, name: string, fields?: Fields, namespace?: string) => void;
  /** An Instrumentation in namespace shop. */
  readonly instrumentation: (name: string, endpoint: unknown) => void;
  /** The TracingPlatform; tempo and jaeger are enabled. */
  readonly platform: (backend: string) => void;
  /** One of each that every replica reads, in namespace shop. */
  readonly fill: () => void;
  readonly end: () => Promise<void>;
}

export async function createClusterRig(): Promise<ClusterRig> {
  const server = await startApiServer();
  const logged: string[] = [];
  const running: Cluster[] = [];
  const put: ClusterRig['put'] = (resource, name, { metadata, ...fields } = {}, namespace) => {
    const where = namespace === undefined ? {} : { namespace };
    server.store.put(resource, {
      ...fields,
      metadata: { ...(metadata as object | undefined), name, ...where },
    });
  };
  const instrumentation: ClusterRig['instrumentation'] = (name, endpoint) => {
    put(INSTRUMENTATIONS, name, { spec: { exporter: { endpoint } } }, 'shop');
  };
  const platform: ClusterRig['platform'] = (backend) => {
    put(PLATFORMS, 'default', { spec: { addons: { enable_tempo: true, enable_jaeger: true }, backend } });
  };
  return {
    ...{ server, logged, put, instrumentation, platform },
    start: (...needs) => {
      const cluster = watchCluster({
        client: createKubeClient(server.connection),
        needs: new Set(needs),
        languages: new Set(DEFAULT_LANGUAGES),
        logger: createLogger('info', { write: (line) => void logged.push(line) }),
        onRead: () => undefined,
        pace: QUICK,
      });
      running.push(cluster);
      return synced(
        cluster,
        () => server.watches.count() === running.flatMap(({ watches }) => watches()).length,
      );
    },
    fill: () => {
      put(NAMESPACES, 'shop', NAMESPACE);
      instrumentation('main', 'http://otel:4318');
      platform('jaeger');
      put(LIMIT_RANGES, 'b', { spec: { limits: [{ type: 'Container', max: { cpu: '2' } }] } }, 'shop');
      put(LIMIT_RANGES, 'a', { spec: { limits: [{ type: 'Pod' }] } }, 'shop');
    },
    end: async () => {
      for (const cluster of running) cluster.stop();
      await server.stop();
    },
  };
}

const NAMESPACE: Fields = {
  metadata: {
    labels: { 'pod-security.kubernetes.io/enforce': 'baseline' },
    annotations: {
      'instrumentation.opentelemetry.io/inject-java': 'true',
      'kubectl.kubernetes.io/last-applied-configuration': '{"a": "large copy"}',
    },
  },
  spec: { finalizers: ['kubernetes'] },
};

async function synced(cluster: Cluster, isWatching: () => boolean): Promise<Cluster> {
  await until(cluster.watches, (watches) => watches.every(({ isSynced }) => isSynced));
  await until(isWatching, (is) => is);
  return cluster;
}

/** Resolves with the first snapshot for which it holds. */
export const holds = (
  cluster: Cluster,
  is: (snapshot: ClusterSnapshot) => boolean,
): Promise<ClusterSnapshot> => until(cluster.snapshot, is);
