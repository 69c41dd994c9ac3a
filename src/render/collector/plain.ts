import type { Fields } from '../../core/json.js';
import { createHash } from 'node:crypto';
import { formatCollectorService } from '../../core/platform/addresses.js';
import type { RenderSettings } from '../settings.js';
import { formatYaml, type CommentedDocument } from '../yaml-text.js';
import { buildCollectorConfig, resolveCollectorImage } from './config.js';
import { buildPullSecrets } from './rbac.js';
import { type Tier } from './tiers.js';
import { buildPodLabels, formatHeadlessServiceName, METRICS_PORT } from './tier-names.js';
import type { CollectorPort } from './receivers.js';
import { buildRuntime, MOST_UNAVAILABLE } from './tier-workload.js';

/** Names that the objects of one tier share. */
interface TierObjectNames {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
}

const CONFIG_FILE = 'collector.yaml';
const CONFIG_FOLDER = '/etc/otelcol';
/** A new configuration gives the pods another template, so that they are replaced. */
const CHECKSUM = 'tracing.dokaseca.io/collector-config';

/** One tier as ConfigMap, workload, disruption budget and Services. */
export function buildPlainObjects(
  tier: Tier,
  { platform, replicas }: RenderSettings,
): readonly CommentedDocument[] {
  const { namespace } = platform.collector;
  const name = formatCollectorService(tier.name);
  const labels = buildPodLabels(tier.name, 'plain');
  const names = { name, namespace, labels };
  const { config, comments } = buildCollectorConfig(tier.pipelines, true);
  const text = formatYaml({ value: config, comments });
  const image = resolveCollectorImage(tier.pipelines, platform);
  return [
    {
      value: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace, labels },
        data: { [CONFIG_FILE]: text },
      },
      head: tier.purpose,
    },
    {
      value: buildWorkload(tier, names, {
        ...{ image, replicas, checksum: computeChecksum(text) },
        pullSecret: platform.images?.pullSecret,
      }),
    },
    ...buildDisruptionBudgets(tier, names).map((value) => ({ value })),
    ...buildServices(tier, names).map((value) => ({ value })),
  ];
}

const computeChecksum = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, 16);

interface WorkloadSettings {
  readonly image: string;
  readonly pullSecret: string | undefined;
  readonly replicas: number;
  readonly checksum: string;
}

function buildWorkload(
  tier: Tier,
  { name, namespace, labels }: TierObjectNames,
  running: WorkloadSettings,
): Fields {
  return {
    apiVersion: 'apps/v1',
    kind: tier.workload,
    metadata: { name, namespace, labels },
    spec: {
      ...buildWorkloadFields(tier, running.replicas),
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { [CHECKSUM]: running.checksum } },
        spec: buildPodSpec(tier, name, running),
      },
    },
  };
}

function buildWorkloadFields({ workload, name }: Tier, replicas: number): Fields {
  switch (workload) {
    case 'Deployment':
      return { replicas };
    case 'DaemonSet':
      return {};
    case 'StatefulSet':
      return { replicas, serviceName: formatHeadlessServiceName(name), podManagementPolicy: 'Parallel' };
  }
}

function buildPodSpec(tier: Tier, name: string, { image, pullSecret }: WorkloadSettings): Fields {
  const runtime = buildRuntime(tier, 'plain');
  const { env, resources, podSecurityContext, containerSecurityContext, volumes, volumeMounts, ...rest } =
    runtime;
  const account =
    tier.workload === 'StatefulSet' ? { automountServiceAccountToken: false } : { serviceAccountName: name };
  const probe = { httpGet: { path: '/', port: 'health' } };
  return {
    ...account,
    ...rest,
    ...buildPullSecrets(pullSecret),
    securityContext: podSecurityContext,
    containers: [
      {
        name: 'collector',
        image,
        args: [`--config=${CONFIG_FOLDER}/${CONFIG_FILE}`],
        env,
        ports: [
          ...tier.ports.map((port) => buildContainerPort(port, tier)),
          { name: METRICS_PORT.name, containerPort: METRICS_PORT.port },
          HEALTH_PORT,
        ],
        livenessProbe: probe,
        readinessProbe: probe,
        resources,
        securityContext: containerSecurityContext,
        volumeMounts: [{ name: 'config', mountPath: CONFIG_FOLDER, readOnly: true }, ...volumeMounts],
      },
    ],
    volumes: [{ name: 'config', configMap: { name } }, ...volumes],
  };
}

const HEALTH_PORT = { name: 'health', containerPort: 13133 };

/** A metrics server finds every instance through this Service. */
const METRICS_SERVICE_PORT: CollectorPort = { ...METRICS_PORT, appProtocol: 'http' };

const buildContainerPort = ({ name, port }: CollectorPort, { onNode }: Tier): Fields => ({
  name,
  containerPort: port,
  ...(onNode ? { hostPort: port } : {}),
});

/** A pod that is not ready receives nothing, so it must not keep a node from being drained. */
const buildDisruptionBudgets = (
  { workload }: Tier,
  { name, namespace, labels }: TierObjectNames,
): readonly Fields[] =>
  workload === 'DaemonSet'
    ? []
    : [
        {
          apiVersion: 'policy/v1',
          kind: 'PodDisruptionBudget',
          metadata: { name, namespace, labels },
          spec: {
            ...MOST_UNAVAILABLE,
            unhealthyPodEvictionPolicy: 'AlwaysAllow',
            selector: { matchLabels: labels },
          },
        },
      ];

function buildServices(
  { workload, ports, name: tier, serviceLabels }: Tier,
  { name, namespace, labels }: TierObjectNames,
): readonly Fields[] {
  const service = (serviceName: string, fields: Fields): Fields => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: serviceName, namespace, labels: { ...labels, ...serviceLabels } },
    spec: {
      ...fields,
      selector: labels,
      ports: [...ports, METRICS_SERVICE_PORT].map(({ name: port, port: number, appProtocol }) => ({
        name: port,
        port: number,
        targetPort: port,
        appProtocol,
      })),
    },
  });
  if (workload === 'StatefulSet') return [service(formatHeadlessServiceName(tier), { clusterIP: 'None' })];
  return [service(name, workload === 'DaemonSet' ? { internalTrafficPolicy: 'Local' } : {})];
}
