import { parsePointer, type Operation } from '../core/operation.js';
import { isRecord, readRecord, type Fields } from '../core/json.js';
import { findValueAt, type Path } from '../core/objects/paths.js';
import { err, ok, type Result } from '../core/result.js';
import { findDefaultVariable, listUnjudgedPlaces } from './argo-defaults.js';

/**
 * Templates of Argo Workflows describe a pod in their own fields: one container, a script, or a set of containers, with
 * init containers and volumes. The engine gets the pod that the controller would make, and its changes are written into
 * the template. https://argo-workflows.readthedocs.io/en/latest/fields/#template
 */

/** The controller's name for the container of a template. */
const MAIN = 'main';

/** Where a template has its containers. */
const FORMS = ['container', 'script', 'containerSet'] as const;
type ArgoForm = (typeof FORMS)[number];

/** Tells whether a template runs containers of its own; steps, graphs, resources and waits do not. */
const findForm = (template: unknown): ArgoForm | undefined =>
  FORMS.find((form) => isRecord(template) && isRecord(template[form]));

/** The places of the templates of a workflow that run containers, including those inside of steps and tasks. */
export function listArgoTemplates(object: unknown, spec: Path): readonly Path[] {
  const templates = findValueAt(object, [...spec, 'templates']);
  if (!Array.isArray(templates)) return [];
  return templates.flatMap((template, index) => {
    const path = [...spec, 'templates', index];
    return [path, ...listInlinePaths(template, path)].filter(
      (each) => findForm(findValueAt(object, each)) !== undefined,
    );
  });
}

function listInlinePaths(template: unknown, path: Path): readonly Path[] {
  const steps = findValueAt(template, ['steps']);
  const tasks = findValueAt(template, ['dag', 'tasks']);
  return [
    ...(Array.isArray(steps)
      ? steps.flatMap((parallel: unknown, index) =>
          Array.isArray(parallel)
            ? parallel.map((_, inner) => [...path, 'steps', index, inner, 'inline'])
            : [[...path, 'steps', index, 'inline']],
        )
      : []),
    ...(Array.isArray(tasks) ? tasks.map((_, index) => [...path, 'dag', 'tasks', index, 'inline']) : []),
  ];
}

/** Where the annotations of the pods of a template are read. */
export const listArgoMetadata = (template: Path, spec: Path): readonly Path[] => [
  [...template, 'metadata'],
  [...spec, 'podMetadata'],
  [...spec, 'templateDefaults', 'metadata'],
];

/** Fields of the pod that a template or its workflow may set. */
const POD_FIELDS = [
  ...['securityContext', 'nodeSelector', 'affinity', 'tolerations', 'hostNetwork', 'dnsPolicy'],
  ...['serviceAccountName', 'automountServiceAccountToken', 'imagePullSecrets'],
];

/** The places of what the controller merges into the pod of a template, and that is not in the pod that is judged. */
export function listUnjudgedArgoPlaces(object: unknown, template: Path, spec: Path): readonly Path[] {
  const form = findForm(findValueAt(object, template));
  const container = form === 'containerSet' ? undefined : form;
  return listUnjudgedPlaces({ object, template, spec, container }, POD_FIELDS);
}

/** The template as the pod that is made of it. */
export function buildArgoPod(template: Fields, spec: Fields): Fields {
  const defaults = readRecord(spec, 'templateDefaults');
  const fields = POD_FIELDS.flatMap((field) => {
    const value = template[field] ?? defaults[field] ?? spec[field];
    return value === undefined ? [] : [[field, value]];
  });
  const volumes = [...readList(template['volumes']), ...readList(spec['volumes'])];
  return {
    metadata: {
      labels: mergeMetadata(template, spec, 'labels'),
      annotations: mergeMetadata(template, spec, 'annotations'),
    },
    spec: {
      ...Object.fromEntries(fields),
      containers: buildContainers(template),
      ...(template['initContainers'] === undefined ? {} : { initContainers: template['initContainers'] }),
      ...(volumes.length === 0 ? {} : { volumes }),
      restartPolicy: 'Never',
    },
  };
}

function buildContainers(template: Fields): unknown {
  const form = findForm(template);
  const own = form === undefined ? undefined : template[form];
  if (form === 'containerSet') return isRecord(own) ? own['containers'] : undefined;
  return [{ ...(isRecord(own) ? own : {}), name: MAIN }];
}

function mergeMetadata(template: Fields, spec: Fields, field: 'labels' | 'annotations'): Fields {
  const maps = [
    findValueAt(spec, ['templateDefaults', 'metadata', field]),
    findValueAt(spec, ['podMetadata', field]),
    findValueAt(template, ['metadata', field]),
  ];
  return Object.fromEntries(maps.filter(isRecord).flatMap((map) => Object.entries(map)));
}

const readList = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/**
 * Turns operations on the pod into operations on the template. Refuses, with a name, what a template cannot express: a
 * container besides its own, fields of the whole pod, and a variable beside one of the workflow's defaults, which it would
 * win over.
 */
export function translateArgoOperations(
  operations: readonly Operation[],
  template: Fields,
  spec: Fields,
): Result<readonly Operation[], string> {
  const form = findForm(template) ?? 'container';
  const defaults = readRecord(readRecord(spec, 'templateDefaults'), form);
  const variable =
    form === 'containerSet'
      ? undefined
      : findDefaultVariable(operations, readRecord(template, form), defaults);
  if (variable !== undefined) return err(`${variable} beside that of templateDefaults`);
  const translated = operations.map((operation) => translateOperation(operation, form));
  const missing = operations.find((_, index) => translated[index] === undefined);
  if (missing !== undefined) return err(describePlace(missing));
  const known = translated.flatMap((operation) => operation ?? []);
  return ok([
    ...buildParents(operations, template),
    ...known.flatMap((operation) => adaptOperation(operation, template)),
  ]);
}

const isCopying = (operation: Operation): operation is Extract<Operation, { readonly from: string }> =>
  operation.op === 'copy' || operation.op === 'move';

const describePlace = (operation: Operation): string =>
  isCopying(operation)
    ? 'a copy of its container'
    : `${operation.path.slice(1).replaceAll('/', '.')} of its pod`;

function translateOperation(operation: Operation, form: ArgoForm): Operation | undefined {
  const path = translatePointer(operation.path, form);
  if (path === undefined) return undefined;
  if (!isCopying(operation)) return { ...operation, path };
  // The only container is not in a list into which it could be copied, and has no name that differs from its copy's.
  const from = form === 'containerSet' ? translatePointer(operation.from, form) : undefined;
  return from === undefined ? undefined : { ...operation, path, from };
}

/** Fields that are at the same place in a template and in a pod. */
const METADATA_MAPS = ['/metadata/labels', '/metadata/annotations'] as const;

/** A place in the pod as one in the template. */
function translatePointer(pointer: string, form: ArgoForm): string | undefined {
  const roots: readonly (readonly [string, string])[] = [
    ...METADATA_MAPS.map((pointer) => [pointer, pointer] as const),
    ['/spec/initContainers', '/initContainers'],
    ['/spec/volumes', '/volumes'],
    form === 'containerSet'
      ? ['/spec/containers', '/containerSet/containers']
      : ['/spec/containers/0', `/${form}`],
  ];
  const root = roots.find(([from]) => pointer === from || pointer.startsWith(`${from}/`));
  return root === undefined ? undefined : root[1] + pointer.slice(root[0].length);
}

/** Maps and lists that the pod gets from its workflow, and that the template does not have yet. */
function buildParents(operations: readonly Operation[], template: Fields): readonly Operation[] {
  const isBelow = (pointer: string): boolean => operations.some(({ path }) => path.startsWith(`${pointer}/`));
  const parents: Operation[] = [];
  const maps = METADATA_MAPS.filter(
    (pointer) => isBelow(pointer) || operations.some(({ path }) => path === pointer),
  );
  if (maps.length > 0 && !isRecord(template['metadata']))
    parents.push({ op: 'add', path: '/metadata', value: {} });
  for (const path of maps)
    if (!isRecord(findValueAt(template, parsePointer(path)))) parents.push({ op: 'add', path, value: {} });
  if (isBelow('/spec/volumes') && !Array.isArray(template['volumes']))
    parents.push({ op: 'add', path: '/volumes', value: [] });
  return parents;
}

/** An annotation or label of the workflow is replaced and removed by one of the template; there it is only added. */
function adaptOperation(operation: Operation, template: Fields): readonly Operation[] {
  if (!METADATA_MAPS.some((pointer) => operation.path.startsWith(`${pointer}/`))) return [operation];
  if (operation.op === 'replace') return [{ ...operation, op: 'add' }];
  if (operation.op !== 'remove') return [operation];
  return findValueAt(template, parsePointer(operation.path)) === undefined ? [] : [operation];
}
