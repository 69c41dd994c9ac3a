import { join } from 'node:path';
import { CATALOG } from '../parts/catalog.js';
import { folderOf } from '../parts/part.js';
import type { Container, StringMap } from '../../src/core/kubernetes/pod.js';
import type { RunningPod } from '../../demo/downward-api.js';
import { resolveEnvironment, NO_SOURCES } from '../../demo/kubelet-environment.js';
import { NODE } from '../pods/admitted.js';
import { configFile, createPod, removeAll, type Pod, type Running, type Volume } from '../pods/pod.js';
import { openHostPorts, type HostPorts } from './host-ports.js';
import type { ApiAccess } from './kubernetes-api.js';

/** Objects that `render` writes, as far as they are carried out here. */
export interface RenderedObject {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly labels?: StringMap };
  readonly data?: StringMap;
  readonly spec?: {
    /** Of a Service. */
    readonly ports?: readonly { readonly name: string; readonly targetPort: string }[];
    readonly replicas?: number;
    readonly clusterIP?: string;
    readonly selector?: StringMap & { readonly matchLabels?: StringMap };
    readonly template?: { readonly metadata: { readonly labels: StringMap }; readonly spec: RenderedPodSpec };
  };
}

interface RenderedPodSpec {
  readonly serviceAccountName?: string;
  readonly containers: readonly RenderedContainer[];
  readonly volumes?: readonly { readonly name: string; readonly configMap?: { readonly name: string } }[];
}

interface RenderedContainer extends Container {
  readonly args?: readonly string[];
  readonly ports?: readonly {
    readonly name?: string;
    readonly containerPort?: number;
    readonly hostPort?: number;
  }[];
}

/** One instance of a rendered Collector. */
interface CollectorInstance {
  readonly workload: string;
  readonly pod: Pod;
  readonly running: Running;
  readonly config: string;
  /** Ports of the node that lead to it. */
  readonly hostPorts: readonly number[];
}

export interface RenderedCollectors {
  readonly instances: readonly CollectorInstance[];
  /** Stops every instance as the end of its pod does. */
  readonly remove: () => Promise<void>;
}

const WORKLOADS = ['Deployment', 'StatefulSet', 'DaemonSet'];

/** The configurations among rendered objects, each as text. */
const configsOf = (objects: readonly RenderedObject[]): readonly string[] =>
  objects.filter(({ kind }) => kind === 'ConfigMap').flatMap(({ data = {} }) => Object.values(data));

/**
 * Runs rendered workloads with the real Collector as a kubelet would: their configuration, arguments and variables as
 * they are written, under the names of their Services, and with `access` to an API server where they have an account.
 * Those that others export to are started first.
 */
export async function startRendered(
  objects: readonly RenderedObject[],
  access: ApiAccess | undefined,
): Promise<RenderedCollectors> {
  const instances: CollectorInstance[] = [];
  const nodePorts: HostPorts[] = [];
  const remove = async (): Promise<void> => {
    await removeAll(instances.map(({ pod }) => pod));
    for (const ports of nodePorts) await ports.close();
  };
  try {
    const started = objects
      .filter(({ kind }) => WORKLOADS.includes(kind))
      .reverse()
      .flatMap((workload) => instancesOf(workload, objects, access));
    instances.push(...started);
    await Promise.all(started.map(({ running, pod }) => running.ready(`http://${pod.ip}:13133/`)));
    for (const { hostPorts, pod } of started) nodePorts.push(await openHostPorts(hostPorts, pod.ip));
    return { instances, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

function instancesOf(
  workload: RenderedObject,
  objects: readonly RenderedObject[],
  access: ApiAccess | undefined,
): readonly CollectorInstance[] {
  const { template, replicas = 1 } = workload.spec ?? {};
  if (template === undefined) throw new Error(`${workload.metadata.name} has no template`);
  const hosts = hostsOf(template.metadata.labels, objects);
  return Array.from({ length: replicas }, (_, index) => {
    const pod = createPod(`${workload.metadata.name}-${index}`, hosts);
    return instanceOf({ workload, template: template.spec, objects, access }, pod);
  });
}

/** The names of the Services that lead to pods with these labels; cluster DNS gives all of them all instances. */
function hostsOf(labels: StringMap, objects: readonly RenderedObject[]): readonly string[] {
  return objects
    .filter(({ kind, spec }) => kind === 'Service' && selects(spec?.selector ?? {}, labels))
    .map(({ metadata: { name, namespace = 'default' } }) => `${name}.${namespace}.svc`);
}

/** Tells whether a selector picks an object by its labels. */
export const selects = (selector: StringMap, labels: StringMap): boolean =>
  Object.entries(selector).every(([name, value]) => labels[name] === value);

interface Instance {
  readonly workload: RenderedObject;
  readonly template: RenderedPodSpec;
  readonly objects: readonly RenderedObject[];
  readonly access: ApiAccess | undefined;
}

function instanceOf({ workload, template, objects, access }: Instance, pod: Pod): CollectorInstance {
  const [container] = template.containers;
  if (container === undefined) throw new Error(`${pod.name} has no container`);
  const account = template.serviceAccountName === undefined ? undefined : access;
  const environment = resolveEnvironment(container, podOf(workload, template, pod), {
    ...NO_SOURCES,
    services: account?.environment ?? {},
  });
  if (!environment.ok) throw new Error(`A kubelet would not start ${pod.name}: ${environment.error}`);
  const folder = folderOf(CATALOG.collector);
  const maps = configVolumes(template, container, objects);
  const running = pod.start({
    command: [join(folder, 'collector'), ...(container.args ?? [])],
    environment: environment.value,
    volumes: [{ source: folder, target: folder }, ...maps, ...(account?.volumes ?? [])],
  });
  const [config = ''] = configsOf(objects.filter(({ metadata }) => metadata.name === workload.metadata.name));
  return { workload: workload.metadata.name, pod, running, config, hostPorts: hostPortsOf(container) };
}

const hostPortsOf = ({ ports = [] }: RenderedContainer): readonly number[] =>
  ports.flatMap(({ hostPort }) => hostPort ?? []);

const podOf = (workload: RenderedObject, template: RenderedPodSpec, { name, ip }: Pod): RunningPod => ({
  metadata: { name, namespace: workload.metadata.namespace ?? 'default', uid: `uid-of-${name}` },
  spec: { ...template, nodeName: NODE.nodeName },
  status: { hostIP: NODE.hostIP, podIP: ip },
});

/** The files of the ConfigMaps that a container mounts. */
function configVolumes(
  { volumes = [] }: RenderedPodSpec,
  { volumeMounts = [] }: Container,
  objects: readonly RenderedObject[],
): readonly Volume[] {
  return volumeMounts.flatMap(({ name, mountPath }) => {
    const map = volumes.find((volume) => volume.name === name)?.configMap?.name;
    const found = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === map);
    return Object.entries(found?.data ?? {}).map(([file, text]) => ({
      source: configFile(`${map ?? ''}-${file}`, text),
      target: `${mountPath}/${file}`,
    }));
  });
}
