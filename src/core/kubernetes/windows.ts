import { listRequiredTerms, listSelectorRequirements, type NodeRequirement } from './node-requirements.js';
import type { Container, PodSpec, SecurityContext } from './pod.js';

/**
 * Tells whether a pod says that it runs on Windows: by its operating system, by what it asks of its node, by options that
 * only Windows has, or by an image or a mount that only Windows can have. A toleration is no sign: it lets the pod run there and does not keep it from Linux.
 * https://kubernetes.io/docs/concepts/windows/user-guide/#ensuring-os-specific-workloads-land-on-the-appropriate-container-host
 */
export const isWindows = (spec: PodSpec): boolean =>
  spec.os?.name === 'windows' ||
  isBoundToWindows(spec) ||
  listContexts(spec).some(hasWindowsOptions) ||
  listContainers(spec).some(isWindowsContainer);

const listContainers = ({ containers, initContainers = [] }: PodSpec): readonly Container[] => [
  ...containers,
  ...initContainers,
];

/** Base images of Windows, which others name in their tags. https://learn.microsoft.com/en-us/virtualization/windowscontainers/manage-containers/container-base-images */
const WINDOWS_IMAGE = /nanoserver|windowsservercore|windows\/server|-ltsc20\d\d/;
const DRIVE = /^[A-Za-z]:[\\/]/;

/** Tells whether a container has an image of Windows, or mounts something on a drive. */
const isWindowsContainer = ({ image = '', volumeMounts = [] }: Container): boolean =>
  WINDOWS_IMAGE.test(image) || volumeMounts.some(({ mountPath }) => DRIVE.test(mountPath));

const hasWindowsOptions = (context: SecurityContext | undefined): boolean =>
  context?.windowsOptions !== undefined;

const listContexts = (spec: PodSpec): readonly (SecurityContext | undefined)[] => [
  spec.securityContext,
  ...listContainers(spec).map(({ securityContext }) => securityContext),
];

/** A node selector holds beside any affinity; the terms of an affinity are alternatives. */
function isBoundToWindows(spec: PodSpec): boolean {
  const isSelected = listSelectorRequirements(spec).some(isWindowsRequirement);
  const terms = listRequiredTerms(spec);
  return isSelected || (terms.length > 0 && terms.every((term) => term.some(isWindowsRequirement)));
}

/** Labels that tell the operating system of every node. */
const SYSTEM_LABELS: readonly unknown[] = ['kubernetes.io/os', 'beta.kubernetes.io/os'];
/** The label of Windows nodes alone; others do not have it. */
const BUILD_LABEL = 'node.kubernetes.io/windows-build';
/** Labels by which clouds tell what is installed on a node, such as `Windows2022` and `windows_ltsc`. */
const DISTRIBUTION_LABELS: readonly unknown[] = [
  'kubernetes.azure.com/os-sku',
  'kubernetes.azure.com/os-sku-effective',
  'kubernetes.azure.com/os-sku-requested',
  'cloud.google.com/gke-os-distribution',
];

/** Tells whether only nodes with Windows meet a requirement; agents are made for Linux, so any other system counts as it. */
function isWindowsRequirement({ key, operator, values }: NodeRequirement): boolean {
  if (key === BUILD_LABEL) return operator !== 'NotIn' && operator !== 'DoesNotExist';
  if (SYSTEM_LABELS.includes(key))
    return operator === 'In' ? !values.includes('linux') : operator === 'NotIn' && values.includes('linux');
  return DISTRIBUTION_LABELS.includes(key) && operator === 'In' && values.every(isWindowsDistribution);
}

const isWindowsDistribution = (value: unknown): boolean => String(value).toLowerCase().startsWith('windows');
