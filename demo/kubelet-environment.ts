import type {
  Container,
  EnvFromSource,
  EnvVar,
  EnvVarSource,
  KeyReference,
  StringMap,
} from '../src/core/kubernetes/pod.js';
import { err, ok, type Result } from '../src/core/result.js';
import {
  resolveFieldRef,
  resolveResourceFieldRef,
  type AllocatableResources,
  type RunningPod,
} from './downward-api.js';
import { expandReferences } from './expansion.js';
import { findOwnValue } from './own-value.js';

/** What a kubelet can look up for a container of one namespace. */
export interface KubeletSources {
  /** Data of the namespace's ConfigMaps, by name. */
  readonly configMaps: ReadonlyMap<string, StringMap>;
  /** Decoded data of the namespace's Secrets, by name. */
  readonly secrets: ReadonlyMap<string, StringMap>;
  /** Variables that stand for Services; see `serviceEnvironment`. */
  readonly services: StringMap;
  readonly allocatable: AllocatableResources;
}

/** Sources of a namespace that has none of these objects, on a node whose resources are not known. */
export const NO_SOURCES: KubeletSources = {
  configMaps: new Map(),
  secrets: new Map(),
  services: {},
  allocatable: {},
};

/** A value; or the variable is left out, as an optional reference to nothing is. */
type VariableResult = Result<string | undefined, string>;

/**
 * The variables that a container is started with, as the kubelet makes them out of its spec:
 * - `envFrom` in order, a later source over an earlier one; then `env` in order, over `envFrom`;
 * - `value` with `$(NAME)` expanded from what is defined before it and from Services, see `expand`;
 * - a required key, ConfigMap or Secret that is missing is the error that keeps the container in
 *   `CreateContainerConfigError`; an optional one leaves the variable as it was before this entry;
 * - variables of Services last, where nothing else has their name.
 *
 * https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/
 */
export function resolveEnvironment(
  container: Container,
  pod: RunningPod,
  sources: KubeletSources,
): Result<StringMap, string> {
  const variables = new Map<string, string>();
  for (const source of container.envFrom ?? []) {
    const added = resolveEnvFrom(source, sources);
    if (!added.ok) return added;
    for (const [name, value] of Object.entries(added.value)) variables.set(name, value);
  }
  for (const entry of container.env ?? []) {
    const value = resolveVariable(
      entry,
      (name) => variables.get(name) ?? findOwnValue(sources.services, name),
      {
        container,
        pod,
        sources,
      },
    );
    if (!value.ok) return err(`variable ${entry.name}: ${value.error}`);
    if (value.value !== undefined) variables.set(entry.name, value.value);
  }
  return ok({ ...sources.services, ...Object.fromEntries(variables) });
}

function resolveEnvFrom(source: EnvFromSource, sources: KubeletSources): Result<StringMap, string> {
  const [kind, reference, objects] =
    source.configMapRef === undefined
      ? (['secret', source.secretRef, sources.secrets] as const)
      : (['configmap', source.configMapRef, sources.configMaps] as const);
  if (reference === undefined) return ok({});
  const data = objects.get(reference.name ?? '');
  if (data === undefined)
    return reference.optional === true ? ok({}) : err(`${kind} "${reference.name ?? ''}" not found`);
  return ok(
    Object.fromEntries(Object.entries(data).map(([key, value]) => [`${source.prefix ?? ''}${key}`, value])),
  );
}

interface ContainerScope {
  readonly container: Container;
  readonly pod: RunningPod;
  readonly sources: KubeletSources;
}

function resolveVariable(
  entry: EnvVar,
  lookup: (name: string) => string | undefined,
  scope: ContainerScope,
): VariableResult {
  if (entry.value !== undefined && entry.value !== '') return ok(expandReferences(entry.value, lookup));
  return entry.valueFrom === undefined ? ok('') : resolveReference(entry.valueFrom, scope);
}

function resolveReference(source: EnvVarSource, { container, pod, sources }: ContainerScope): VariableResult {
  if (source.fieldRef !== undefined) return resolveFieldRef(source.fieldRef.fieldPath, pod);
  if (source.resourceFieldRef !== undefined)
    return resolveResourceFieldRef(source.resourceFieldRef, container, pod, sources.allocatable);
  if (source.configMapKeyRef !== undefined)
    return resolveKeyReference('configmap', source.configMapKeyRef, sources.configMaps);
  if (source.secretKeyRef !== undefined)
    return resolveKeyReference('secret', source.secretKeyRef, sources.secrets);
  return err('a source of a kind that is not known');
}

function resolveKeyReference(
  kind: 'configmap' | 'secret',
  { name = '', key = '', optional = false }: KeyReference,
  objects: ReadonlyMap<string, StringMap>,
): VariableResult {
  const data = objects.get(name);
  const value = data && findOwnValue(data, key);
  if (value !== undefined || optional) return ok(value);
  return err(data === undefined ? `${kind} "${name}" not found` : `no key "${key}" in ${kind} "${name}"`);
}
