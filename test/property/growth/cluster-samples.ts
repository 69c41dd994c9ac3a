import { SECTIONS } from '../../../src/core/objects/instrumentation-sections.js';

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>;

export const NAMESPACE: Json = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'shop',
    labels: { team: 'shop', 'pod-security.kubernetes.io/enforce': 'privileged' },
    annotations: {
      'resource.opentelemetry.io/service.name': 'shop',
      'instrumentation.opentelemetry.io/java-container-names': 'app',
    },
  },
};

export const LIMIT_RANGE: Json = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'bounds', namespace: 'shop' },
  spec: {
    limits: [
      {
        type: 'Container',
        min: { cpu: '1m' },
        max: { cpu: '4' },
        default: { cpu: '1' },
        defaultRequest: { cpu: '100m' },
        maxLimitRequestRatio: { cpu: '20' },
      },
      { type: 'Pod', min: { 'ephemeral-storage': '1Mi' } },
    ],
  },
};

export const REPLICA_SET: Json = {
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name: 'orders-5d4f9c7b8',
    namespace: 'shop',
    uid: 'u1',
    labels: { app: 'orders' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'orders', uid: 'u3' }],
  },
};

export const CONFIG_MAP: Json = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'settings', namespace: 'shop' },
  data: { PYTHONPATH: '/lib', LEVEL: 'info' },
};

const common = (name: string): Json => ({
  image: `registry.example/agents/${name}:1.0`,
  env: [{ name: `OF_${name.toUpperCase()}`, value: '$(OTEL_NODE_IP)' }],
  resources: { limits: { cpu: '500m' }, requests: { memory: '64Mi' } },
});

export const INSTRUMENTATION: Json = {
  apiVersion: 'opentelemetry.io/v1alpha1',
  kind: 'Instrumentation',
  metadata: { name: 'main', namespace: 'shop' },
  spec: {
    exporter: {
      endpoint: 'http://otel-collector.monitoring:4318',
      tls: { secretName: 'client', configMapName: 'ca', ca_file: 'ca.crt', cert_file: 'c', key_file: 'k' },
    },
    resource: { resourceAttributes: { 'deployment.environment': 'test' }, addK8sUIDAttributes: true },
    propagators: ['tracecontext', 'b3', 'xray'],
    sampler: {
      type: 'parentbased_jaeger_remote',
      argument: 'endpoint=http://j:14250,pollingIntervalMs=5000',
    },
    defaults: { useLabelsForResourceAttributes: true },
    env: [
      { name: 'FIRST', value: '$(LATER)' },
      { name: 'LATER', value: 'x' },
      { name: 'OTEL_PROPAGATORS', value: 'b3,tracecontext' },
      { name: 'SOME', valueFrom: { configMapKeyRef: { name: 'settings', key: 'LEVEL' } } },
    ],
    imagePullPolicy: 'Always',
    initContainerSecurityContext: { runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
    ...Object.fromEntries(SECTIONS.map((name) => [name, common(name)])),
    java: { ...common('java'), extensions: [{ image: 'ext:1', dir: '/ext' }] },
    nodejs: { ...common('nodejs'), volumeLimitSize: '100Mi' },
    dotnet: {
      ...common('dotnet'),
      volumeClaimTemplate: {
        metadata: { labels: { a: 'b' } },
        spec: {
          accessModes: ['ReadWriteOnce'],
          resources: { requests: { storage: '1Gi' } },
          selector: { matchExpressions: [{ key: 'a', operator: 'In', values: ['b'] }] },
        },
      },
    },
    go: { ...common('go'), securityContext: { capabilities: { add: ['SYS_PTRACE'] } } },
    apacheHttpd: {
      ...common('apache'),
      attrs: [{ name: 'ApacheModuleOtelMaxQueueSize', value: '4096' }],
      version: '2.4',
      configPath: '/usr/local/apache2/conf',
    },
    nginx: {
      ...common('nginx'),
      attrs: [{ name: 'NginxModuleOtelMaxQueueSize', value: '4096' }],
      configFile: '/etc/nginx/nginx.conf',
    },
  },
};

const platform = (spec: Json): Json => ({
  apiVersion: 'tracing.dokaseca.io/v1alpha1',
  kind: 'TracingPlatform',
  metadata: { name: 'default' },
  spec: {
    ...spec,
    propagators: ['tracecontext', 'baggage'],
    agents: {
      registry: 'registry.example:5000/agents',
      pullSecret: 'agents',
      java: { enabled: true, image: 'registry.example/java:1' },
      go: { enabled: true },
      nginx: { enabled: true },
    },
    injection: {
      ignoreContainers: ['istio-proxy'],
      instrumentationNamespaces: ['shop'],
      rules: [
        {
          namespaceSelector: { matchLabels: { team: 'shop' } },
          podSelector: { matchExpressions: [{ key: 'app', operator: 'NotIn', values: ['x'] }] },
          languages: ['java', 'nodejs'],
          containers: ['app', 'worker'],
        },
      ],
    },
  },
});

/** Platforms by what they do with traces. */
export const PLATFORMS: readonly (readonly [string, Json])[] = [
  [
    'a platform with a Collector',
    platform({
      cluster: { name: 'eu-1', domain: 'cluster.example' },
      addons: { enable_tempo: true, enable_jaeger: true, enable_opentelemetry_operator: true },
      backend: 'tempo',
      collector: { name: 'otel', namespace: 'monitoring', version: '0.126.0', topology: 'agent' },
      backends: {
        tempo: { namespace: 'tempo', chart: 'tempo-distributed-1.61.3' },
        jaeger: { chart: '4.0.0' },
      },
      signals: ['traces', 'metrics'],
      sampling: { strategy: 'tail', keepErrors: false, slowMs: 500, percent: 0.5, drop: ['/healthz'] },
    }),
  ],
  [
    'a platform that is sent to directly',
    platform({
      cluster: { name: 'eu-1' },
      addons: { enable_tempo: true, enable_jaeger: true, enable_victoria_traces: true, enable_zipkin: true },
      route: 'direct',
      backends: {
        tempo: {
          endpoint: 'https://tempo.example:4317',
          queryEndpoint: 'https://tempo.example:3200/tempo',
          tenant: { fixed: 'shop' },
          headers: [{ name: 'Authorization', secretName: 'tempo', key: 'token' }],
          tls: { secretName: 'client', configMapName: 'ca', caFile: 'ca.crt', certFile: 'c', keyFile: 'k' },
        },
        'victoria-traces': { tenant: { fixed: '12:3' } },
      },
      sampling: { strategy: 'probabilistic', ratio: 0.1 },
    }),
  ],
];
