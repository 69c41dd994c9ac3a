import { OBJECT_KINDS } from '../core/object-kinds.js';
import { PLATFORM_NAME } from '../core/objects/tracing-platform.js';
import { ok } from '../core/result.js';
import { STATUS } from '../core/annotations.js';
import { isSelectorMatch } from '../core/kubernetes/label-selector.js';
import type { KubeObject } from '../kube/object.js';
import { WEBHOOK_CONFIGURATION } from '../kube/own-objects.js';
import { readPodSelector } from '../kube/pod-selection.js';
import { OWN_LABEL, readInstallation, type Installation } from '../live/installation.js';
import type { LiveAnswer, LiveCluster, ObjectQuery } from '../live/live-cluster.js';
import { findCertificateSecret } from './certificate-secret.js';
import { DEFINITIONS, type ClusterFacts, type ProbeFacts, type ReplicaFacts } from './facts.js';
import { getName } from './object-fields.js';
import { buildProbePod } from './probe-pod.js';
import { readReferences } from './read-references.js';
import { readRights } from './read-rights.js';
import { readCollector, readDestinations } from './read-route.js';

const ADMISSION = 'admissionregistration.k8s.io/v1';

export interface ReadingOptions {
  /** Where a pod is tried; a namespace that is selected when absent. */
  readonly namespace?: string | undefined;
}

/** Reads everything that the checks judge. If something cannot be read, the check that needs it reports that. */
export async function readFacts(cluster: LiveCluster, { namespace }: ReadingOptions): Promise<ClusterFacts> {
  const installation = await readInstallation(cluster);
  const found = installation.ok ? installation.value : undefined;
  const name = found?.flags.webhookConfiguration ?? WEBHOOK_CONFIGURATION;
  const listAll = async (query: ObjectQuery): Promise<LiveAnswer<readonly KubeObject[]>> => {
    const listed = await cluster.list(query);
    return listed.ok ? ok(listed.value.items) : listed;
  };
  const mutating = await cluster.read({ apiVersion: ADMISSION, kind: 'MutatingWebhookConfiguration', name });
  const platform = await cluster.read({
    ...{ apiVersion: `${OBJECT_KINDS.TracingPlatform.group}/${OBJECT_KINDS.TracingPlatform.version}` },
    ...{ kind: 'TracingPlatform', name: PLATFORM_NAME },
  });
  const injected = await listAll({ apiVersion: 'v1', kind: 'Pod', labelSelector: INJECTED });
  const askedAt = new Date();
  const [version, definitions, replicas, validating, registrations, certificates, rights] = await Promise.all(
    [
      cluster.readText('/version'),
      readDefinitions(cluster),
      readReplicas(cluster, found, listAll),
      cluster.read({ apiVersion: ADMISSION, kind: 'ValidatingWebhookConfiguration', name }),
      listAll({ apiVersion: ADMISSION, kind: 'MutatingWebhookConfiguration' }),
      readCertificateSecret(cluster, found),
      readRights(cluster, found),
    ],
  );
  const [probe, collector, destinations, instrumentations, references, metrics] = await Promise.all([
    readProbe(cluster, mutating, namespace, listAll),
    readCollector(cluster, platform),
    readDestinations(cluster, platform),
    listAll({ apiVersion: INSTRUMENTATIONS, kind: 'Instrumentation' }),
    readReferences(cluster, injected),
    cluster.readText('/metrics'),
  ]);
  return {
    ...{ askedAt, version, definitions, installation, replicas, mutating, validating, registrations },
    ...{ certificates, rights, probe, platform, collector, destinations, injected, instrumentations },
    ...{ references, metrics },
  };
}

const INSTRUMENTATIONS = `${OBJECT_KINDS.Instrumentation.group}/${OBJECT_KINDS.Instrumentation.version}`;
/** The label that says so; every pod that was injected has it. */
const INJECTED = `${STATUS} in (injected,partial)`;

type ListReader = (query: ObjectQuery) => Promise<LiveAnswer<readonly KubeObject[]>>;

async function readDefinitions(cluster: LiveCluster): Promise<ClusterFacts['definitions']> {
  const read = (name: string): Promise<LiveAnswer<KubeObject>> =>
    cluster.read({ apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', name });
  const [platforms, instrumentations] = await Promise.all(DEFINITIONS.map(read));
  return { [DEFINITIONS[0]]: platforms, [DEFINITIONS[1]]: instrumentations } as ClusterFacts['definitions'];
}

/** The pods of the webhook, each asked by the proxy of the API server whether it is ready. */
async function readReplicas(
  cluster: LiveCluster,
  installation: Installation | undefined,
  listAll: ListReader,
): Promise<LiveAnswer<readonly ReplicaFacts[]>> {
  if (installation === undefined) return ok([]);
  const { namespace } = installation;
  const listed = await listAll({ apiVersion: 'v1', kind: 'Pod', namespace, labelSelector: OWN_LABEL });
  if (!listed.ok) return listed;
  const asked = listed.value.map(async (pod) => ({
    pod,
    readiness: await cluster.readText(
      `/api/v1/namespaces/${namespace}/pods/https:${getName(pod)}:8443/proxy/readyz`,
    ),
  }));
  return ok(await Promise.all(asked));
}

async function readCertificateSecret(
  cluster: LiveCluster,
  installation: Installation | undefined,
): Promise<LiveAnswer<KubeObject> | undefined> {
  const name = installation && findCertificateSecret(installation.deployment);
  if (installation === undefined || name === undefined) return undefined;
  return await cluster.read({ apiVersion: 'v1', kind: 'Secret', name, namespace: installation.namespace });
}

/** Tries a pod in the namespace that is named, or in one that the webhook is asked about. */
async function readProbe(
  cluster: LiveCluster,
  mutating: LiveAnswer<KubeObject>,
  wished: string | undefined,
  listAll: ListReader,
): Promise<ProbeFacts> {
  const namespaces = await listAll({ apiVersion: 'v1', kind: 'Namespace' });
  const selector = mutating.ok ? readPodSelector(mutating.value) : undefined;
  const selected = (namespaces.ok ? namespaces.value : [])
    .filter((each) => isSelectorMatch(selector, each.metadata.labels ?? {}))
    .map(getName)
    .filter((name) => !name.startsWith('kube-'));
  const namespace = wished ?? (selected.includes('default') ? 'default' : selected.sort()[0]);
  if (namespace === undefined) return { kind: 'no-namespace', namespaces };
  const answer = await cluster.create(buildProbePod(namespace), { isDryRun: true });
  return { kind: 'tried', namespace, answer };
}
