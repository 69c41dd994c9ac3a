import { isRecord, listRecords, type Fields } from '../core/json.js';
import { parsePointer, type Operation } from '../core/operation.js';
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
    ['sidecars'],
    ['volumes'],
    ...fields.map((field) => [field]),
    ...inContainer,
  ];
  const ofPod = new Set(fields);
  const isMerged = (path: Path): boolean => {
    const own = findValueAt(object, [...template, ...path]);
    const isTaken = !isFilled(own) && path.length === 1 && ofPod.has(String(path[0]));
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

/** Tells whether a field of a template or of its defaults says anything. */
export const isFilled = (value: unknown): boolean =>
  isRecord(value) || Array.isArray(value)
    ? Object.keys(value).length > 0
    : value !== undefined && value !== null && value !== '';

/** Tells whether a value of the template takes the place of the default: what is no map, and no list of maps. */
const isReplacing = (own: unknown): boolean =>
  isFilled(own) && !isRecord(own) && !(Array.isArray(own) && own.some(isRecord));

/**
 * A variable that operations on a template add to a container, and that the defaults of the template set; it would win
 * over theirs. Containers in lists are merged by name, but not those of a set.
 */
export function findDefaultVariable(
  operations: readonly Operation[],
  template: Fields,
  defaults: Fields,
): string | undefined {
  return operations
    .flatMap((operation) => listAddedVariables(operation))
    .find(({ container, name }) => {
      const own = findValueAt(template, container);
      const merged = findMergedContainer(container, own, defaults);
      return listNames(merged).includes(name) && !listNames(own).includes(name);
    })?.name;
}

/** A variable that is added, and the place of its container in the template. */
interface AddedVariable {
  readonly container: Path;
  readonly name: string;
}

function listAddedVariables(operation: Operation): readonly AddedVariable[] {
  const tokens = parsePointer(operation.path);
  const at = tokens.indexOf('env');
  if (operation.op !== 'add' || at < 0) return [];
  const container = tokens.slice(0, at);
  const added = Array.isArray(operation.value) ? operation.value : [operation.value];
  return listNames({ env: added }).map((name) => ({ container, name }));
}

function findMergedContainer([list = '', ...rest]: Path, own: unknown, defaults: Fields): unknown {
  if (rest.length === 0) return defaults[list];
  const name = isRecord(own) ? own['name'] : undefined;
  return listRecords(defaults[list]).find((each) => each['name'] === name);
}

const listNames = (container: unknown): readonly string[] =>
  listRecords(isRecord(container) ? container['env'] : undefined).flatMap(({ name }) =>
    typeof name === 'string' ? [name] : [],
  );
