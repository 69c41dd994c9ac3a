import { isWithin } from './apply/container-draft.js';
import type { PodDraft } from './apply/pod-draft.js';
import type { Target } from './decide/target.js';
import { assertNever } from './domain.js';
import { isEnvEdit, isMountEdit, type PodEdit, type PodWideEdit } from './edits.js';
import { containerAt } from './kubernetes/pod.js';
import { type Finding, finding, type ReasonCode } from './reasons.js';
import { trimTrailingSlashes } from './text-ends.js';

/**
 * Checks the edits of one language on one container against the pod as it stands with the edits before them, and
 * tells the first conflict with what the user wrote. Generic: no language knows it. What an earlier edit of ours put
 * there under the same name is no conflict, since two containers of a language share it.
 */
export function conflictOf(
  edits: readonly PodEdit[],
  draft: PodDraft,
  { language, container }: Target,
): Finding | undefined {
  const removed = edits.flatMap((edit) => (edit.op === 'unmount-within' ? [edit.directory] : []));
  for (const edit of edits) {
    const conflict = conflictWith(edit, draft, removed);
    if (conflict !== undefined)
      return finding(conflict[0], `${language}: ${conflict[1]}.`, { language, container: container.name });
  }
  return undefined;
}

type Conflict = readonly [ReasonCode, string];

function conflictWith(edit: PodEdit, draft: PodDraft, removed: readonly string[]): Conflict | undefined {
  if (isEnvEdit(edit)) return edit.op === 'env-rename' ? variableConflict(edit, draft) : undefined;
  if (isMountEdit(edit)) return edit.op === 'mount' ? mountConflict(edit, draft, removed) : undefined;
  return podWideConflict(edit, draft);
}

function podWideConflict(edit: PodWideEdit, draft: PodDraft): Conflict | undefined {
  switch (edit.op) {
    case 'volume':
      return volumeConflict(edit.volume.name, draft);
    case 'init-container':
    case 'sidecar':
      return containerConflict(edit.spec.name, draft);
    case 'clone-container':
      return containerConflict(edit.clone.name, draft) ?? cloneConflict(edit, draft);
    case 'pod-field':
    case 'pull-secret':
    case 'annotation':
      return undefined;
    default:
      return assertNever(edit);
  }
}

function volumeConflict(name: string, { received }: PodDraft): Conflict | undefined {
  const there = received.spec.volumes?.some((volume) => volume.name === name) ?? false;
  return there ? ['name-conflict', `the pod has a volume ${name} already`] : undefined;
}

function containerConflict(name: string, draft: PodDraft): Conflict | undefined {
  return draft.receivedContainers.has(name)
    ? ['name-conflict', `the pod has a container ${name} already`]
    : undefined;
}

/** A clone has the mounts of its source and one more. */
function cloneConflict(
  { source, clone }: PodEdit & { op: 'clone-container' },
  { received }: PodDraft,
): Conflict | undefined {
  const path = trimTrailingSlashes(clone.mount.mountPath);
  const there = containerAt(received.spec, source).volumeMounts?.find(
    ({ mountPath }) => trimTrailingSlashes(mountPath) === path,
  );
  return there === undefined
    ? undefined
    : ['mount-conflict', `${source.name} mounts ${there.name} at ${path} already`];
}

function mountConflict(
  edit: PodEdit & { op: 'mount' },
  draft: PodDraft,
  removed: readonly string[],
): Conflict | undefined {
  const path = trimTrailingSlashes(edit.mount.mountPath);
  const there = draft
    .container(edit.container)
    .mounts()
    .find(
      ({ mountPath }) =>
        trimTrailingSlashes(mountPath) === path &&
        !removed.some((directory) => isWithin(mountPath, directory)),
    );
  if (there === undefined || there.name === edit.mount.name) return undefined;
  return ['mount-conflict', `${edit.container.name} mounts ${there.name} at ${path} already`];
}

function variableConflict(
  { container, to }: PodEdit & { op: 'env-rename' },
  draft: PodDraft,
): Conflict | undefined {
  const isFree = draft.container(container).env.indexOf(to) < 0;
  return isFree ? undefined : ['variable-conflict', `${container.name} sets ${to} already`];
}
