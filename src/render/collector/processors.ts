import { BACKEND_ATTRIBUTE } from '../../core/annotations.js';
import type { Backend } from '../../core/domain.js';
import { escapeDollars } from '../escape-dollars.js';
import type { Component } from './component.js';
import { getComponentName } from './names.js';

/** Refuses spans before memory runs out; clients keep them and try again. First in every pipeline that receives. */
export const MEMORY_LIMITER: Component = {
  kind: 'processors',
  id: 'memory_limiter',
  config: { check_interval: '1s', limit_percentage: 80, spike_limit_percentage: 25 },
};

/** Batches as the platform sends them; the upper bound keeps the memory of a queue, which counts batches, bounded. */
export const BATCH: Component = {
  kind: 'processors',
  id: 'batch',
  config: { timeout: '1s', send_batch_size: 1024, send_batch_max_size: 1024 },
};

/** Variable with the name of the node, for a Collector that looks after the pods of its node alone. */
const NODE_NAME = 'K8S_NODE_NAME';

/** Attributes that need no rights beyond pods, namespaces and replicasets, and are known to every version since 0.118. */
const POD_METADATA: readonly string[] = [
  'k8s.namespace.name',
  'k8s.node.name',
  'k8s.pod.name',
  'k8s.pod.uid',
  'k8s.deployment.name',
  'k8s.statefulset.name',
  'k8s.daemonset.name',
  'k8s.job.name',
  'k8s.cronjob.name',
];

/** Names the pod that spans come from. It needs the rights of `CLUSTER_RULES`. */
export function buildK8sAttributes(version: string, isOnNode: boolean): Component {
  const nodeName = { fieldRef: { fieldPath: 'spec.nodeName' } };
  return {
    kind: 'processors',
    id: getComponentName('k8sAttributes', version),
    comment:
      'The address of a connection is the last resort: behind a mesh or a host network it is not the pod’s.',
    config: {
      auth_type: 'serviceAccount',
      ...(isOnNode ? { filter: { node_from_env_var: NODE_NAME } } : {}),
      extract: { metadata: POD_METADATA },
      pod_association: [
        { sources: [{ from: 'resource_attribute', name: 'k8s.pod.uid' }] },
        { sources: [{ from: 'resource_attribute', name: 'k8s.pod.ip' }] },
        { sources: [{ from: 'connection' }] },
      ],
    },
    ...(isOnNode ? { env: [{ name: NODE_NAME, valueFrom: nodeName }] } : {}),
  };
}

/** Names the cluster, as the platform does and as the OpenTelemetry conventions do. */
export function buildClusterProcessor(cluster: string): Component {
  const insert = (key: string): Readonly<Record<string, string>> => ({
    key,
    value: escapeDollars(cluster),
    action: 'insert',
  });
  return {
    kind: 'processors',
    id: 'resource',
    config: { attributes: [insert('cluster.name'), insert('k8s.cluster.name')] },
  };
}

/**
 * Keeps the spans of pods that picked a backend, or none, out of the others. Spans that name a backend that is not
 * enabled are kept everywhere, so that switching one off loses nothing.
 */
export function buildPickFilter(backend: Backend, others: readonly Backend[]): Component {
  return {
    kind: 'processors',
    id: `filter/${backend}`,
    comment: `Spans of pods that picked another backend with the annotation tracing.dokaseca.io/backend.`,
    config: {
      error_mode: 'ignore',
      traces: { span: others.map((other) => `resource.attributes["${BACKEND_ATTRIBUTE}"] == "${other}"`) },
    },
  };
}

/** Takes the pick away before a backend sees it. */
export const PICK_REMOVED: Component = {
  kind: 'processors',
  id: 'resource/picked',
  config: { attributes: [{ key: BACKEND_ATTRIBUTE, action: 'delete' }] },
};
