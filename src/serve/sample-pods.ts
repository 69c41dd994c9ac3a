import { CONTAINER_NAMES } from '../core/annotations.js';
import type { Fields } from '../core/json.js';

/**
 * Pods as charts make them and as the API server sends them for review. V8 compiles for the shapes that it has seen.
 * With other shapes than real pods have, such as short ones, real pods would still be slow.
 */

const variable = (name: string, value: string): Fields => ({ name, value });
const secret = (name: string, of: string, key: string): Fields => ({
  name,
  valueFrom: { secretKeyRef: { name: of, key } },
});
const configured = (name: string, of: string, key: string): Fields => ({
  name,
  valueFrom: { configMapKeyRef: { name: of, key } },
});
const field = (name: string, fieldPath: string): Fields => ({
  name,
  valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } },
});

const numbered = (count: number, prefix: string): readonly Fields[] =>
  Array.from({ length: count }, (_, index) =>
    variable(`${prefix}_${index}`, `http://$(POD_NAME).${prefix.toLowerCase()}-${index}.svc:8080/api`),
  );

const probe = (path: string, port: string): Fields => ({
  httpGet: { path, port, scheme: 'HTTP' },
  initialDelaySeconds: 10,
  timeoutSeconds: 3,
  periodSeconds: 10,
  successThreshold: 1,
  failureThreshold: 3,
});

const TOKEN_MOUNT = {
  name: 'kube-api-access-7xk2p',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};

/** What the API server fills in where a chart says nothing. */
const DEFAULTS = {
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
};

const RESTRICTED = {
  capabilities: { drop: ['ALL'] },
  runAsNonRoot: true,
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
};

const resources = (cpu: string, memory: string): Fields => ({
  limits: { memory },
  requests: { cpu, memory },
});

/** A service of Spring Boot: probes of the actuator, a database, settings from a ConfigMap, an init container that waits. */
const SPRING: Fields = {
  initContainers: [
    {
      name: 'wait-for-database',
      image: 'docker.io/library/busybox:1.36.1',
      command: ['sh', '-c', 'until nc -z orders-postgresql 5432; do sleep 1; done'],
      resources: resources('10m', '16Mi'),
      volumeMounts: [TOKEN_MOUNT],
      ...DEFAULTS,
      securityContext: RESTRICTED,
    },
  ],
  containers: [
    {
      name: 'orders',
      image: 'registry.example.com/shop/orders:2.14.0',
      ports: [
        { name: 'http', containerPort: 8080, protocol: 'TCP' },
        { name: 'management', containerPort: 8081, protocol: 'TCP' },
      ],
      envFrom: [{ configMapRef: { name: 'orders' } }],
      env: [
        field('POD_NAME', 'metadata.name'),
        variable('SPRING_PROFILES_ACTIVE', 'production,kubernetes'),
        variable('JAVA_TOOL_OPTIONS', '-XX:MaxRAMPercentage=75.0 -XX:+UseG1GC'),
        variable('SPRING_DATASOURCE_URL', 'jdbc:postgresql://orders-postgresql:5432/orders'),
        secret('SPRING_DATASOURCE_USERNAME', 'orders-postgresql', 'username'),
        secret('SPRING_DATASOURCE_PASSWORD', 'orders-postgresql', 'password'),
        configured('FEATURE_FLAGS', 'orders-flags', 'flags.json'),
        ...numbered(20, 'CLIENT_URL'),
      ],
      resources: resources('500m', '1Gi'),
      volumeMounts: [
        { name: 'tmp', mountPath: '/tmp' },
        { name: 'config', mountPath: '/config' },
        TOKEN_MOUNT,
      ],
      livenessProbe: probe('/actuator/health/liveness', 'management'),
      readinessProbe: probe('/actuator/health/readiness', 'management'),
      startupProbe: probe('/actuator/health', 'management'),
      ...DEFAULTS,
      securityContext: RESTRICTED,
    },
  ],
};

/** A service beside a proxy that a mesh or a chart adds. */
const WITH_SIDECAR: Fields = {
  containers: [
    {
      name: 'storefront',
      image: 'registry.example.com/shop/storefront:1.92.3',
      command: ['node'],
      args: ['--enable-source-maps', 'dist/server.js'],
      ports: [{ name: 'http', containerPort: 3000, protocol: 'TCP' }],
      env: [
        variable('NODE_ENV', 'production'),
        variable('PORT', '3000'),
        field('POD_NAME', 'metadata.name'),
        secret('SESSION_SECRET', 'storefront', 'session'),
        ...numbered(22, 'BACKEND'),
      ],
      resources: { limits: { cpu: '1', memory: '512Mi' }, requests: { cpu: '250m', memory: '256Mi' } },
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, TOKEN_MOUNT],
      livenessProbe: probe('/healthz', 'http'),
      readinessProbe: probe('/readyz', 'http'),
      ...DEFAULTS,
      securityContext: { ...RESTRICTED, runAsUser: 1000 },
    },
    {
      name: 'proxy',
      image: 'docker.io/envoyproxy/envoy:v1.31.2',
      args: ['--config-path', '/etc/envoy/envoy.yaml'],
      ports: [{ name: 'proxy', containerPort: 15001, protocol: 'TCP' }],
      env: [variable('LOG_LEVEL', 'warn'), field('POD_IP', 'status.podIP'), ...numbered(8, 'CLUSTER')],
      resources: { limits: { cpu: '200m', memory: '128Mi' }, requests: { cpu: '50m', memory: '64Mi' } },
      volumeMounts: [{ name: 'config', mountPath: '/etc/envoy', readOnly: true }, TOKEN_MOUNT],
      readinessProbe: probe('/ready', 'proxy'),
      ...DEFAULTS,
    },
  ],
};

/** A worker that takes jobs of a queue: no ports, few settings. */
const WORKER: Fields = {
  containers: [
    {
      name: 'worker',
      image:
        'registry.example.com/shop/mailer@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      command: ['celery', '-A', 'mailer', 'worker'],
      env: [
        variable('PYTHONUNBUFFERED', '1'),
        variable('CELERY_BROKER_URL', 'redis://redis-master:6379/0'),
        secret('SMTP_PASSWORD', 'mailer', 'smtp-password'),
        field('POD_NAME', 'metadata.name'),
        ...numbered(26, 'QUEUE'),
      ],
      resources: resources('100m', '256Mi'),
      volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }, TOKEN_MOUNT],
      livenessProbe: {
        exec: { command: ['celery', 'inspect', 'ping'] },
        periodSeconds: 30,
        timeoutSeconds: 10,
      },
      ...DEFAULTS,
      securityContext: { runAsNonRoot: true, runAsUser: 10_001 },
    },
  ],
};

const VOLUMES = [
  { name: 'tmp', emptyDir: {} },
  { name: 'config', configMap: { name: 'settings', defaultMode: 420 } },
  {
    name: 'kube-api-access-7xk2p',
    projected: {
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      ],
      defaultMode: 420,
    },
  },
];

/** A pod as its template has it. */
export interface SamplePod {
  readonly annotations: Fields;
  readonly spec: Fields;
}

const complete = (spec: Fields): Fields => ({
  volumes: VOLUMES,
  ...spec,
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  serviceAccountName: 'sample',
  securityContext: { fsGroup: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  schedulerName: 'default-scheduler',
  enableServiceLinks: true,
});

/** A pod as charts write it, with the fields that the API server fills in. Next to a proxy, the container is named. */
export const SAMPLE_PODS: readonly SamplePod[] = [
  { annotations: { 'checksum/config': '8f434346648f6b96' }, spec: complete(SPRING) },
  {
    annotations: {
      'kubectl.kubernetes.io/restartedAt': '2026-05-14T08:12:45Z',
      [CONTAINER_NAMES]: 'storefront',
    },
    spec: complete(WITH_SIDECAR),
  },
  { annotations: {}, spec: complete(WORKER) },
];
