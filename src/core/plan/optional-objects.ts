import type { PodEdit } from '../edits.js';
import type { EnvVar, EnvVarSource } from '../kubernetes/pod.js';
import { type Finding, buildFinding } from '../reasons.js';
import type { ContainerContext } from '../resolve/container-context.js';
import { findInstrumentationVariable } from '../resolve/instrumentation-values.js';
import { cutName } from '../shown-text.js';

/** A Secret or ConfigMap in the namespace of a pod, which starts without it. */
export interface OptionalObject {
  readonly kind: 'Secret' | 'ConfigMap';
  readonly name: string;
  /** What is taken of it; undefined for all of it. */
  readonly key?: string;
}

/**
 * A notice of the objects that are referred to as optional although nobody said so: where one is missing, the pod starts, and
 * nothing else would tell why its traces are lost. A ConfigMap that the context shows is no news, nor is a reference that the
 * Instrumentation itself makes optional.
 */
export function reportOptionalObjects(
  objects: readonly OptionalObject[],
  { ref, snapshot, namespaceName }: ContainerContext,
): readonly Finding[] {
  const isThere = ({ kind, name, key }: OptionalObject): boolean => {
    const data = kind === 'ConfigMap' ? snapshot.configMaps.get(`${namespaceName}/${name}`) : undefined;
    return data !== undefined && (key === undefined || Object.hasOwn(data, key));
  };
  const doubtful = objects.filter((object) => !isThere(object));
  if (doubtful.length === 0) return [];
  const names = [...new Set(doubtful.map(({ kind, name }) => `${kind} ${cutName(name)}`))];
  const missing = names.length === 1 ? 'it is missing' : 'one is missing';
  const message = `${ref.name} refers to ${names.join(', ')}; if ${missing}, the pod starts, but may send no traces.`;
  return [buildFinding('reference-optional', message, { container: ref.name })];
}

/** The objects that added variables refer to as optional, but for those of which the Instrumentation says so itself. */
export const listReferredObjects = (
  edits: readonly PodEdit[],
  context: ContainerContext,
): readonly OptionalObject[] =>
  edits
    .flatMap(listReferring)
    // What the container sets itself it needs anyway, whoever else gets a copy.
    .filter(({ name }) => context.view.lookup(name).kind === 'absent')
    .flatMap((env) => findObject(env, context));

const NONE: readonly EnvVar[] = [];

/** The variables that an edit adds and that hold a reference: few do. */
function listReferring(edit: PodEdit): readonly EnvVar[] {
  if (edit.op === 'init-container' || edit.op === 'sidecar')
    return edit.spec.env?.filter(({ valueFrom }) => valueFrom !== undefined) ?? NONE;
  return edit.op === 'env-default' && edit.env.valueFrom !== undefined ? [edit.env] : NONE;
}

function findObject({ name, valueFrom }: EnvVar, { targets }: ContainerContext): readonly OptionalObject[] {
  const isChosen = findReference(findInstrumentationVariable(targets, name)?.valueFrom)?.isOptional;
  const reference = findReference(valueFrom);
  return reference?.isOptional === true && isChosen !== true ? [reference] : [];
}

/** What a variable is taken from; undefined where that is no Secret and no ConfigMap. */
function findReference(
  source: EnvVarSource = {},
): (OptionalObject & { readonly isOptional: boolean }) | undefined {
  const { secretKeyRef: secret, configMapKeyRef: configMap } = source;
  const reference = secret ?? configMap;
  if (reference?.name === undefined) return undefined;
  const { name, key, optional = false } = reference;
  const kind = secret === undefined ? 'ConfigMap' : 'Secret';
  return { kind, name, isOptional: optional, ...(key === undefined ? {} : { key }) };
}
