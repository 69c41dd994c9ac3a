import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { createPod, removeAll, type ContainerCommand, type Pod, type Running } from '../pods/pod.js';
import { fetchTls, type Fetched } from '../support/serving.js';
import { MANIFESTS, rendered, type Manifest } from '../support/kustomize.js';
import type { Server } from '../pods/server.js';
import type { Cluster } from './cluster.js';
import type { RenderedObject } from './rendered-collector.js';
import { startScraping, type MonitoringObject } from './scraping.js';

const ROOT = join(MANIFESTS, '..');
const MAIN = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const NAMESPACE = 'doka-tracing';
const PORT = 8443;
const ADMIN_PORT = 9090;

/** The webhook with its monitoring, as it is installed. */
const INSTALLED = rendered(join(MANIFESTS, 'base'), [join(MANIFESTS, 'components/monitoring-prometheus')]);

const MONITORING = ['ServiceMonitor', 'PrometheusRule'];

const isMonitoring = ({ kind }: Manifest): boolean => MONITORING.includes(kind);

/** What the API server is given: without the monitoring, whose definitions it does not have. */
export const APPLIED = INSTALLED.filter((each) => !isMonitoring(each));

/** What the auditor may do, beside what each replica may. */
export const AUDITOR_RIGHTS = rendered(join(MANIFESTS, 'base'), [
  join(MANIFESTS, 'components/auditor'),
]).filter(({ metadata }) => metadata.name === 'doka-tracing-auditor');

/** Objects of an example. */
export const readExample = (path: string): readonly Manifest[] =>
  parseAllDocuments(readFileSync(join(ROOT, 'examples', path), 'utf8')).map(
    (document) => document.toJS() as Manifest,
  );

/** A review of a pod that asks for injection. */
export const REVIEW = JSON.parse(
  readFileSync(join(ROOT, 'examples/checkout/review.json'), 'utf8'),
) as ReviewOfPod;

/** The same of a pod that asks for what is off, and is told so. */
export const REFUSED_REVIEW = withAnnotations({ 'instrumentation.opentelemetry.io/inject-ruby': 'true' });

/** The review of a pod with other annotations. */
export function withAnnotations(annotations: Readonly<Record<string, string>>): ReviewOfPod {
  const { request } = REVIEW;
  const { object } = request;
  const metadata = { ...object.metadata, annotations: { ...object.metadata.annotations, ...annotations } };
  return { ...REVIEW, request: { ...request, object: { ...object, metadata } } };
}

interface ReviewOfPod {
  readonly request: {
    readonly object: {
      readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
      readonly [field: string]: unknown;
    };
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** A replica of the webhook. */
export interface Replica {
  readonly pod: Pod;
  /** Ends the process at once, as a kernel does, and starts the next one. */
  readonly restart: () => Promise<void>;
  readonly stop: () => Promise<void>;
  /** Sends a review of a pod. */
  readonly review: (body?: unknown) => Promise<Fetched>;
  /** The text of its metrics. */
  readonly readMetrics: () => Promise<string>;
  readonly log: () => string;
}

export interface ReplicaSpec {
  readonly name: string;
  readonly account: string;
  readonly args?: readonly string[];
  readonly volumes?: ContainerCommand['volumes'];
}

/** Starts a replica under an account of the API server, and waits until it lives. */
export async function startReplica(
  { api }: Pick<Cluster, 'api'>,
  { name, account, args = [], volumes = [] }: ReplicaSpec,
): Promise<Replica> {
  const access = await api.access({ name: account, namespace: NAMESPACE });
  const pod = createPod(name);
  const start = async (): Promise<Running> => {
    const started = pod.start({
      command: ['node', MAIN, 'serve', ...args],
      environment: access.environment,
      volumes: [...access.volumes, ...volumes],
      graceMs: 0,
    });
    await started.ready(`http://${pod.ip}:${ADMIN_PORT}/livez`);
    return started;
  };
  let running = await start();
  return {
    pod,
    restart: async () => {
      await running.stop();
      running = await start();
    },
    stop: () => running.stop(),
    review: (body = REVIEW) => fetchTls(PORT, '/mutate', body, pod.ip),
    readMetrics: async () => (await fetch(`http://${pod.ip}:${ADMIN_PORT}/metrics`)).text(),
    log: () => running.log(),
  };
}

/** Starts a Prometheus that reads replicas by the ServiceMonitor, and judges them by the rules without their delay. */
export function startWebhookPrometheus(
  { api }: Pick<Cluster, 'api'>,
  replicas: readonly Replica[],
): Promise<Server> {
  return startScraping({
    monitoring: INSTALLED.filter(isMonitoring).map(withoutDelay),
    objects: INSTALLED as readonly RenderedObject[],
    instances: replicas.map(({ pod }) => ({ workload: NAMESPACE, pod })),
    others: [api.scrapeConfig],
  });
}

function withoutDelay(manifest: Manifest): MonitoringObject {
  const object = manifest as unknown as MonitoringObject;
  const groups = object.spec.groups as readonly { readonly rules: readonly object[] }[] | undefined;
  if (groups === undefined) return object;
  const immediate = groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({ ...rule, for: '0s' })),
  }));
  return { ...object, spec: { ...object.spec, groups: immediate } };
}

/** Removes the pods of replicas. */
export const removeReplicas = (replicas: readonly Replica[]): Promise<void> =>
  removeAll(replicas.map(({ pod }) => pod));
