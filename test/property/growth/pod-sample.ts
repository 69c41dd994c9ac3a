import { buildSampleHints, getInjectKey } from '../../../src/core/annotations.js';
import { LANGUAGES } from '../../../src/core/domain.js';
import { OPTIONS } from '../../support/sample-injection.js';
import type { Json } from './cluster-samples.js';

const INJECT = 'instrumentation.opentelemetry.io';

const value = (name: string, text: string): Json => ({ name, value: text });

/** Options of languages whose agents are not told from others by them. */
const OTHER_OPTIONS = OPTIONS.filter((name) => name !== 'NODE_OPTIONS' && name !== 'JAVA_TOOL_OPTIONS');

/** A pod that asks for every language and has something of all that is read. */
export const POD: Json = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'orders-5d4f9c7b8-x2x2x',
    generateName: 'orders-',
    labels: {
      'app.kubernetes.io/name': 'orders',
      'app.kubernetes.io/instance': 'orders-shop',
      'app.kubernetes.io/version': '1.4',
      'pod-template-hash': '5d4f9c7b8',
    },
    annotations: {
      ...Object.fromEntries(
        LANGUAGES.flatMap((language) => [
          [getInjectKey(language), 'true'],
          ...Object.entries(buildSampleHints(language)),
        ]),
      ),
      [`${INJECT}/container-names`]: 'app',
      [`${INJECT}/go-container-names`]: 'worker',
      [`${INJECT}/apache-httpd-container-names`]: 'web',
      [`${INJECT}/inject-nginx-container-names`]: 'proxy',
      'resource.opentelemetry.io/service.version': '1.4',
      'resource.opentelemetry.io/team': 'shop',
      'tracing.dokaseca.io/backend': 'tempo',
      'cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes': 'cache,tmp',
    },
    ownerReferences: [
      { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'orders-5d4f9c7b8', uid: 'u1', controller: true },
      { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'orders', uid: 'u2' },
    ],
  },
  spec: {
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'dedicated', operator: 'Equal', value: 'shop', effect: 'NoSchedule' }],
    imagePullSecrets: [{ name: 'registry' }],
    securityContext: { runAsUser: 1000, supplementalGroups: [1] },
    affinity: {
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [
            { matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] }] },
          ],
        },
      },
    },
    volumes: [
      { name: 'data', emptyDir: {} },
      { name: 'kube-api-access-x', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } },
    ],
    initContainers: [
      { name: 'migrate', image: 'migrate:2', resources: { requests: { cpu: '100m' } } },
      { name: 'proxy-warm', image: 'warm:1', restartPolicy: 'Always', env: [value('W', '$(W)')] },
    ],
    ephemeralContainers: [{ name: 'debug' }],
    containers: [
      {
        name: 'app',
        image: 'registry.example:5000/shop/orders:1.4@sha256:0123456789abcdef0123456789abcdef',
        command: ['node'],
        args: ['server.js'],
        envFrom: [{ prefix: 'P_', configMapRef: { name: 'settings' } }, { secretRef: { name: 'keys' } }],
        env: [
          value('OTEL_RESOURCE_ATTRIBUTES', 'team=shop,a=b'),
          value('A', '$(OTEL_RESOURCE_ATTRIBUTES)'),
          value('NODE_OPTIONS', '--max-old-space-size=128 -r ./dd-trace'),
          value('JAVA_TOOL_OPTIONS', '-javaagent:/other.jar'),
          ...OTHER_OPTIONS.map((name) => value(name, '/app')),
          value('OTEL_PROPAGATORS', 'b3,xray'),
          { name: 'KEY', valueFrom: { secretKeyRef: { name: 'keys', key: 'k' } } },
          { name: 'IP', valueFrom: { fieldRef: { fieldPath: "metadata.labels['a']" } } },
        ],
        resources: { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '1', memory: '1Gi' } },
        securityContext: { runAsUser: 1000, capabilities: { drop: ['ALL'] } },
        volumeMounts: [
          { name: 'data', mountPath: '/data' },
          { name: 'kube-api-access-x', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' },
        ],
        ports: [{ name: 'http', containerPort: 8080 }],
      },
      {
        name: 'worker',
        image: 'worker:1',
        env: [value('OTEL_EXPORTER_OTLP_ENDPOINT', 'http://own.example:4317'), value('B', '$$(A) $(A)')],
      },
      {
        name: 'web',
        image: 'httpd:2.4',
        env: [value('OTEL_SERVICE_NAME', 'front')],
        volumeMounts: [{ name: 'data', mountPath: '/usr/local/apache2/conf/extra' }],
      },
      { name: 'proxy', image: 'nginx:1.25', volumeMounts: [{ name: 'data', mountPath: '/etc/nginx/x' }] },
    ],
  },
};
