import { imageNames } from '../images/image-names.js';
import { apply } from './test-cluster.js';
import { INJECT } from './webhook.js';

/** A program that asks to be injected, and runs with the image of the webhook. */
export const shopIn = (namespace: string): object => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'shop', namespace },
  spec: {
    selector: { matchLabels: { app: 'shop' } },
    template: {
      metadata: { labels: { app: 'shop' }, annotations: { [`${INJECT}nodejs`]: 'true' } },
      spec: {
        terminationGracePeriodSeconds: 0,
        containers: [
          {
            name: 'app',
            image: imageNames().webhook,
            command: ['node', '--eval', 'setInterval(() => undefined, 1000)'],
          },
        ],
      },
    },
  },
});

/** A Service of a backend, with an endpoint that nothing has to answer at. */
export function applyBackend(name: string, namespace: string): void {
  const metadata = { name, namespace };
  const port = { name: 'otlp', port: 4317, protocol: 'TCP' };
  for (const object of [
    { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports: [port] } },
    {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { ...metadata, labels: { 'kubernetes.io/service-name': name } },
      addressType: 'IPv4',
      ports: [port],
      endpoints: [{ addresses: ['10.255.255.1'], conditions: { ready: true } }],
    },
  ])
    apply(JSON.stringify(object));
}

/** As its chart registers it, at a place where nothing is. */
export const OPERATOR = {
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'MutatingWebhookConfiguration',
  metadata: {
    name: 'opentelemetry-operator-mutation',
    labels: { 'app.kubernetes.io/name': 'opentelemetry-operator' },
  },
  webhooks: [
    {
      name: 'mpod.kb.io',
      admissionReviewVersions: ['v1'],
      clientConfig: { url: 'https://127.0.0.1:9/mutate-v1-pod' },
      rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
      failurePolicy: 'Ignore',
      sideEffects: 'None',
      timeoutSeconds: 1,
    },
  ],
};
