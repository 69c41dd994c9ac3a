import type { AdmissionServer } from './admission-server.js';
import { apply, kubectl } from './test-cluster.js';

/**
 * Registers a webhook for the pods of all namespaces, or of one. Names of the registrations decide in which order the API
 * server calls them.
 */
export function registerWebhook(
  name: string,
  clientConfig: AdmissionServer['clientConfig'],
  { webhook = 'mpod.kb.io', namespace }: { readonly webhook?: string; readonly namespace?: string } = {},
): void {
  const namespaceSelector =
    namespace === undefined ? {} : { matchLabels: { 'kubernetes.io/metadata.name': namespace } };
  apply(
    JSON.stringify({
      apiVersion: 'admissionregistration.k8s.io/v1',
      kind: 'MutatingWebhookConfiguration',
      metadata: { name },
      webhooks: [
        {
          name: webhook,
          admissionReviewVersions: ['v1'],
          clientConfig,
          namespaceSelector,
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
