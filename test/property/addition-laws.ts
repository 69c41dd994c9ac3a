import { expandedNames, isDefinedBefore } from './kubelet-expansion.js';
import type { Container, EnvVar, VolumeMount } from '../../src/core/kubernetes/pod.js';
import type { Decision } from '../support/arbitraries-cases.js';
import { JOINED } from '../support/sample-injection.js';
import {
  addedEnvironments,
  addedMounts,
  differenceOf,
  envDifferenceOf,
  isClone,
  sourceOf,
  valuesFromConfigMap,
} from './difference.js';
import { must, mustEqual, repeated } from './law.js';

/** What an added value refers to, as the kubelet reads it, stands before it wherever the list has it at all. */
export function referencesStandAfterDefinitions(decision: Decision): void {
  for (const { container, added } of addedEnvironments(decision)) {
    const env = container.env ?? [];
    for (const entry of added)
      for (const name of expandedNames(entry.value))
        must(
          !env.some((each) => each.name === name) ||
            isDefinedBefore(env, env.indexOf(entry), name) ||
            isCycle(env, name, entry.name),
          `${entry.name} refers to ${name} of ${container.name}, which stands after it`,
          env,
        );
  }
}

/** Of variables that refer to each other in a circle none can stand after all that it needs. */
function isCycle(env: readonly EnvVar[], from: string, to: string, seen: readonly string[] = []): boolean {
  if (from === to) return true;
  if (seen.includes(from)) return false;
  const values = env.filter(({ name }) => name === from).map(({ value }) => value);
  return values.flatMap(expandedNames).some((name) => isCycle(env, name, to, [...seen, from]));
}

/** A reference in what the user wrote goes on finding what it found. */
export function referencesOfTheUsersHold(decision: Decision): void {
  for (const pair of differenceOf(decision).pairs) {
    const was = pair.before.env ?? [];
    const now = pair.after.env ?? [];
    was.forEach((entry, index) => {
      const found = expandedNames(entry.value).filter((name) => isDefinedBefore(was, index, name));
      const place = findPlace(entry.name, was.slice(0, index), now);
      for (const name of found)
        must(isDefinedBefore(now, place, name), `${entry.name} no longer finds ${name}`, was, now);
    });
  }
}

/** Where a variable of the user's stands now: a name may come several times, and keeps its order among its own kind. */
function findPlace(name: string, earlier: readonly EnvVar[], now: readonly EnvVar[]): number {
  const places = now.flatMap((each, place) => (each.name === name ? [place] : []));
  return places[earlier.filter((each) => each.name === name).length] ?? -1;
}

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** Names are unique, and added ones are DNS labels. */
export function namesAreGood(decision: Decision): void {
  const { spec } = decision.after;
  const { initContainers, sidecars, volumes } = differenceOf(decision);
  const containers = [
    ...spec.containers,
    ...(spec.initContainers ?? []),
    ...(spec.ephemeralContainers ?? []),
  ];
  mustEqual(repeated(containers.map(({ name }) => name)), [], 'a container’s name stands twice');
  mustEqual(repeated((spec.volumes ?? []).map(({ name }) => name)), [], 'a volume’s name stands twice');
  for (const { name } of [...initContainers, ...sidecars, ...volumes])
    must(LABEL.test(name), `${name} is no DNS label`);
}

/** An added mount has a volume and a path of its own. */
export function mountsAreGood(decision: Decision): void {
  const { pairs, initContainers, sidecars } = differenceOf(decision);
  for (const pair of pairs) mountsFit(pair.after, addedMounts(pair), decision);
  for (const container of [...initContainers, ...sidecars]) {
    const before = isClone(container) ? sourceOf(container, decision) : { name: '' };
    mountsFit(container, addedMounts({ before, after: container }), decision);
  }
}

function mountsFit(container: Container, added: readonly VolumeMount[], { before, after }: Decision): void {
  const volumes = (after.spec.volumes ?? []).map(({ name }) => name);
  const own = before.spec.volumes ?? [];
  // A mount of the user's without a volume of the user's has the pod refused whatever else it holds.
  const good = (container.volumeMounts ?? []).filter(
    (mount) => added.includes(mount) || own.some(({ name }) => name === mount.name),
  );
  const paths = good.map(({ mountPath }) => mountPath.replace(/\/+$/, ''));
  for (const { name, mountPath } of added) {
    must(volumes.includes(name), `${container.name} mounts ${name}, which is no volume`);
    must(/^\/[^:]*[^:/]\/*$/.test(mountPath), `${container.name} has a mount at ${mountPath}`);
    const same = paths.filter((path) => path === mountPath.replace(/\/+$/, ''));
    must(same.length === 1, `${container.name} has two mounts at ${mountPath}`, container.volumeMounts);
  }
}

/** These are referred to by the attributes and mark the container, so they are there whatever a ConfigMap says. */
const ALWAYS_ADDED = [
  'OTEL_RESOURCE_ATTRIBUTES_POD_NAME',
  'OTEL_RESOURCE_ATTRIBUTES_POD_UID',
  'OTEL_RESOURCE_ATTRIBUTES_NODE_NAME',
];

/** No variable is added that the container sets, in `env` or by a ConfigMap that is held, and none twice. */
export function variablesAreNew(decision: Decision): void {
  for (const pair of differenceOf(decision).pairs) {
    const { added, renamed } = envDifferenceOf(pair);
    const names = added.map(({ name }) => name);
    const own = (pair.before.env ?? []).map(({ name }) => name).filter((name) => !renamed.includes(name));
    mustEqual(repeated(names), [], `${pair.after.name} gets a variable twice`);
    mustEqual(
      names.filter((name) => own.includes(name)),
      [],
      `${pair.after.name} gets a variable that it sets`,
    );
    const held = valuesFromConfigMap(pair.before, decision);
    mustEqual(
      names.filter((name) => held.has(name) && !JOINED.includes(name) && !ALWAYS_ADDED.includes(name)),
      [],
      `${pair.after.name} gets a variable that its ConfigMap sets`,
    );
  }
}

/** An added container has an image and a command, and no variable twice. */
export function addedContainersAreWhole(decision: Decision): void {
  const { initContainers, sidecars } = differenceOf(decision);
  for (const container of [...initContainers, ...sidecars].filter((each) => !isClone(each))) {
    const { name, image, command = [], args = [], env = [] } = container;
    must(image !== undefined && image !== '', `${name} has no image`);
    for (const word of [...command, ...args])
      must(typeof word === 'string', `${name} runs what is no text`, command, args);
    mustEqual(repeated(env.map((entry) => entry.name)), [], `${name} has a variable twice`);
  }
}

/** An added variable is one that an API server takes: a value or one source, and a name. */
export function variablesAreValid(decision: Decision): void {
  for (const { container, added } of addedEnvironments(decision))
    for (const { name, value, valueFrom } of added) {
      must(name !== '' && !name.includes('='), `${container.name} gets a variable called ${name}`);
      must(
        valueFrom === undefined || (value ?? '') === '',
        `${name} of ${container.name} has a value and a source`,
      );
      must(
        valueFrom === undefined || Object.keys(valueFrom).length === 1,
        `${name} of ${container.name} has no single source`,
      );
    }
}

/** Where an added Secret or ConfigMap is missing, the trace suffers and not the pod. */
export function sourcesAreOptional(decision: Decision): void {
  for (const volume of differenceOf(decision).volumes)
    for (const kind of ['secret', 'configMap'])
      must(
        volume[kind] === undefined || (volume[kind] as { optional?: unknown }).optional === true,
        `volume ${volume.name} is not optional`,
      );
  for (const { container, added } of addedEnvironments(decision))
    for (const { name, valueFrom } of added)
      for (const reference of [valueFrom?.secretKeyRef, valueFrom?.configMapKeyRef])
        must(
          reference === undefined || reference.optional === true,
          `${name} of ${container.name} is not optional`,
        );
}
