import { parseEndpoint } from '../core/backends/endpoint.js';
import { BACKENDS } from '../core/domain.js';
import type { Platform } from '../core/platform/platform.js';
import { formatCollectorService, listBackendAddresses } from '../core/platform/addresses.js';
import { parseTracingPlatform } from '../core/rules/parse-platform.js';
import type { KubeObject } from '../kube/object.js';
import {
  readReadyEndpoints,
  type LiveAnswer,
  type LiveCluster,
  type ObjectReference,
} from '../live/live-cluster.js';
import { renderPart } from '../render/parts.js';
import type { CollectorForm } from '../render/choices.js';
import { resolveRenderSettings, type RenderSettings } from '../render/settings.js';
import type { CollectorObject, DestinationFacts } from './facts.js';
import { getNamespace, readSpec } from './object-fields.js';
import { readRecord } from '../core/json.js';

/** What is rendered of the platform, as many replicas of it as there are. */
export function resolveCollectorSettings(
  platform: KubeObject,
  form: CollectorForm,
  replicas = 2,
): RenderSettings | undefined {
  const reading = parseTracingPlatform(platform);
  return reading.ok ? resolveRenderSettings(reading.value, { as: form, replicas }) : undefined;
}

/** The kinds that hold the configuration of a Collector. */
const CONFIGURED = ['ConfigMap', 'OpenTelemetryCollector'];

const listRendered = (platform: KubeObject, form: CollectorForm): readonly KubeObject[] => {
  const settings = resolveCollectorSettings(platform, form);
  const objects = settings === undefined ? [] : renderPart('collector', settings).objects;
  return objects.map(({ value }) => value as KubeObject).filter(({ kind = '' }) => CONFIGURED.includes(kind));
};

/** Reads what holds the Collector's configuration: of an OpenTelemetryCollector where there is one, else of a ConfigMap. */
export async function readCollector(
  cluster: LiveCluster,
  platform: LiveAnswer<KubeObject>,
): Promise<readonly CollectorObject[] | undefined> {
  if (!platform.ok) return undefined;
  const read = (form: CollectorForm): Promise<readonly CollectorObject[]> =>
    Promise.all(
      listRendered(platform.value, form).map(async (rendered) => ({
        rendered,
        there: await cluster.read(referTo(rendered)),
      })),
    );
  const managed = await read('operator');
  if (managed.length === 0) return undefined;
  return managed.some(({ there }) => there.ok) ? managed : await read('plain');
}

const referTo = ({ apiVersion = 'v1', kind = '', metadata }: KubeObject): ObjectReference => ({
  apiVersion,
  kind,
  name: metadata.name ?? '',
  namespace: metadata.namespace,
});

/** A Service, and what it is for. */
type Destination = Pick<DestinationFacts, 'role' | 'service' | 'namespace'>;

/** The Services of the Collector and of the backends; one that is not in the cluster is left out. */
function listDestinations(platform: Platform): readonly Destination[] {
  const { collector, route } = platform;
  const own =
    route.value === 'collector' && collector.endpoint === undefined
      ? [
          {
            role: 'collector',
            service: formatCollectorService(collector.name),
            namespace: collector.namespace,
          },
        ]
      : [];
  const backends = BACKENDS.flatMap((backend): readonly Destination[] => {
    const [address] = listBackendAddresses(platform, backend);
    const host = address === undefined ? '' : (parseEndpoint(address.url)?.host ?? '');
    const [service = '', namespace = '', word] = host.split('.');
    return word === 'svc' ? [{ role: backend, service, namespace }] : [];
  });
  return [...own, ...backends];
}

/** Reads the Services that traces are sent to, with their endpoints and what makes their pods. */
export async function readDestinations(
  cluster: LiveCluster,
  platform: LiveAnswer<KubeObject>,
): Promise<readonly DestinationFacts[]> {
  const reading = platform.ok ? parseTracingPlatform(platform.value) : undefined;
  if (reading?.ok !== true) return [];
  return await Promise.all(
    listDestinations(reading.value.platform).map(async (each) => {
      const { service: name, namespace } = each;
      const [found, ready] = await Promise.all([
        cluster.read({ apiVersion: 'v1', kind: 'Service', name, namespace }),
        readReadyEndpoints(cluster, { name, namespace }),
      ]);
      const workload = found.ok ? await findWorkload(cluster, found.value) : undefined;
      return { ...each, found, ready, workload };
    }),
  );
}

/** The workload whose pods a Service selects. */
async function findWorkload(cluster: LiveCluster, service: KubeObject): Promise<KubeObject | undefined> {
  const selector = Object.entries(readRecord(readSpec(service), 'selector'));
  if (selector.length === 0) return undefined;
  const lists = await Promise.all(
    ['Deployment', 'StatefulSet', 'DaemonSet'].map((kind) =>
      cluster.list({ apiVersion: 'apps/v1', kind, namespace: getNamespace(service) }),
    ),
  );
  return lists
    .flatMap((listed) => (listed.ok ? listed.value.items : []))
    .find((workload) => {
      const template = readRecord(readSpec(workload), 'template');
      const labels = readRecord(readRecord(template, 'metadata'), 'labels');
      return selector.every(([key, value]) => labels[key] === value);
    });
}
