import { literal } from '../kubernetes/variable-reference.js';
import type { Container, EnvFromSource, EnvVar, EnvVarSource, StringMap } from '../kubernetes/pod.js';
import type { SnapshotLookups } from '../snapshot.js';

/** What is known of one variable that the container itself sets. */
export type Known =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly value: string }
  /** Set in `env` by reference; what it holds is not read. */
  | { readonly kind: 'reference'; readonly isOptional: boolean }
  /** Set by an `envFrom` ConfigMap that is held; `value` is escaped, so that it can be written out in `env`. */
  | { readonly kind: 'config-map'; readonly value: string };

/** The variables of a container as the user wrote them. */
export interface ContainerView {
  readonly lookup: (name: string) => Known;
  /** Whether it takes variables from a source that is not read; any variable may be hidden there. */
  readonly hasUnseenSources: boolean;
}

const ABSENT: Known = { kind: 'absent' };

/** A container that sets nothing; the configuration hash is computed over it. */
export const BLANK_VIEW: ContainerView = { lookup: () => ABSENT, hasUnseenSources: false };

/** Views a container; `envFrom` is looked through as far as the snapshot holds its ConfigMaps. */
export function viewOf(
  container: Container,
  namespace: string,
  configMaps: SnapshotLookups['configMaps'],
): ContainerView {
  const known = new Map<string, Known>();
  const sources = (container.envFrom ?? []).map((source) => ({
    source,
    data: dataOf(source, namespace, configMaps),
  }));
  for (const { source, data } of sources) {
    // A later source may set the same key, so what was known from earlier ones no longer holds.
    if (data === undefined) known.clear();
    for (const [key, value] of Object.entries(data ?? {}))
      known.set((source.prefix ?? '') + key, { kind: 'config-map', value: literal(value) });
  }
  for (const variable of container.env ?? []) known.set(variable.name, knownOf(variable));
  return {
    lookup: (name) => known.get(name) ?? ABSENT,
    hasUnseenSources: sources.some(({ data }) => data === undefined),
  };
}

function dataOf(
  { configMapRef }: EnvFromSource,
  namespace: string,
  configMaps: SnapshotLookups['configMaps'],
): StringMap | undefined {
  return configMapRef?.name === undefined ? undefined : configMaps.get(`${namespace}/${configMapRef.name}`);
}

function knownOf({ value, valueFrom }: EnvVar): Known {
  if (valueFrom === undefined) return { kind: 'value', value: value ?? '' };
  return { kind: 'reference', isOptional: isOptional(valueFrom) };
}

const isOptional = ({ configMapKeyRef, secretKeyRef }: EnvVarSource): boolean =>
  configMapKeyRef?.optional === true || secretKeyRef?.optional === true;

/** The value of a variable where it is known; undefined where it is absent or a reference. */
export function valueIn(view: ContainerView, name: string): string | undefined {
  const known = view.lookup(name);
  return known.kind === 'value' || known.kind === 'config-map' ? known.value : undefined;
}

/** Tells whether the container sets a variable, by whatever means. */
export const isSetIn = (view: ContainerView, name: string): boolean => view.lookup(name).kind !== 'absent';
