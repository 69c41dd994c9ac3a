import { AGENTS } from '../agents/agents.js';
import type { Target } from '../decide/target.js';
import type { Language, Setting } from '../domain.js';
import type { Platform } from '../platform/platform.js';
import { moveImage } from '../kubernetes/image-reference.js';
import type { PodSpec, Quantities } from '../kubernetes/pod.js';
import { findLanguageSection } from '../resolve/instrumentation-values.js';
import type { WantedResources } from './init-resources.js';
import { isSetByAll } from '../kubernetes/pod-resources.js';

/** Limits of every added container, where neither Instrumentation nor pod say otherwise. */
const LIMITS = { cpu: '500m', memory: '256Mi' };

/** The image of a language's agent: the Instrumentation's, else what the platform makes of it. */
export function resolveAgentImage(target: Target, platform: Platform | undefined): Setting<string> {
  const { language } = target;
  if (AGENTS[language].files === undefined) return { value: '', origin: 'default' };
  const written = findLanguageSection(target)?.image ?? '';
  return written === ''
    ? resolvePlatformImage(language, platform)
    : { value: written, origin: 'instrumentation' };
}

/** The image of a language's agent without an Instrumentation: the platform's, or the default one, moved to its registry. */
export function resolvePlatformImage(language: Language, platform: Platform | undefined): Setting<string> {
  const image = AGENTS[language].files?.image ?? '';
  const written = platform?.agents.languages[language]?.image;
  if (written !== undefined) return { value: written, origin: 'platform' };
  const registry = platform?.agents.registry;
  return registry === undefined || image === ''
    ? { value: image, origin: 'default' }
    : { value: moveImage(image, registry), origin: 'platform' };
}

/** The resources that a language's container should have in a pod, and what of them the Instrumentation wrote. */
export function resolveAgentResources(target: Target, spec: PodSpec): WantedResources {
  const { files } = AGENTS[target.language];
  if (files === undefined) return { resources: {}, written: {} };
  const section = findLanguageSection(target);
  const written = section?.resources ?? section?.resourceRequirements ?? {};
  return {
    resources: {
      limits: addDemandedDefaults(written.limits, LIMITS, isSetByAll(spec, 'limits')),
      requests: addDemandedDefaults(written.requests, files.requests, isSetByAll(spec, 'requests')),
    },
    written,
  };
}

/** What is written is left as it is, but for resources that a ResourceQuota may demand of every container. */
function addDemandedDefaults(
  written: Quantities | undefined,
  defaults: Quantities,
  isDemanded: (resource: string) => boolean,
): Quantities {
  if (written === undefined) return defaults;
  const added = Object.entries(defaults).filter(([name]) => isDemanded(name));
  return { ...Object.fromEntries(added), ...written };
}
