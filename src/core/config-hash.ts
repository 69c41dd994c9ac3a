import { AGENTS } from './agents/agents.js';
import type { Target } from './decide/target.js';
import type { PodContext } from './decide/pod-context.js';
import type { Backend, Setting } from './domain.js';
import { findLanguageSection } from './resolve/instrumentation-values.js';
import { buildBlankContext } from './resolve/container-context.js';
import { resolveContainer } from './resolve/resolve.js';
import { findHint } from './plan/agent-hints.js';
import { resolveAgentImage } from './plan/agent-image.js';
import { computeHash } from './hash.js';
import { groupTargets, type InjectionResult } from './inject.js';
import { buildClusterAttributes } from './plan/resource-attributes.js';

/**
 * A hash over what annotations, Instrumentation, platform and agent images resolve to, per language and container,
 * before anything that a container itself sets; `unaffected` are resolutions that are known to be so. It can be computed again for a running pod, to tell whether that was
 * injected by what holds now.
 */
export function computeConfigHash(
  targets: readonly Target[],
  context: PodContext,
  backend: Setting<Backend> | undefined,
  unaffected: InjectionResult['unaffected'] = new Map(),
): string {
  const parts = [...groupTargets(targets)].map(([key, members]) => {
    const resolution = unaffected.get(key) ?? resolveContainer(buildBlankContext(members, context, backend));
    const { exporter, sdk, dropped, fileEndpoint, certificates } = resolution;
    const told = [exporter, sdk, [...dropped], fileEndpoint, certificates];
    return [members.map((target) => collectTargetConfig(target, context)), told];
  });
  const pullSecret = context.platform?.agents.pullSecret;
  const cluster = [...buildClusterAttributes(context).values()];
  return computeHash(JSON.stringify([parts, context.resourceAnnotations, pullSecret, cluster]));
}

function collectTargetConfig(target: Target, context: PodContext): readonly unknown[] {
  const { language, container, instrumentation } = target;
  const spec = instrumentation?.spec;
  const common = [
    spec?.env,
    spec?.resource,
    spec?.exporter?.tls,
    spec?.defaults,
    spec?.imagePullPolicy,
    spec?.initContainerSecurityContext,
  ];
  return [
    language,
    container.name,
    resolveAgentImage(target, context.platform).value,
    findLanguageSection(target),
    AGENTS[language].hints.map((hint) => findHint(hint, context)),
    common,
  ];
}
