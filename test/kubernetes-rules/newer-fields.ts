import type { ContainerDraft, Draft } from './tidy-pod.js';

/** Fields that Pod was given by Kubernetes 1.30 and later. docs/pod-fields.md has a row for each. */

type Change = (pod: Draft) => void;

export interface NewerField {
  /** Path of the field, as the documents of Kubernetes write it. */
  readonly field: string;
  /** Gives a pod the field. */
  readonly set: Change;
  /** Of a version that is newer than the rules: no API server of theirs knows it, so it is only seen to stay. */
  readonly isUnknownToRules: boolean;
}

const newer = (field: string, ...changes: readonly Change[]): NewerField => ({
  field,
  set: (pod) => {
    for (const change of changes) change(pod);
  },
  isUnknownToRules: false,
});
const newest = (field: string, change: Change): NewerField => ({
  ...newer(field, change),
  isUnknownToRules: true,
});

const inSpec =
  (fields: object): Change =>
  ({ spec }) => {
    Object.assign(spec, fields);
  };
const inContext =
  (fields: object): Change =>
  ({ spec }) => {
    spec.securityContext = { ...spec.securityContext, ...fields };
  };

/** Changes the container that injection takes where nothing says otherwise. */
const inFirst =
  (change: (container: ContainerDraft) => object): Change =>
  ({ spec: { containers } }) => {
    const [first] = containers;
    if (first !== undefined) Object.assign(first, change(first));
  };
const withContext = (fields: object): Change =>
  inFirst(({ securityContext }) => ({ securityContext: { ...securityContext, ...fields } }));
const withVariables = (...variables: readonly object[]): Change =>
  inFirst(({ env = [] }) => ({ env: [...env, ...variables] }));

const withInit =
  (fields: object): Change =>
  ({ spec }) => {
    spec.initContainers = [...(spec.initContainers ?? []), { name: 'newer', image: 'setup:1', ...fields }];
  };

/** A volume that the first container mounts. */
const withVolume =
  (source: object, mount: object = {}): Change =>
  (pod) => {
    pod.spec.volumes = [...(pod.spec.volumes ?? []), { name: 'newer', ...source }];
    inFirst(({ volumeMounts = [] }) => ({
      volumeMounts: [...volumeMounts, { name: 'newer', mountPath: '/newer', ...mount }],
    }))(pod);
  };
const withProjected = (source: object): Change => withVolume({ projected: { sources: [source] } });

/** Variables from a file that another container writes. */
const withFile = (optional: object): Change => {
  const fileKeyRef = { volumeName: 'newer', path: 'env', key: 'KEY', ...optional };
  return withVariables(
    { name: 'JAVA_TOOL_OPTIONS', valueFrom: { fileKeyRef } },
    { name: 'NEWER', valueFrom: { fileKeyRef } },
  );
};

const WHOLE = { requests: { cpu: '2', memory: '2Gi' }, limits: { cpu: '4', memory: '4Gi' } };
const RESIZE = [{ resourceName: 'cpu', restartPolicy: 'NotRequired' }];
const restartOn = (action: string): object => ({
  restartPolicy: 'Never',
  restartPolicyRules: [{ action, exitCodes: { operator: 'In', values: [42] } }],
});
const SPREAD = {
  topologyKey: 'kubernetes.io/hostname',
  labelSelector: { matchLabels: { tier: 'front' } },
  matchLabelKeys: ['pod-template-hash'],
};
const SIGNER = 'example.com/signer';
const CERTIFICATE = { signerName: SIGNER, keyType: 'ED25519', credentialBundlePath: 'bundle.pem' };
const FILES = withVolume({ emptyDir: {} });

export const NEWER_FIELDS: readonly NewerField[] = [
  newer('spec.resources', inSpec({ resources: WHOLE })),
  newer('spec.hostUsers', inSpec({ hostUsers: false })),
  newer('spec.schedulingGates', inSpec({ schedulingGates: [{ name: 'example.com/wait' }] })),
  newer(
    'spec.resourceClaims',
    inSpec({ resourceClaims: [{ name: 'gpu', resourceClaimTemplateName: 'gpu' }] }),
    inFirst(({ resources }) => ({ resources: { ...resources, claims: [{ name: 'gpu' }] } })),
  ),
  newer('spec.hostnameOverride', inSpec({ hostnameOverride: 'shop.example' })),
  newer('spec.schedulingGroup', inSpec({ schedulingGroup: { podGroupName: 'shop' } })),
  newest(
    'spec.evictionResponders',
    inSpec({ evictionResponders: [{ name: 'example.com/mover', priority: 100 }] }),
  ),
  newer(
    'spec.tolerations[].operator',
    inSpec({ tolerations: [{ key: 'example.com/load', operator: 'Lt', value: '5', effect: 'NoSchedule' }] }),
  ),
  newer(
    'spec.affinity.podAffinity…matchLabelKeys',
    inSpec({ affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [SPREAD] } } }),
  ),
  newer('spec.securityContext.supplementalGroupsPolicy', inContext({ supplementalGroupsPolicy: 'Strict' })),
  newer('spec.securityContext.seLinuxChangePolicy', inContext({ seLinuxChangePolicy: 'Recursive' })),
  newer('spec.securityContext.appArmorProfile', inContext({ appArmorProfile: { type: 'RuntimeDefault' } })),
  newer(
    'spec.containers[].securityContext.appArmorProfile',
    withContext({ appArmorProfile: { type: 'Localhost', localhostProfile: 'shop' } }),
  ),
  newer(
    'spec.containers[].securityContext.procMount',
    inSpec({ hostUsers: false }),
    withContext({ procMount: 'Unmasked' }),
  ),
  newer(
    'spec.containers[].restartPolicy',
    inFirst(() => ({ restartPolicy: 'Never' })),
  ),
  newer(
    'spec.containers[].restartPolicyRules',
    inFirst(() => restartOn('Restart')),
  ),
  newer('spec.initContainers[].restartPolicyRules', withInit(restartOn('Restart'))),
  newer(
    'spec.containers[].restartPolicyRules[].action: RestartAllContainers',
    inFirst(() => restartOn('RestartAllContainers')),
  ),
  newer(
    'spec.containers[].resizePolicy',
    inFirst(() => ({ resizePolicy: RESIZE })),
  ),
  newer('spec.initContainers[].resizePolicy', withInit({ restartPolicy: 'Always', resizePolicy: RESIZE })),
  newer(
    'spec.containers[].lifecycle.stopSignal',
    inSpec({ os: { name: 'linux' } }),
    inFirst(() => ({ lifecycle: { stopSignal: 'SIGUSR1' } })),
  ),
  newer(
    'spec.containers[].lifecycle.preStop.sleep',
    inFirst(() => ({ lifecycle: { preStop: { sleep: { seconds: 0 } } } })),
  ),
  newest(
    'spec.containers[].livenessProbe.grpc.mode',
    inFirst(() => ({ livenessProbe: { grpc: { port: 8080, mode: 'TLS' } } })),
  ),
  newest(
    'spec.containers[].livenessProbe.httpGet.protocol',
    inFirst(() => ({ livenessProbe: { httpGet: { port: 8080, protocol: 'HTTP2' } } })),
  ),
  newer('spec.containers[].env[].valueFrom.fileKeyRef', FILES, withFile({})),
  newer('spec.containers[].env[].valueFrom.fileKeyRef.optional', FILES, withFile({ optional: true })),
  newer('spec.containers[].env[].name', withVariables({ name: 'shop: size (m)', value: '1' })),
  newer(
    'spec.containers[].volumeMounts[].recursiveReadOnly',
    withVolume({ emptyDir: {} }, { readOnly: true, recursiveReadOnly: 'Enabled' }),
  ),
  newest(
    'spec.containers[].volumeMounts[].bindMountOptions',
    withVolume({ emptyDir: {} }, { bindMountOptions: ['noexec'] }),
  ),
  newer(
    'spec.volumes[].image',
    withVolume({ image: { reference: 'models:1', pullPolicy: 'IfNotPresent' } }, { subPath: 'shop' }),
  ),
  newest('spec.volumes[].emptyDir.mode', withVolume({ emptyDir: { mode: 448 } })),
  newest(
    'spec.volumes[].configMap.defaultUser',
    withVolume({ configMap: { name: 'settings', defaultUser: 1000 } }),
  ),
  newer(
    'spec.volumes[].projected.sources[].clusterTrustBundle',
    withProjected({ clusterTrustBundle: { name: 'roots', path: 'ca.crt' } }),
  ),
  newer('spec.volumes[].projected.sources[].podCertificate', withProjected({ podCertificate: CERTIFICATE })),
];
