import { formatCollectorService } from '../../core/platform/addresses.js';
import type { Fields } from '../../core/json.js';
import type { RenderSettings } from '../settings.js';
import type { CommentedDocument, Comment } from '../yaml-text.js';
import { buildCollectorConfig, resolveCollectorImage } from './config.js';
import type { CollectorPort } from './receivers.js';
import type { Tier } from './tiers.js';
import { buildRuntime, MOST_UNAVAILABLE } from './tier-workload.js';

const MODES = { Deployment: 'deployment', DaemonSet: 'daemonset', StatefulSet: 'statefulset' } as const;

/**
 * One tier as an OpenTelemetryCollector, of which the Operator makes the workload and the Services
 * `<name>-collector` and `<name>-collector-headless`. The file decides: the Operator is configured not to upgrade it.
 */
export function buildOperatorObject(tier: Tier, { platform, replicas }: RenderSettings): CommentedDocument {
  const { namespace, name } = platform.collector;
  const { config, comments } = buildCollectorConfig(tier.pipelines, false);
  const { env, resources, podSecurityContext, containerSecurityContext, volumes, volumeMounts, ...rest } =
    buildRuntime(tier, 'operator');
  const account = tier.workload === 'StatefulSet' ? {} : { serviceAccount: formatCollectorService(name) };
  const object = {
    apiVersion: 'opentelemetry.io/v1beta1',
    kind: 'OpenTelemetryCollector',
    metadata: {
      name: tier.name,
      namespace,
      ...(Object.keys(tier.serviceLabels).length === 0 ? {} : { labels: tier.serviceLabels }),
    },
    spec: {
      mode: MODES[tier.workload],
      ...(tier.workload === 'DaemonSet' ? {} : { replicas }),
      image: resolveCollectorImage(tier.pipelines, platform),
      upgradeStrategy: 'none',
      ...account,
      ...rest,
      // What the Operator would write as well; it says so here that a cluster's other default does not hold.
      ...(tier.workload === 'DaemonSet' ? {} : { podDisruptionBudget: MOST_UNAVAILABLE }),
      podSecurityContext,
      securityContext: containerSecurityContext,
      env,
      resources,
      ...(volumes.length === 0 ? {} : { volumes, volumeMounts }),
      ...(tier.onNode ? { ports: tier.ports.map(buildHostPort) } : {}),
      config,
    },
  };
  return { value: object, head: tier.purpose, comments: comments.map(moveUnderSpec) };
}

const moveUnderSpec = ({ path, text }: Comment): Comment => ({ path: ['spec', 'config', ...path], text });

const buildHostPort = ({ name, port, appProtocol }: CollectorPort): Fields => ({
  name,
  port,
  targetPort: port,
  hostPort: port,
  appProtocol,
});
