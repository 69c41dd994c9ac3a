import { collectorService } from '../../core/backends/backends.js';
import type { RenderSettings } from '../settings.js';
import type { Commented, Comment } from '../yaml-text.js';
import { configOf, imageOf } from './config.js';
import type { Port } from './receivers.js';
import type { Tier } from './tiers.js';
import { runtimeOf } from './workload.js';

type Fields = Readonly<Record<string, unknown>>;

const MODES = { Deployment: 'deployment', DaemonSet: 'daemonset', StatefulSet: 'statefulset' } as const;

/**
 * One tier as an OpenTelemetryCollector, of which the Operator makes the workload and the Services
 * `<name>-collector` and `<name>-collector-headless`. The file stays the truth: the Operator is told not to upgrade it.
 */
export function operatorObject(tier: Tier, { platform, replicas }: RenderSettings): Commented {
  const { namespace, version, name } = platform.collector;
  const { config, comments } = configOf(tier.pipelines, false);
  const { env, resources, podSecurityContext, containerSecurityContext, volumes, volumeMounts, ...rest } =
    runtimeOf(tier);
  const account = tier.workload === 'StatefulSet' ? {} : { serviceAccount: collectorService(name) };
  const object = {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: { name: tier.name, namespace },
    spec: {
      mode: MODES[tier.workload],
      ...(tier.workload === 'DaemonSet' ? {} : { replicas }),
      image: imageOf(tier.pipelines, version),
      upgradeStrategy: 'none',
      ...account,
      ...rest,
      podSecurityContext,
      securityContext: containerSecurityContext,
      env,
      resources,
      ...(volumes.length === 0 ? {} : { volumes, volumeMounts }),
      ...(tier.onNode ? { ports: tier.ports.map(hostPort) } : {}),
      config,
    },
  };
  return { value: object, head: tier.purpose, comments: comments.map(underSpec) };
}

const underSpec = ({ path, text }: Comment): Comment => ({ path: ['spec', 'config', ...path], text });

const hostPort = ({ name, port, appProtocol }: Port): Fields => ({
  name,
  port,
  targetPort: port,
  hostPort: port,
  appProtocol,
});
