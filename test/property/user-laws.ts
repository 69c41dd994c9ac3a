import { isDeepStrictEqual } from 'node:util';
import { MESSAGE, REASON, CONFIG_HASH, SAFE_TO_EVICT_VOLUMES, STATUS } from '../../src/core/annotations.js';
import type { Operation } from '../../src/core/operation.js';
import type { EnvVar, Container, PodSpec, VolumeMount } from '../../src/core/kubernetes/pod.js';
import type { Decision } from '../support/arbitraries-cases.js';
import { USERS } from '../support/arbitraries-text.js';
import { JOINED } from '../support/sample-injection.js';
import { differenceOf, envDifferenceOf, isClone, valuesFromConfigMap, type Pair } from './difference.js';
import { expandedText } from './kubelet-expansion.js';
import { must, mustEqual } from './law.js';

const ATTRIBUTES = 'OTEL_RESOURCE_ATTRIBUTES';
const without = (value: object, ...keys: readonly string[]): object =>
  Object.fromEntries(Object.entries(value).filter(([key]) => !keys.includes(key)));

/** Everything that the user wrote is there, outside of what the following laws are about. */
export function restOfThePodIsKept({ before, after }: Decision): void {
  mustEqual(
    without(after, 'metadata', 'spec'),
    without(before, 'metadata', 'spec'),
    'a field of the pod changed',
  );
  mustEqual(
    without(after.metadata ?? {}, 'annotations', 'labels'),
    without(before.metadata ?? {}, 'annotations', 'labels'),
    'a field of the metadata changed',
  );
  const edited = ['containers', 'initContainers', 'volumes', 'imagePullSecrets', 'shareProcessNamespace'];
  mustEqual(without(after.spec, ...edited), without(before.spec, ...edited), 'a field of the spec changed');
  for (const list of ['volumes', 'imagePullSecrets'] as const)
    mustEqual(
      after.spec[list]?.slice(0, before.spec[list]?.length ?? 0) ?? [],
      before.spec[list] ?? [],
      `${list} of the user’s changed`,
    );
  must(
    before.spec.shareProcessNamespace === undefined ||
      after.spec.shareProcessNamespace === before.spec.shareProcessNamespace,
    'shareProcessNamespace of the user’s changed',
  );
}

/** Annotations of the user's stay; ours are set, and one list is joined. */
export function annotationsAreKept({ before, after }: Decision): void {
  const now = after.metadata?.annotations ?? {};
  const own = [STATUS, REASON, MESSAGE, CONFIG_HASH, SAFE_TO_EVICT_VOLUMES];
  const was = before.metadata?.annotations ?? {};
  mustEqual(without(now, ...own), without(was, ...own), 'an annotation of the user’s changed');
  must(
    (now[SAFE_TO_EVICT_VOLUMES] ?? '').startsWith(was[SAFE_TO_EVICT_VOLUMES] ?? ''),
    'the list of volumes lost an item',
  );
}

/** Labels of the user's stay; the status is set. */
export function labelsAreKept({ before, after }: Decision): void {
  const [was, now] = [before.metadata?.labels ?? {}, after.metadata?.labels ?? {}];
  mustEqual(without(now, STATUS), without(was, STATUS), 'a label of the user’s changed');
}

/** A container keeps all but its variables and mounts; those are judged one by one. */
export function containersAreKept(decision: Decision): void {
  const { pairs, initContainers } = differenceOf(decision);
  const cloned = mountsOf(initContainers.filter(isClone).flatMap(({ volumeMounts = [] }) => volumeMounts));
  const edited = ['env', 'volumeMounts'];
  for (const pair of pairs) {
    mustEqual(
      without(pair.after, ...edited),
      without(pair.before, ...edited),
      `a field of ${pair.before.name} changed`,
    );
    variablesAreKept(pair);
    mountsAreKept(pair, cloned);
  }
}

/** The user's variables stand in the user's order; the attributes alone may have moved to the end. */
function variablesAreKept(pair: Pair): void {
  const was = pair.before.env ?? [];
  const { kept } = envDifferenceOf(pair);
  must(kept.length === was.length, 'a variable of the user’s is gone or doubled', was, pair.after.env);
  const at = was.findLastIndex(({ name }) => name === ATTRIBUTES);
  const moved = at < 0 ? was : [...was.slice(0, at), ...was.slice(at + 1), ...was.slice(at, at + 1)];
  const fits = [was, moved].some((order) => order.every((entry, index) => isKept(entry, kept[index])));
  must(fits, 'a variable of the user’s changed or lost its place', was, pair.after.env);
}

/** The same entry, or a joined one with the old value in it, or a renamed reference. */
function isKept(before: EnvVar, after: EnvVar | undefined): boolean {
  if (after === undefined) return false;
  if (isDeepStrictEqual(before, after)) return true;
  if (!JOINED.includes(before.name)) return false;
  const isJoined =
    before.valueFrom === undefined &&
    (after.value ?? '').includes(before.value ?? '') &&
    isDeepStrictEqual(without(before, 'value'), without(after, 'value'));
  const isRenamed =
    before.valueFrom !== undefined && isDeepStrictEqual(after, { ...before, name: `${before.name}__USER` });
  return isJoined || isRenamed;
}

/** A mount goes only where a clone of the container took it along; the others stay in their order. */
function mountsAreKept({ before, after }: Pair, cloned: ReadonlySet<string>): void {
  const now = mountsOf(after.volumeMounts ?? []);
  const was = [...mountsOf(before.volumeMounts ?? [])];
  for (const mount of was)
    must(now.has(mount) || cloned.has(mount), `a mount of ${before.name} is gone and no clone has it`, mount);
  const kept = was.filter((mount) => now.has(mount));
  mustEqual([...now].slice(0, kept.length), kept, `the mounts of ${before.name} changed their order`);
}

/** Mounts as text to be compared; fields come in the received order, as operations do not touch them. */
const mountsOf = (mounts: readonly VolumeMount[]): ReadonlySet<string> =>
  new Set(mounts.map((mount) => JSON.stringify(mount)));

/**
 * A value of a held ConfigMap that is joined reads at run time as it did: sources of `envFrom` are not expanded, so what
 * would be a reference in `env` is escaped.
 */
export function valuesOfConfigMapsAreWrittenOut(decision: Decision): void {
  for (const pair of differenceOf(decision).pairs) {
    const values = valuesFromConfigMap(pair.before, decision);
    for (const { name, value } of envDifferenceOf(pair).added) {
      const held = values.get(name);
      const isOver = pair.before.env?.some((entry) => entry.name === name) ?? false;
      if (held === undefined || isOver || !JOINED.includes(name)) continue;
      must(
        expandedText(value ?? '').includes(held),
        `${name} of ${pair.before.name} lost what the ConfigMap holds`,
        held,
        value,
      );
    }
  }
}

/**
 * No operation carries what the user wrote, apart from values that are joined; what names the service or the
 * attributes is made to be carried on, to a variable, a sidecar or the text of a configuration.
 */
export function valuesOfTheUsersAreNotCarried(decision: Decision): void {
  for (const operation of decision.outcome.operations)
    must(
      !JSON.stringify(bareOf(operation, decision)).includes(USERS),
      'an operation carries a value that the user wrote',
      operation,
    );
}

/** What an operation carries, without the texts that may carry on what the user wrote. */
function bareOf(operation: Operation, { before }: Decision): unknown {
  if (!('value' in operation) || operation.path.startsWith('/metadata')) return [];
  const name = variableAt(operation.path, before.spec);
  return name === undefined || !JOINED.includes(name)
    ? withoutCarried(withoutReferred(operation.value, before.spec))
    : [];
}

/** The container that writes the file of a web server has the variables of the server that the file refers to. */
function withoutReferred(value: unknown, spec: PodSpec): unknown {
  if (Array.isArray(value)) return value.map((each) => withoutReferred(each, spec));
  if (!isAttach(value)) return value;
  const own = new Set(spec.containers.flatMap(({ env }) => env ?? []).map(({ name }) => name));
  return { ...value, env: value.env?.filter(({ name }) => !own.has(name)) };
}

const isAttach = (value: unknown): value is Container =>
  typeof value === 'object' &&
  value !== null &&
  'name' in value &&
  String(value.name).startsWith('otel-agent-attach-');

/** Name of the user's variable whose value stands at a path. */
function variableAt(path: string, spec: PodSpec): string | undefined {
  const found = /^\/spec\/(containers|initContainers)\/(\d+)\/env\/(\d+)\/value$/.exec(path);
  if (found === null) return undefined;
  const list = found[1] === 'containers' ? spec.containers : spec.initContainers;
  return list?.[Number(found[2])]?.env?.[Number(found[3])]?.name;
}

const CARRIED = [...JOINED, 'OTEL_SERVICE_NAME', 'OTEL_APACHE_AGENT_CONF', 'OTEL_NGINX_AGENT_CONF'];

function withoutCarried(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutCarried);
  if (typeof value !== 'object' || value === null) return value;
  const isCarried = 'name' in value && 'value' in value && CARRIED.includes(String(value.name));
  return isCarried ? [] : Object.values(value).map(withoutCarried);
}
