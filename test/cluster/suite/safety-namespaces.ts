import { apply } from './test-cluster.js';
import { SAFETY_NAMESPACES, type SafetyNamespace } from './generated-pods.js';

/** Limits that a container's own values can break, and defaults for those that have none. */
const limitRange = (namespace: string): object => ({
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'bounds', namespace },
  spec: {
    limits: [
      {
        type: 'Container',
        min: { cpu: '5m', memory: '16Mi' },
        max: { cpu: '2', memory: '2Gi' },
        default: { cpu: '250m', memory: '256Mi' },
        defaultRequest: { cpu: '50m', memory: '64Mi' },
        maxLimitRequestRatio: { cpu: '50' },
      },
    ],
  },
});

/** Wide enough for any pod, but every container must say what it takes. */
const quota = (namespace: string): object => ({
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  metadata: { name: 'bounds', namespace },
  spec: {
    hard: { 'requests.cpu': '1k', 'requests.memory': '1Ti', 'limits.cpu': '1k', 'limits.memory': '1Ti' },
  },
});

const instrumentation = (namespace: string, name: string, spec: object): object => ({
  apiVersion: 'opentelemetry.io/v1alpha1',
  kind: 'Instrumentation',
  metadata: { name, namespace },
  spec,
});

/** The Instrumentation that "true" takes, in all namespaces but those with a quota, where the platform's settings hold. */
const SETTINGS = {
  exporter: { endpoint: 'http://otel-collector:4317' },
  propagators: ['tracecontext', 'b3'],
  sampler: { type: 'parentbased_traceidratio', argument: '0.5' },
  env: [{ name: 'OTEL_LOG_LEVEL', value: 'info' }],
  java: { resources: { limits: { memory: '96Mi' } } },
  nodejs: { volumeLimitSize: '300Mi' },
};

const namespaceObjects = ({ name, level, bound }: SafetyNamespace): readonly object[] => [
  {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': level } },
  },
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name: 'settings', namespace: name },
    data: { key: 'value' },
  },
  ...(bound === 'limits' ? [limitRange(name)] : []),
  ...(bound === 'quota' ? [quota(name)] : []),
  ...(bound === 'quota' ? [] : [instrumentation(name, 'settings', SETTINGS)]),
];

/** Creates the namespaces of the generated pods, with what is read in them. */
export function prepareSafetyNamespaces(): void {
  const items = SAFETY_NAMESPACES.flatMap(namespaceObjects);
  apply(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
}
