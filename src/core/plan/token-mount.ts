import type { PodEdit } from '../edits.js';
import type { Container, PodSpec, VolumeMount } from '../kubernetes/pod.js';

/** Where the API server mounts the token of a pod's ServiceAccount, and how it calls the volume. */
const MOUNT_PATH = '/var/run/secrets/kubernetes.io/serviceaccount';
const VOLUME_PREFIX = 'kube-api-access-';

/**
 * Gives each container that is added the token's mount that the API server would give it. It does so for every container
 * that lacks one, after the webhooks; the pod then is another one than they left, and each that has `reinvocationPolicy:
 * IfNeeded` is called a second time. The pod comes out the same either way, with one call less.
 * https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/#serviceaccount-admission-controller
 */
export function addTokenMounts(edits: readonly PodEdit[], spec: PodSpec): readonly PodEdit[] {
  const mount = findTokenMount(spec);
  if (mount === undefined) return edits;
  return edits.map((edit) =>
    edit.op === 'init-container' || edit.op === 'sidecar'
      ? { ...edit, spec: addMount(edit.spec, mount) }
      : edit,
  );
}

/** The mount that the containers of a pod were given; absent where the pod takes no token, or has one of its own. */
function findTokenMount({
  containers,
  volumes = [],
  automountServiceAccountToken,
}: PodSpec): VolumeMount | undefined {
  const name = volumes.find((volume) => volume.name.startsWith(VOLUME_PREFIX))?.name;
  if (name === undefined || automountServiceAccountToken === false) return undefined;
  const isGiven = containers.some(({ volumeMounts = [] }) =>
    volumeMounts.some((mount) => mount.name === name && mount.mountPath === MOUNT_PATH),
  );
  return isGiven ? { name, readOnly: true, mountPath: MOUNT_PATH } : undefined;
}

function addMount(container: Container, mount: VolumeMount): Container {
  const { volumeMounts = [] } = container;
  if (volumeMounts.some(({ mountPath }) => mountPath === MOUNT_PATH)) return container;
  return { ...container, volumeMounts: [...volumeMounts, mount] };
}
