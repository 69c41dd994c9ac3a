import { AGENTS } from '../agents/agents.js';
import type { Target } from '../decide/target.js';
import { findImageVersion, parseImageReference } from '../kubernetes/image-reference.js';
import type { ContainerContext } from './container-context.js';
import { findAskedImage } from './instrumentation-values.js';

/** Tells whether an agent is of the default image and version. A registry may have copies. */
export function hasDefaultAgent(target: Target, { platform }: Pick<ContainerContext, 'platform'>): boolean {
  const asked = findAskedImage(target, platform);
  if (asked === undefined) return true;
  const ours = AGENTS[target.language].files?.image ?? '';
  const version = findImageVersion(asked);
  const isSameImage = parseImageReference(asked)?.path === parseImageReference(ours)?.path;
  return isSameImage && version !== undefined && version === findImageVersion(ours);
}
