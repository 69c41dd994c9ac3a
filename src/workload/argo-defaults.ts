import { isRecord, type Fields } from '../core/json.js';
import type { Operation } from '../core/operation.js';
import { findValueAt, type Path } from '../core/objects/paths.js';

/**
 * What the controller of Argo Workflows merges into a template or its pod besides metadata: the fields of
 * `templateDefaults`, in which a template wins, and `podSpecPatch`, text that wins over the pod and may have placeholders.
 * Both are strategic merges. https://argo-workflows.readthedocs.io/en/latest/template-defaults/
 */

/** Fields of a container that a decision reads. */
const CONTAINER_FIELDS = [
  ...['image', 'command', 'args', 'env', 'envFrom'],
  ...['volumeMounts', 'securityContext', 'resources', 'ports'],
];

const PATCH = 'podSpecPatch';

/** Where a template and its workflow are in an object, and how the template describes its containers. */
export interface ArgoPlace {
  readonly object: unknown;
  readonly template: Path;
  readonly spec: Path;
  /** The field with the only container; undefined where there are several, or none. */
  readonly container: string | undefined;
}

/** The places in an object of what is merged into a pod and not known before; `fields` are those of the whole pod. */
export function listUnjudgedPlaces(
  { object, template, spec, container }: ArgoPlace,
  fields: readonly string[],
): readonly Path[] {
  const defaults: Path = [...spec, 'templateDefaults'];
  const inContainer = container === undefined ? [] : CONTAINER_FIELDS.map((field) => [container, field]);
  const merged = [
    [PATCH],
    ['initContainers'],
    ['volumes'],
    ...fields.map((field) => [field]),
    ...inContainer,
  ];
  const ofPod = new Set(fields);
  const isMerged = (path: Path): boolean => {
    const own = findValueAt(object, [...template, ...path]);
    const isTaken = (own ?? undefined) === undefined && path.length === 1 && ofPod.has(String(path[0]));
    return isFilled(findValueAt(object, [...defaults, ...path])) && !isTaken && !isReplacing(own);
  };
  return [
    ...[
      [...spec, PATCH],
      [...template, PATCH],
    ].filter((path) => isFilled(findValueAt(object, path))),
    ...merged.filter(isMerged).map((path) => [...defaults, ...path]),
  ];
}

const isFilled = (value: unknown): boolean =>
  isRecord(value) || Array.isArray(value)
    ? Object.keys(value).length > 0
    : value !== undefined && value !== null && value !== '';

/** Tells whether a value of the template takes the place of the default: what is no map, and no list of maps. */
const isReplacing = (own: unknown): boolean =>
  isFilled(own) && !isRecord(own) && !(Array.isArray(own) && own.some(isRecord));

/** A variable that operations add to the container of a template, and that its defaults set; it would win over theirs. */
export function findDefaultVariable(
  operations: readonly Operation[],
  own: Fields,
  defaults: Fields,
): string | undefined {
  const kept = new Set(listNames(defaults['env']));
  for (const name of listNames(own['env'])) kept.delete(name);
  return operations.flatMap(listAddedNames).find((name) => kept.has(name));
}

function listAddedNames(operation: Operation): readonly string[] {
  if (operation.op !== 'add' || !operation.path.startsWith(VARIABLES)) return [];
  return listNames(Array.isArray(operation.value) ? operation.value : [operation.value]);
}

const VARIABLES = '/spec/containers/0/env';

const listNames = (variables: unknown): readonly string[] =>
  Array.isArray(variables)
    ? variables.flatMap((variable: unknown) => {
        const name = isRecord(variable) ? variable['name'] : undefined;
        return typeof name === 'string' ? [name] : [];
      })
    : [];
