import { AGENTS } from '../agents/agents.js';
import type { Target } from '../decide/target.js';
import { findImageVersion, parseImageReference } from '../kubernetes/image-reference.js';
import type { ContainerContext } from './container-context.js';
import { findAskedImage } from './instrumentation-values.js';

/** Tells whether an agent is of the default image, in any version. A registry may have copies. */
export function hasDefaultImage(target: Target, { platform }: Pick<ContainerContext, 'platform'>): boolean {
  const asked = findAskedImage(target, platform);
  const ours = AGENTS[target.language].files?.image ?? '';
  return asked === undefined || parseImageReference(asked)?.path === parseImageReference(ours)?.path;
}

/** Tells whether an agent is of the default image and version. */
export function hasDefaultAgent(target: Target, context: Pick<ContainerContext, 'platform'>): boolean {
  const asked = findAskedImage(target, context.platform);
  if (asked === undefined) return true;
  const ours = AGENTS[target.language].files?.image ?? '';
  const version = findImageVersion(asked);
  return hasDefaultImage(target, context) && version !== undefined && version === findImageVersion(ours);
}
