import { isDeepStrictEqual } from 'node:util';
import {
  getContainer,
  type Container,
  type EnvVar,
  type PodSpec,
  type Volume,
  type VolumeMount,
} from '../../src/core/kubernetes/pod.js';
import type { Decision } from '../support/arbitraries-cases.js';
import { NAMESPACE } from '../support/arbitraries-contexts.js';
import { HELD_CONFIG_MAP } from '../support/arbitraries-env.js';
import { JOINED } from '../support/sample-injection.js';
import { must } from './law.js';

/** What differs between the received pod and the patched one, told by names alone and not by what the engine says. */

/** One of the user's containers before and after. */
export interface Pair {
  readonly list: 'containers' | 'initContainers';
  readonly before: Container;
  readonly after: Container;
}

export interface Difference {
  readonly pairs: readonly Pair[];
  readonly initContainers: readonly Container[];
  readonly sidecars: readonly Container[];
  readonly volumes: readonly Volume[];
}

/** Names of containers are unique in a received pod, so an unknown name is one that was added. */
export function differenceOf({ before, after }: Decision): Difference {
  const added = (list: Pair['list']): readonly Container[] => {
    const names = new Set(before.spec[list]?.map(({ name }) => name));
    return (after.spec[list] ?? []).filter(({ name }) => !names.has(name));
  };
  return {
    pairs: [
      ...pairsOf('containers', before.spec, after.spec),
      ...pairsOf('initContainers', before.spec, after.spec),
    ],
    initContainers: added('initContainers'),
    sidecars: added('containers'),
    volumes: (after.spec.volumes ?? []).slice(before.spec.volumes?.length ?? 0),
  };
}

function pairsOf(list: Pair['list'], before: PodSpec, after: PodSpec): readonly Pair[] {
  const names = new Set(before[list]?.map(({ name }) => name));
  const kept = (after[list] ?? []).filter(({ name }) => names.has(name));
  must(kept.length === names.size, `a container of ${list} is gone or doubled`);
  return kept.map((container, index) => ({
    list,
    before: getContainer(before, { list, index, name: '' }),
    after: container,
  }));
}

export interface EnvDifference {
  /** The user's entries as they stand now, in their order. */
  readonly kept: readonly EnvVar[];
  readonly added: readonly EnvVar[];
  /** Names that went over from a reference of the user's to an added entry. */
  readonly renamed: readonly string[];
}

/** Tells the user's variables from the added ones. A reference that was renamed leaves its name to an added entry. */
export function envDifferenceOf({ before, after }: Pick<Pair, 'before' | 'after'>): EnvDifference {
  const names = new Set(before.env?.map(({ name }) => name));
  const now = after.env ?? [];
  const renamed = JOINED.filter(
    (name) => !names.has(`${name}__USER`) && now.some((each) => each.name === `${name}__USER`),
  );
  const successors = renamed.map((name) => now.findLastIndex((each) => each.name === name));
  const isUsers = ({ name }: EnvVar, index: number): boolean =>
    !successors.includes(index) && (names.has(name) || renamed.some((each) => name === `${each}__USER`));
  return { kept: now.filter(isUsers), added: now.filter((each, index) => !isUsers(each, index)), renamed };
}

/** Mounts of the patched container that the received one does not have. */
export const addedMounts = ({ before, after }: Pick<Pair, 'before' | 'after'>): readonly VolumeMount[] =>
  (after.volumeMounts ?? []).filter(
    (mount) => !(before.volumeMounts ?? []).some((own) => isDeepStrictEqual(own, mount)),
  );

/** Tells whether an added init container is the clone of a web server's container. */
export const isClone = ({ name }: Container): boolean => name.startsWith('otel-agent-source-container-clone');

/** The container that an added clone was made from. */
export function sourceOf(clone: Container, { outcome, before }: Decision): Container {
  const servers = outcome.injections.filter(
    ({ language }) => language === 'apache-httpd' || language === 'nginx',
  );
  const sources = before.spec.containers.filter(
    (container) =>
      servers.some((server) => server.container === container.name) &&
      // Variables of the Instrumentation's section come behind the server's own.
      isDeepStrictEqual(container.env ?? [], clone.env?.slice(0, container.env?.length ?? 0) ?? []),
  );
  const source = sources.find(({ volumeMounts = [] }) =>
    isDeepStrictEqual(volumeMounts, clone.volumeMounts?.slice(0, -1)),
  );
  must(source !== undefined, 'the clone has not the variables and mounts of a web server’s container', clone);
  return source ?? clone;
}

/** Every added list of variables with the container it stands in. */
export function addedEnvironments(
  decision: Decision,
): readonly { readonly container: Container; readonly added: readonly EnvVar[] }[] {
  const { pairs, initContainers, sidecars } = differenceOf(decision);
  return [
    ...pairs.map((pair) => ({ container: pair.after, added: envDifferenceOf(pair).added })),
    ...[...initContainers, ...sidecars]
      .filter((container) => !isClone(container))
      .map((container) => ({ container, added: container.env ?? [] })),
  ];
}

/** What a container takes from the held ConfigMap, as far as no source after it may hide it. */
export function valuesFromConfigMap(
  { envFrom = [] }: Container,
  { snapshot }: Decision,
): ReadonlyMap<string, string> {
  const data = snapshot.configMaps.get(`${NAMESPACE}/${HELD_CONFIG_MAP}`);
  const isHeld = (name: string | undefined): boolean => name === HELD_CONFIG_MAP && data !== undefined;
  const lastUnseen = envFrom.findLastIndex(({ configMapRef }) => !isHeld(configMapRef?.name));
  return new Map(
    envFrom
      .slice(lastUnseen + 1)
      .flatMap(({ prefix = '' }) =>
        Object.entries(data ?? {}).map(([key, value]) => [prefix + key, value] as const),
      ),
  );
}
