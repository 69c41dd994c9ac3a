import { readRecord, type Fields } from '../core/json.js';
import type { KubeObject } from '../kube/object.js';
import type { LiveAnswer, LiveCluster } from '../live/live-cluster.js';
import type { ReferenceFacts } from './facts.js';
import { getName, getNamespace, listContainers, readRecords, readSpec, readText } from './object-fields.js';

/** The most objects that are looked for; a platform that names a Secret names it in every namespace. */
const MOST_REFERENCES = 200;

type Reference = Omit<ReferenceFacts, 'found' | 'pods'>;

/** Looks whether the Secrets and ConfigMaps are there that injected pods name for their traces. */
export async function readReferences(
  cluster: LiveCluster,
  injected: LiveAnswer<readonly KubeObject[]>,
): Promise<readonly ReferenceFacts[]> {
  const grouped = new Map<string, Reference & { readonly pods: string[] }>();
  for (const pod of injected.ok ? injected.value : [])
    for (const reference of listReferences(pod)) {
      const key = `${reference.kind} ${reference.namespace}/${reference.name}`;
      const known = grouped.get(key) ?? { ...reference, pods: [] };
      if (!known.pods.includes(getName(pod))) known.pods.push(getName(pod));
      grouped.set(key, known);
    }
  return await Promise.all(
    [...grouped.values()]
      .slice(0, MOST_REFERENCES)
      .map(async (each) => ({ ...each, found: await readMetadata(cluster, each) })),
  );
}

/** What is in a Secret is nobody's business: https://kubernetes.io/docs/reference/using-api/api-concepts/#metadata-only-fetches */
const METADATA = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1';
const PLURALS = { Secret: 'secrets', ConfigMap: 'configmaps' } as const;

const readMetadata = (
  cluster: LiveCluster,
  { kind, namespace, name }: Reference,
): Promise<LiveAnswer<unknown>> =>
  cluster.readText(`/api/v1/namespaces/${namespace}/${PLURALS[kind]}/${name}`, METADATA);

/** By these the webhook names what it adds to a pod: the files of an exporter, and variables of OpenTelemetry. */
const VOLUMES = 'otel-auto-';
const VARIABLES = 'OTEL_';

function listReferences(pod: KubeObject): readonly Reference[] {
  const spec = readSpec(pod);
  const namespace = getNamespace(pod);
  const refer = (kind: Reference['kind'], source: Fields, key: string): readonly Reference[] => {
    const name = readText(source, key);
    return name === '' ? [] : [{ kind, namespace, name }];
  };
  const mounted = readRecords(spec, 'volumes')
    .filter((volume) => readText(volume, 'name').startsWith(VOLUMES))
    .flatMap((volume) => [
      ...refer('Secret', readRecord(volume, 'secret'), 'secretName'),
      ...refer('ConfigMap', readRecord(volume, 'configMap'), 'name'),
    ]);
  const named = listContainers(spec)
    .flatMap((container) => readRecords(container, 'env'))
    .filter((variable) => readText(variable, 'name').startsWith(VARIABLES))
    .map((variable) => readRecord(variable, 'valueFrom'))
    .flatMap((from) => [
      ...refer('Secret', readRecord(from, 'secretKeyRef'), 'name'),
      ...refer('ConfigMap', readRecord(from, 'configMapKeyRef'), 'name'),
    ]);
  return [...mounted, ...named];
}
