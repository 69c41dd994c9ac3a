import { INJECT_LABEL } from '../core/annotations.js';
import type { KubeObject } from '../kube/object.js';
import { readPodSelector } from '../kube/pod-selection.js';
import type { Installation } from '../live/installation.js';

/** The command that installs what is missing of the webhook, in the way in which the rest was installed. */
export function formatInstallCommand(
  installation: Pick<Installation, 'deployment' | 'namespace'> | undefined,
  registration?: KubeObject,
): string {
  const release = installation?.deployment.metadata.annotations?.['meta.helm.sh/release-name'];
  return installation === undefined || release === undefined
    ? `kubectl apply -k manifests/overlays/${chooseOverlay(registration)}`
    : `helm upgrade ${release} manifests/chart --namespace ${installation.namespace} --reuse-values`;
}

/** The overlay `opt-in` selects namespaces by a label; without a registration it is not known. */
function chooseOverlay(registration: KubeObject | undefined): 'cluster-wide' | 'opt-in' {
  const expressions = (registration && readPodSelector(registration))?.matchExpressions ?? [];
  const isOptIn = expressions.some(({ key, operator }) => key === INJECT_LABEL && operator === 'In');
  return isOptIn ? 'opt-in' : 'cluster-wide';
}
