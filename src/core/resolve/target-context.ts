import type { PodContext } from '../decide/pod-context.js';
import type { Target } from '../decide/target.js';
import type { Backend, Setting } from '../domain.js';
import { buildContainerContext, type ContainerContext } from './container-context.js';
import { overlayValues } from './container-view.js';
import { createValueFinder } from './effective-value.js';
import { listAgentProperties } from './java-properties.js';

/**
 * The context of targets on one container, with all that it sets for their agents: a JVM takes properties before variables,
 * so where no other language shares the container, those that it sets itself count as its variables.
 */
export function buildTargetContext(
  targets: readonly [Target, ...Target[]],
  pod: PodContext,
  backend: Setting<Backend> | undefined,
): ContainerContext {
  const context = buildContainerContext(targets, pod, backend);
  if (targets.some(({ language }) => language !== 'java')) return context;
  const own = [...listAgentProperties('java', context, createValueFinder(context))].flatMap(
    ([name, { value, isOwn }]) => (isOwn ? [[name, value] as const] : []),
  );
  return own.length === 0 ? context : { ...context, view: overlayValues(context.view, new Map(own)) };
}
