import type { RunningPod } from '../../../demo/downward-api.js';

/** A pod on its node, with a second container that has resources. */
export const POD: RunningPod = {
  metadata: {
    name: 'web-7c5ddbdf54-x2x9p',
    namespace: 'shop',
    uid: '3b0e6a9c-0000-4000-8000-000000000001',
    labels: { app: 'web', 'app.kubernetes.io/name': 'web-name' },
    annotations: { 'example.com/owner': 'team a' },
  },
  spec: {
    nodeName: 'node-1',
    serviceAccountName: 'web-account',
    containers: [
      { name: 'app' },
      {
        name: 'other',
        resources: {
          limits: { cpu: '1500m', memory: '64Mi' },
          requests: { cpu: '250m', memory: '1e3', 'ephemeral-storage': '1Gi' },
        },
      },
    ],
  },
  status: { hostIP: '192.0.2.1', podIP: '10.0.0.5' },
};
