import { DOTNET_RUNTIME, GO_TARGET_EXE, PYTHON_PLATFORM } from './annotations.js';
import type { Target } from './decide/target.js';
import { mergePlain } from './decide/merge.js';
import type { Subject } from './decide/subject.js';
import type { Backend, Setting } from './domain.js';
import { askedSection } from './resolve/asked.js';
import { BLANK_VIEW } from './resolve/container-view.js';
import { resolveTogether } from './resolve/resolve.js';
import { agentImage } from './plan/agent-image.js';
import { configHash } from './hash.js';
import { byGroup } from './inject.js';
import { resourceAnnotations } from './decide/resource-annotations.js';
import { clusterAttributes } from './plan/resource-attributes.js';

/**
 * A hash over what annotations, Instrumentation, platform and agent images resolve to, per language and container,
 * before anything that a container itself sets. It can be computed again for a running pod, to tell whether that was
 * injected by what holds now.
 */
export function configHashOf(
  targets: readonly Target[],
  subject: Subject,
  backend: Setting<Backend> | undefined,
): string {
  const parts = [...byGroup(targets).values()].map((members) => {
    const resolution = resolveTogether(members, BLANK_VIEW, subject, backend);
    const { exporter, sdk, dropped, fileEndpoint, certificates } = resolution;
    const told = [exporter, sdk, [...dropped], fileEndpoint, certificates];
    return [members.map((target) => partOf(target, subject)), told];
  });
  const pullSecret = subject.platform?.agents.pullSecret;
  const cluster = [...clusterAttributes(subject).values()];
  return configHash(JSON.stringify([parts, annotationsOf(subject), pullSecret, cluster]));
}

/** Annotations of pod and namespace that end up in variables or choose files; those of languages and containers are in the targets. */
function annotationsOf(subject: Subject): readonly unknown[] {
  const { annotations } = subject.pod.metadata ?? {};
  const hints = [PYTHON_PLATFORM, DOTNET_RUNTIME, GO_TARGET_EXE].map(
    (key) => mergePlain(key, annotations, subject.namespace.annotations)?.value,
  );
  return [resourceAnnotations(subject), hints];
}

function partOf(target: Target, { platform }: Subject): readonly unknown[] {
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
  return [language, container.name, agentImage(target, platform).value, askedSection(target), common];
}
