import { isWithin } from './apply/container-draft.js';
import type { PodDraft } from './apply/pod-draft.js';
import type { Target } from './decide/target.js';
import { assertNever } from './domain.js';
import { isEnvEdit, isMetadataEdit, isMountEdit, type PodEdit, type PodWideEdit } from './edits.js';
import { getContainer } from './kubernetes/pod.js';
import { type Finding, buildFinding, type ReasonCode } from './reasons.js';
import { trimTrailingSlashes } from './text-ends.js';

/**
 * Checks the edits of one language on one container against the pod with the edits before them, and
 * tells the first conflict with what the user wrote. Generic: no language knows it. What an earlier edit of ours put
 * there under the same name is no conflict, since two containers of a language share it.
 */
export function checkEdits(
  edits: readonly PodEdit[],
  draft: PodDraft,
  { language, container }: Target,
): Finding | undefined {
  const removed = edits.flatMap((edit) => (edit.op === 'unmount-within' ? [edit.directory] : []));
  for (const edit of edits) {
    const conflict = checkEdit(edit, draft, removed);
    if (conflict !== undefined)
      return buildFinding(conflict[0], `${language}: ${conflict[1]}.`, {
        language,
        container: container.name,
      });
  }
  return undefined;
}

type FindingParts = readonly [ReasonCode, string];

function checkEdit(edit: PodEdit, draft: PodDraft, removed: readonly string[]): FindingParts | undefined {
  if (isEnvEdit(edit)) return edit.op === 'env-rename' ? checkVariableName(edit, draft) : undefined;
  if (isMountEdit(edit)) return edit.op === 'mount' ? checkMount(edit, draft, removed) : undefined;
  return isMetadataEdit(edit) ? undefined : checkPodWideEdit(edit, draft);
}

function checkPodWideEdit(edit: PodWideEdit, draft: PodDraft): FindingParts | undefined {
  switch (edit.op) {
    case 'volume':
      return checkVolumeName(edit.volume.name, draft);
    case 'init-container':
    case 'sidecar':
      return checkContainerName(edit.spec.name, draft);
    case 'clone-container':
      return checkContainerName(edit.clone.name, draft) ?? checkCloneMount(edit, draft);
    case 'pod-field':
    case 'pull-secret':
      return undefined;
    default:
      return assertNever(edit);
  }
}

function checkVolumeName(name: string, { received }: PodDraft): FindingParts | undefined {
  const there = received.spec.volumes?.some((volume) => volume.name === name) ?? false;
  return there ? ['name-conflict', `the pod has a volume ${name} already`] : undefined;
}

function checkContainerName(name: string, draft: PodDraft): FindingParts | undefined {
  return draft.receivedContainers.has(name)
    ? ['name-conflict', `the pod has a container ${name} already`]
    : undefined;
}

/** A clone has the mounts of its source and one more. */
function checkCloneMount(
  { source, clone }: PodEdit & { op: 'clone-container' },
  { received }: PodDraft,
): FindingParts | undefined {
  const path = trimTrailingSlashes(clone.mount.mountPath);
  const there = getContainer(received.spec, source).volumeMounts?.find(
    ({ mountPath }) => trimTrailingSlashes(mountPath) === path,
  );
  return there === undefined
    ? undefined
    : ['mount-conflict', `${source.name} mounts ${there.name} at ${path} already`];
}

function checkMount(
  edit: PodEdit & { op: 'mount' },
  draft: PodDraft,
  removed: readonly string[],
): FindingParts | undefined {
  const path = trimTrailingSlashes(edit.mount.mountPath);
  const there = draft
    .getContainerDraft(edit.container)
    .listMounts()
    .find(
      ({ mountPath }) =>
        trimTrailingSlashes(mountPath) === path &&
        !removed.some((directory) => isWithin(mountPath, directory)),
    );
  if (there === undefined || there.name === edit.mount.name) return undefined;
  return ['mount-conflict', `${edit.container.name} mounts ${there.name} at ${path} already`];
}

function checkVariableName(
  { container, to }: PodEdit & { op: 'env-rename' },
  draft: PodDraft,
): FindingParts | undefined {
  const isFree = draft.getContainerDraft(container).env.findIndex(to) < 0;
  return isFree ? undefined : ['variable-conflict', `${container.name} sets ${to} already`];
}
