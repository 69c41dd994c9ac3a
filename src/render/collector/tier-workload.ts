import type { Fields } from '../../core/json.js';
import type { EnvVar } from '../../core/kubernetes/pod.js';
import { collectComponents, type Folder } from './component.js';
import type { Tier } from './tiers.js';

/** A pod and its container as both forms of the Collector need them. */
export interface Runtime {
  readonly env: readonly EnvVar[];
  readonly resources: Fields;
  readonly podSecurityContext: Fields;
  readonly containerSecurityContext: Fields;
  readonly terminationGracePeriodSeconds: number;
  readonly volumes: readonly Fields[];
  readonly volumeMounts: readonly Fields[];
  readonly tolerations?: readonly Fields[];
}

/** The user of the images, which are built from scratch; https://github.com/open-telemetry/opentelemetry-collector-releases */
const USER = 10_001;

/** Time to empty the queues, and to decide on the traces that are held. */
const GRACE_SECONDS = 60;

/** What the pods of a tier run with; it meets the restricted level of Pod Security. */
export function buildRuntime({ pipelines, memoryMiB, workload }: Tier): Runtime {
  const components = collectComponents(pipelines);
  const folders = components.flatMap((component) => component.folders ?? []);
  return {
    env: [buildGoMemoryLimit(memoryMiB), ...components.flatMap(({ env = [] }) => env)],
    volumes: folders.map(buildVolume),
    volumeMounts: folders.map(({ volume, path }) => ({ name: volume, mountPath: path, readOnly: true })),
    resources: {
      requests: { cpu: '100m', memory: formatMebibytes(memoryMiB / 2) },
      limits: { memory: formatMebibytes(memoryMiB) },
    },
    podSecurityContext: {
      runAsNonRoot: true,
      runAsUser: USER,
      runAsGroup: USER,
      seccompProfile: { type: 'RuntimeDefault' },
    },
    containerSecurityContext: {
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    },
    terminationGracePeriodSeconds: GRACE_SECONDS,
    // A node without its Collector loses the spans of its pods, whatever its taints keep away.
    ...(workload === 'DaemonSet' ? { tolerations: [{ operator: 'Exists' }] } : {}),
  };
}

const buildVolume = ({ volume, source }: Folder): Fields =>
  'secretName' in source
    ? { name: volume, secret: { secretName: source.secretName } }
    : { name: volume, configMap: { name: source.configMapName } };

/** The garbage collector of Go works harder before the limit of the container ends the process. */
const buildGoMemoryLimit = (memoryMiB: number): EnvVar => ({
  name: 'GOMEMLIMIT',
  value: `${Math.floor(memoryMiB * 0.8).toString()}MiB`,
});

const formatMebibytes = (count: number): string => `${count.toString()}Mi`;
