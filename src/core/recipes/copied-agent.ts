import type { PodEdit } from '../edits.js';
import { buildAgentContainer, buildAgentVolumeEdits } from '../plan/agent-files.js';
import type { Delivery } from '../plan/delivery.js';

/** An agent whose files an init container copies into a volume that the target mounts. */
export interface CopiedAgent {
  /** Name of the volume and of the init container; the Operator knows its own work by it. */
  readonly name: string;
  readonly command: readonly string[];
  /** Where the init container copies to. */
  readonly folder: string;
  /** Where the target finds the files. */
  readonly mountPath: string;
}

/** Edits that bring a copied agent into a container. A target that is an init container needs the files before it starts. */
export function buildCopiedAgentEdits(delivery: Delivery, agent: CopiedAgent): readonly PodEdit[] {
  const { ref } = delivery;
  const spec = buildAgentContainer(delivery, {
    name: agent.name,
    command: agent.command,
    volumeMounts: [{ name: agent.name, mountPath: agent.folder }],
  });
  return [
    { op: 'mount', container: ref, mount: { name: agent.name, mountPath: agent.mountPath } },
    ...buildAgentVolumeEdits(delivery, agent.name, 'claim-or-empty'),
    { op: 'init-container', spec, ...placeBeforeTarget(delivery) },
  ];
}

/** The place of an init container that the target needs. */
export const placeBeforeTarget = ({ ref }: Delivery): Pick<PodEdit & { op: 'init-container' }, 'before'> =>
  ref.list === 'initContainers' ? { before: ref } : {};
