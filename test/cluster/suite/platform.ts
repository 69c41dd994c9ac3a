import { apply } from './test-cluster.js';

/** Makes this the platform's choice; gives what kubectl prints, and throws when the API server refuses it. */
export const applyPlatform = (spec: object): string =>
  apply(
    JSON.stringify({
      apiVersion: 'tracing.dokaseca.io/v1alpha1',
      kind: 'TracingPlatform',
      metadata: { name: 'default' },
      spec,
    }),
  );
