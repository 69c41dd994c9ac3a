import { parsePointer, type Operation } from '../core/operation.js';
import { isRecord, readRecord, type Fields } from '../core/json.js';
import { findValueAt, type Path } from '../core/objects/paths.js';
import { err, ok, type Result } from '../core/result.js';
import { findDefaultVariable, isFilled, listUnjudgedPlaces } from './argo-defaults.js';

/**
 * Templates of Argo Workflows describe a pod in their own fields: one container, a script, or a set of containers, with
 * sidecars, init containers and volumes. The engine gets the pod that the controller would make, and its changes are
 * written into the template. https://argo-workflows.readthedocs.io/en/latest/fields/#template
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

/** Of these, even an empty one of the template keeps that of the workflow away. */
const KEPT_EMPTY: readonly string[] = ['securityContext', 'affinity'];

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
    const value = mergePodField(field, { template, defaults, spec });
    if (value === undefined) return [];
    return [[field, field === 'nodeSelector' && isRecord(value) ? dropPlaceholders(value) : value]];
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

/** What a selector asks for already: a parameter may stand for any node. */
const dropPlaceholders = (selector: Fields): Fields =>
  Object.fromEntries(
    Object.entries(selector).filter(([, value]) => typeof value !== 'string' || !value.includes('{{')),
  );

/** The defaults are merged into the template before the workflow is asked. */
function mergePodField(
  field: string,
  { template, defaults, spec }: Readonly<Record<'template' | 'defaults' | 'spec', Fields>>,
): unknown {
  const own = [template[field], defaults[field]].find(isFilled) ?? template[field] ?? defaults[field];
  const isTaken = isFilled(own) || (isRecord(own) && KEPT_EMPTY.includes(field));
  return isTaken ? own : spec[field];
}

/** The containers of the pod: those of the template's form, and its sidecars. */
function buildContainers(template: Fields): unknown {
  const form = findForm(template);
  const own = form === undefined ? undefined : template[form];
  const sidecars = readList(template['sidecars']);
  if (form !== 'containerSet') return [{ ...(isRecord(own) ? own : {}), name: MAIN }, ...sidecars];
  const containers = isRecord(own) ? own['containers'] : undefined;
  return Array.isArray(containers) ? [...(containers as readonly unknown[]), ...sidecars] : containers;
}

/** The defaults are those of the template, whose metadata is written over that of all pods. */
function mergeMetadata(template: Fields, spec: Fields, field: 'labels' | 'annotations'): Fields {
  const maps = [
    findValueAt(spec, ['podMetadata', field]),
    findValueAt(spec, ['templateDefaults', 'metadata', field]),
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
  const translated = operations.map((operation) => translateOperation(operation, template));
  const missing = operations.find((_, index) => translated[index] === undefined);
  if (missing !== undefined) return err(describePlace(missing));
  const known = translated.flatMap((operation) => operation ?? []);
  const variable = findDefaultVariable(known, template, readRecord(spec, 'templateDefaults'));
  if (variable !== undefined) return err(`${variable} beside that of templateDefaults`);
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

function translateOperation(operation: Operation, template: Fields): Operation | undefined {
  const path = translatePointer(operation.path, template);
  if (path === undefined) return undefined;
  if (!isCopying(operation)) return { ...operation, path };
  // The only container has no name in the template that could differ from its copy's.
  const from = translatePointer(operation.from, template);
  return from === undefined || !LISTS.some((list) => from.startsWith(list))
    ? undefined
    : { ...operation, path, from };
}

/** Where a template has containers with names of their own. */
const LISTS = ['/containerSet/', '/sidecars/'];

/** Fields that are at the same place in a template and in a pod. */
const METADATA_MAPS = ['/metadata/labels', '/metadata/annotations'] as const;

/** What else has one place in a template. */
const ROOTS: readonly (readonly [string, string])[] = [
  ...METADATA_MAPS.map((pointer) => [pointer, pointer] as const),
  ['/spec/initContainers', '/initContainers'],
  ['/spec/volumes', '/volumes'],
];

/** A place in the pod as one in the template. */
function translatePointer(pointer: string, template: Fields): string | undefined {
  const root = ROOTS.find(([from]) => pointer === from || pointer.startsWith(`${from}/`));
  return root === undefined ? translateContainer(pointer, template) : root[1] + pointer.slice(root[0].length);
}

const CONTAINERS = '/spec/containers/';

function translateContainer(pointer: string, template: Fields): string | undefined {
  const [index = '', ...rest] = pointer.slice(CONTAINERS.length).split('/');
  if (!pointer.startsWith(CONTAINERS) || index === '-') return undefined;
  const form = findForm(template) ?? 'container';
  const own = form === 'containerSet' ? readList(readRecord(template, form)['containers']).length : 1;
  const inForm = form === 'containerSet' ? `/containerSet/containers/${index}` : `/${form}`;
  const place = Number(index) < own ? inForm : `/sidecars/${Number(index) - own}`;
  return [place, ...rest].join('/');
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
