import { getInjectKey } from '../core/annotations.js';
import type { KubeObject } from '../kube/object.js';

/**
 * A pod that asks for injection, to be created by a dry run alone. It meets the restricted level of Pod Security, and names
 * resources, so that it is admitted in a namespace with a quota.
 */
export const buildProbePod = (namespace: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'doka-tracing-doctor', namespace, annotations: { [getInjectKey('sdk')]: 'true' } },
  spec: {
    restartPolicy: 'Never',
    automountServiceAccountToken: false,
    securityContext: { runAsNonRoot: true, runAsUser: 65_532, seccompProfile: { type: 'RuntimeDefault' } },
    containers: [
      {
        name: 'doctor',
        image: 'doka-tracing-doctor',
        resources: { requests: RESOURCES, limits: RESOURCES },
        securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      },
    ],
  },
});

const RESOURCES = { cpu: '10m', memory: '16Mi' };
