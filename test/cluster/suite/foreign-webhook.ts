import type { AdmissionServer } from './admission-server.js';
import { apply, kubectl } from './test-cluster.js';

/** Names of the registrations decide in which order the API server calls them. */
export function registerWebhook(name: string, clientConfig: AdmissionServer['clientConfig']): void {
  apply(
    JSON.stringify({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name },
      webhooks: [
        {
          name: 'mpod.kb.io',
          admissionReviewVersions: ['v1'],
          clientConfig,
          failurePolicy: 'Ignore',
          sideEffects: 'None',
          rules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }],
        },
      ],
    }),
  );
}

export function unregisterWebhook(name: string): void {
  kubectl('delete', 'mutatingwebhookconfiguration', name, '--ignore-not-found');
}
