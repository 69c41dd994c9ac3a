import type { Data } from './commented-yaml.js';

/** What injection needs to know of the cluster, and workloads that make it add, join, rename, move and take away. */

export const TRACED_CONTEXT = `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: opentelemetry.io/v1alpha1
kind: Instrumentation
metadata: { name: inst }
spec:
  exporter: { endpoint: http://collector.shop:4318 }
  sampler: { type: always_on }
`;

const asking = (...languages: readonly string[]): Record<string, Data> =>
  Object.fromEntries(
    languages.map((language) => [`instrumentation.opentelemetry.io/inject-${language}`, 'true']),
  );

const JAVA = {
  name: 'app',
  image: 'shop/app:1',
  command: ['java', '-jar', 'app.jar'],
  env: [
    { name: 'JAVA_TOOL_OPTIONS', value: '-Xmx64m' },
    { name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'team=shop,tier=$(TIER)' },
    { name: 'TIER', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
  ],
  volumeMounts: [
    { name: 'data', mountPath: '/data', readOnly: true },
    { name: 'tmp', mountPath: '/tmp' },
  ],
  resources: { limits: { cpu: '1', memory: '512Mi' }, requests: { cpu: '500m' } },
};

const VOLUMES = [
  { name: 'data', emptyDir: {} },
  { name: 'tmp', emptyDir: { medium: 'Memory' } },
];

const deployment = (metadata: Data, spec: Data): Data => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: { replicas: 2, selector: { matchLabels: { app: 'web' } }, template: { metadata, spec } },
});

const pod = (metadata: Readonly<Record<string, Data>>, spec: Data): Data => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web', ...metadata },
  spec,
});

const JAVA_DEPLOYMENT = deployment(
  { labels: { app: 'web', tier: 'front' }, annotations: { ...asking('java'), note: 'two\nlines\n' } },
  { containers: [JAVA], volumes: VOLUMES },
);

const SCRIPTED = pod(
  { annotations: asking('nodejs', 'python') },
  {
    initContainers: [{ name: 'wait', image: 'busybox', args: [], volumeMounts: [] }],
    containers: [
      {
        name: 'app',
        image: 'shop/app:1',
        env: [
          { name: 'NODE_OPTIONS', value: '--max-old-space-size=100' },
          { name: 'PYTHONPATH', valueFrom: { configMapKeyRef: { name: 'paths', key: 'python' } } },
          { name: 'OTEL_RESOURCE_ATTRIBUTES', valueFrom: { configMapKeyRef: { name: 'a', key: 'b' } } },
          { name: 'LAST', value: '' },
        ],
        volumeMounts: null,
      },
    ],
    volumes: [],
  },
);

const SERVED = deployment(
  { annotations: { ...asking('apache-httpd'), 'instrumentation.opentelemetry.io/container-names': 'web' } },
  {
    containers: [
      {
        name: 'web',
        image: 'httpd:2.4',
        ports: [{ containerPort: 80 }],
        env: [],
        volumeMounts: [
          { name: 'conf', mountPath: '/usr/local/apache2/conf/extra', mountPropagation: 'Bidirectional' },
          { name: 'data', mountPath: '/data' },
          { name: 'conf', mountPath: '/usr/local/apache2/conf' },
        ],
      },
      { name: 'side', image: 'side:1' },
    ],
    volumes: [{ name: 'conf', configMap: { name: 'conf' } }, ...VOLUMES],
  },
);

const BEFORE = pod(
  {
    annotations: {
      'tracing.dokaseca.io/reason': 'go-in-job',
      ...asking('dotnet', 'sdk'),
      'tracing.dokaseca.io/status': 'skipped',
      'tracing.dokaseca.io/notice': 'old',
    },
  },
  {
    containers: [
      { name: 'app', image: 'shop/app:1', env: null, resources: {} },
      { name: 'db', image: 'db:1', env: [{ name: 'OTEL_RESOURCE_ATTRIBUTES', value: 'a=b\nc=d' }] },
    ],
  },
);

/** Containers that say the same, so that aliases stand in what is edited. */
const ALIKE = pod(
  { annotations: { ...asking('java'), 'instrumentation.opentelemetry.io/container-names': 'app,b,c,d' } },
  {
    containers: [
      JAVA,
      { ...JAVA, name: 'b', args: ['-Xmx64m', null] },
      { name: 'c', image: 'shop/app:1', args: ['-Xmx64m', '/data'], volumeMounts: [], env: [] },
      { name: 'd', image: 'shop/app:1', volumeMounts: [], env: [] },
    ],
    volumes: VOLUMES,
  },
);

const OTHER: Data = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'c' },
  data: { a: 'x\ny\n', b: '' },
};

/** Objects of a text each. */
export const TRACED_TEXTS: readonly (readonly Data[])[] = [
  [JAVA_DEPLOYMENT],
  [ALIKE],
  [SCRIPTED, OTHER],
  [SERVED],
  [OTHER, BEFORE],
  [{ apiVersion: 'v1', kind: 'List', items: [OTHER, JAVA_DEPLOYMENT, BEFORE] }],
];
