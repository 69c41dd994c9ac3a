import { CONFIG_HASH, INJECT_LABEL, MESSAGE, REASON, STATUS } from '../core/annotations.js';
import { isAgentContainer, isMarkerVariable } from '../core/decide/pod-kind.js';
import { isRecord, readRecord, type Fields } from '../core/json.js';
import type { Pod } from '../core/kubernetes/pod.js';
import type { KubeObject } from '../kube/object.js';

const OWN_KEYS: readonly string[] = [STATUS, REASON, MESSAGE, CONFIG_HASH];

/** A pod as it would come to the webhook were it created now. */
export interface FreshPod {
  readonly pod: Pod;
  /** Whether its containers are as somebody wrote them; else what an injection added to their variables is still there. */
  readonly isAsWritten: boolean;
}

/**
 * The pod that a template would make in the place of a running one: what the template says, with the owners and labels
 * that the controller gave that one. Without a template it is the running one, without what makes it known as injected.
 */
export function buildFreshPod(running: KubeObject, templates: readonly unknown[]): FreshPod {
  const template = templates.filter(isRecord).find((each) => hasContainersOf(running, each));
  if (template === undefined) return { pod: removeMarks(running) as unknown as Pod, isAsWritten: false };
  const metadata = readRecord(template, 'metadata');
  const { labels, ...rest } = running.metadata;
  const given = omitKeys(labels ?? {}, [STATUS, INJECT_LABEL]);
  const { ownerReferences, generateName } = rest as Fields;
  const pod = {
    ...template,
    metadata: {
      ...metadata,
      ...(generateName === undefined ? {} : { generateName }),
      labels: { ...given, ...readRecord(metadata, 'labels') },
      ...(ownerReferences === undefined ? {} : { ownerReferences }),
    },
  };
  return { pod: pod as unknown as Pod, isAsWritten: true };
}

/** Tells whether a pod has all containers of a template; of several templates that tells which one made it. */
function hasContainersOf(pod: KubeObject, template: Fields): boolean {
  const names = new Set(listContainers(pod, 'containers').map(({ name }) => name));
  return listContainers(template, 'containers').every(({ name }) => names.has(name));
}

/** The containers in a list of a pod of any shape, with their names. */
export function listContainers(
  pod: Fields,
  list: 'containers' | 'initContainers',
): readonly (Fields & { readonly name: string })[] {
  const all = readRecord(pod, 'spec')[list];
  return Array.isArray(all)
    ? all.filter(
        (each): each is Fields & { readonly name: string } =>
          isRecord(each) && typeof each['name'] === 'string',
      )
    : [];
}

function removeMarks(running: KubeObject): Fields {
  const { labels, annotations, ...metadata } = running.metadata;
  const spec = readRecord(running, 'spec');
  const clean = (list: 'containers' | 'initContainers'): readonly Fields[] =>
    listContainers(running, list)
      .filter((container) => !isAgentContainer(container))
      .map(removeMarkerVariable);
  return {
    ...running,
    metadata: {
      ...metadata,
      labels: omitKeys(labels ?? {}, OWN_KEYS),
      annotations: omitKeys(annotations ?? {}, OWN_KEYS),
    },
    spec: { ...spec, containers: clean('containers'), initContainers: clean('initContainers') },
  };
}

function removeMarkerVariable(container: Fields): Fields {
  const { env } = container;
  if (!Array.isArray(env)) return container;
  const kept = env.filter((each) => !isRecord(each) || !isMarkerVariable({ name: String(each['name']) }));
  return { ...container, env: kept };
}

const omitKeys = (
  map: Readonly<Record<string, string>>,
  keys: readonly string[],
): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(map).filter(([key]) => !keys.includes(key)));
