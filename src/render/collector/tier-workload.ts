import type { Fields } from '../../core/json.js';
import type { EnvVar } from '../../core/kubernetes/pod.js';
import { collectComponents, type Folder } from './component.js';
import { buildPodLabels } from './tier-names.js';
import type { Tier } from './tiers.js';
import type { CollectorForm } from '../choices.js';

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
  readonly topologySpreadConstraints?: readonly Fields[];
}

/** The user of the images, which are built from scratch; https://github.com/open-telemetry/opentelemetry-collector-releases */
const USER = 10_001;

/** Time to empty the queues, and to decide on the traces that are held. */
const GRACE_SECONDS = 60;

/** What the pods of a tier run with; it meets the restricted level of Pod Security. */
export function buildRuntime(tier: Tier, form: CollectorForm): Runtime {
  const { pipelines, memoryMiB, workload } = tier;
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
    ...(workload === 'DaemonSet'
      ? // A node without its Collector loses the spans of its pods, whatever its taints keep away.
        { tolerations: [{ operator: 'Exists' }] }
      : { topologySpreadConstraints: buildSpread(tier, form) }),
  };
}

/** What should not end with all Collectors of a tier at once. */
const SPREAD_OVER = ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'];

/**
 * Spreads the pods over nodes and zones, where there are several. Those of a Deployment that are about to be replaced do
 * not count, as they would push the new ones together.
 */
const buildSpread = ({ name, workload }: Tier, form: CollectorForm): readonly Fields[] =>
  SPREAD_OVER.map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    ...(workload === 'Deployment' ? { matchLabelKeys: ['pod-template-hash'] } : {}),
    labelSelector: { matchLabels: buildPodLabels(name, form) },
  }));

/** How many pods of a tier may be moved at once; for pods on every node a drain asks for no permission. */
export const MOST_UNAVAILABLE = { maxUnavailable: 1 } as const;

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
