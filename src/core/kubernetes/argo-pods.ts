import type { Pod } from './pod.js';

/** Names of containers that Argo Workflows reserves for its own, and what begins the names of others. */
const RESERVED = ['wait', 'supervisor'];
const RESERVED_PREFIX = 'artifact-plugin-';

/**
 * The names of the containers that the controller of Argo Workflows adds to a pod. They run none of the programs of the
 * workflow, and the first one comes before these.
 * https://github.com/argoproj/argo-workflows/blob/main/workflow/common/common.go
 */
export function listArgoContainers({ metadata, spec }: Pod): readonly string[] {
  const owners = metadata?.ownerReferences ?? [];
  const isOfWorkflow = owners.some(
    ({ apiVersion = '', kind, controller }) =>
      controller === true && kind === 'Workflow' && apiVersion.startsWith('argoproj.io/'),
  );
  if (!isOfWorkflow) return [];
  return spec.containers
    .map(({ name }) => name)
    .filter((name) => RESERVED.includes(name) || name.startsWith(RESERVED_PREFIX));
}
