import { isRecord } from '../json.js';
import { escapeReferences } from '../kubernetes/variable-reference.js';
import type { Container, EnvFromSource, EnvVar, EnvVarSource, StringMap } from '../kubernetes/pod.js';
import type { SnapshotLookups } from '../snapshot.js';

/** What is known of one variable that the container itself sets. */
export type ObservedVariable =
  | { readonly kind: 'absent' }
  | { readonly kind: 'value'; readonly value: string }
  /** Set in `env` by reference; `held` is what it holds where its ConfigMap is held, escaped as below. */
  | { readonly kind: 'reference'; readonly isOptional: boolean; readonly held?: string }
  /** Set by an `envFrom` ConfigMap that is held; `value` is escaped, so that it can be written out in `env`. */
  | { readonly kind: 'config-map'; readonly value: string };

/** The variables of a container as the user wrote them. */
export interface ContainerView {
  readonly lookup: (name: string) => ObservedVariable;
  /** Whether it takes variables from a source that is not read, and that may hold some that agents read. */
  readonly hasUnseenSources: boolean;
  /** Tells whether a source that is not read may hold a variable: its prefix fits the name. */
  readonly mayHide: (name: string) => boolean;
}

/** What the names of variables begin with that agents read, or that are written for them. */
const AGENT_NAMES = [
  'OTEL_',
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'NODE_OPTIONS',
  'PYTHONPATH',
  'RUBYOPT',
  'PHP_INI_SCAN_DIR',
  'LD_LIBRARY_PATH',
  'CORECLR_',
  'DOTNET_',
  'COMPlus_',
];

const canBeginAgentName = (prefix: string): boolean =>
  AGENT_NAMES.some((name) => name.startsWith(prefix) || prefix.startsWith(name));

const ABSENT: ObservedVariable = { kind: 'absent' };

/** A container that sets nothing; the configuration hash is computed over it. */
export const BLANK_VIEW: ContainerView = {
  lookup: () => ABSENT,
  hasUnseenSources: false,
  mayHide: () => false,
};

/** Views a container; `envFrom` is resolved if the snapshot has its ConfigMaps. */
export function createContainerView(
  container: Container,
  namespace: string,
  configMaps: SnapshotLookups['configMaps'],
): ContainerView {
  const known = new Map<string, ObservedVariable>();
  const sources = (container.envFrom ?? []).map((source) => ({
    source,
    data: findSourceData(source, namespace, configMaps),
  }));
  for (const { source, data } of sources) {
    // A later source may set the same key, so what was known from earlier ones no longer holds.
    if (data === undefined) forgetNames(known, source.prefix ?? '');
    for (const [key, value] of Object.entries(data ?? {}))
      known.set((source.prefix ?? '') + key, { kind: 'config-map', value: escapeReferences(value) });
  }
  const findData = (name: string): StringMap | undefined => configMaps.get(`${namespace}/${name}`);
  for (const variable of container.env ?? [])
    known.set(variable.name, buildObservedVariable(variable, findData));
  const unseen = sources.flatMap(({ source, data }) => (data === undefined ? [source.prefix ?? ''] : []));
  return {
    lookup: (name) => known.get(name) ?? ABSENT,
    hasUnseenSources: unseen.some(canBeginAgentName),
    mayHide: (name) => unseen.some((prefix) => name.startsWith(prefix)),
  };
}

function forgetNames(known: Map<string, ObservedVariable>, prefix: string): void {
  for (const name of known.keys()) if (name.startsWith(prefix)) known.delete(name);
}

/** A view in which some variables have other values, as a program gets to see them from elsewhere. */
export const overlayValues = (view: ContainerView, values: ReadonlyMap<string, string>): ContainerView => ({
  ...view,
  lookup: (name) => {
    const value = values.get(name);
    return value === undefined ? view.lookup(name) : { kind: 'value', value: escapeReferences(value) };
  },
});

/** A view that notes whether something was found in it. */
export interface RecordingView {
  readonly view: ContainerView;
  /** Whether a variable that was looked up is set; else `BLANK_VIEW` would have given the same answers. */
  readonly hasFound: () => boolean;
}

/** Notes what is found in a view. */
export function recordLookups(view: ContainerView): RecordingView {
  let hasFound = false;
  const lookup = (name: string): ObservedVariable => {
    const observed = view.lookup(name);
    hasFound ||= observed.kind !== 'absent';
    return observed;
  };
  return { view: { ...view, lookup }, hasFound: () => hasFound };
}

function findSourceData(
  { configMapRef }: EnvFromSource,
  namespace: string,
  configMaps: SnapshotLookups['configMaps'],
): StringMap | undefined {
  return configMapRef?.name === undefined ? undefined : configMaps.get(`${namespace}/${configMapRef.name}`);
}

function buildObservedVariable(
  { value, valueFrom }: EnvVar,
  findData: (configMap: string) => StringMap | undefined,
): ObservedVariable {
  if (valueFrom === undefined) return { kind: 'value', value: value ?? '' };
  const { name, key } = valueFrom.configMapKeyRef ?? {};
  const data = name === undefined ? undefined : findData(name);
  const held = key !== undefined && data !== undefined && Object.hasOwn(data, key) ? data[key] : undefined;
  return {
    kind: 'reference',
    isOptional: isOptional(valueFrom),
    ...(held === undefined ? {} : { held: escapeReferences(held) }),
  };
}

/** Every kind of reference that may be missing says so in the same field, those of newer Kubernetes versions too. */
const isOptional = (source: EnvVarSource): boolean =>
  Object.values(source).some((reference: unknown) => isRecord(reference) && reference['optional'] === true);

/** The value of a variable where it is known; undefined where it is absent, or a reference to what is not held. */
export function findContainerValue(view: ContainerView, name: string): string | undefined {
  const known = view.lookup(name);
  switch (known.kind) {
    case 'absent':
      return undefined;
    case 'reference':
      return known.held;
    case 'value':
    case 'config-map':
      return known.value;
  }
}

/** Tells whether the container sets a variable, by whatever means. */
export const isSetByContainer = (view: ContainerView, name: string): boolean =>
  view.lookup(name).kind !== 'absent';

/** Tells whether the container gives a variable a value; an empty one is none. */
export const isGivenByContainer = (view: ContainerView, name: string): boolean =>
  isSetByContainer(view, name) && findContainerValue(view, name) !== '';
