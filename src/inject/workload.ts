import type { Document } from 'yaml';
import { createLocator, type ObjectNode, type OffsetFormatter } from '../config/documents.js';
import type { Operation } from '../core/operation.js';
import { findValueAt, formatPath, type Path } from '../core/objects/paths.js';
import { isRecord, type Fields } from '../core/json.js';
import { err, ok, type Result } from '../core/result.js';
import { formatJson } from '../yaml-edit/json-text.js';
import {
  buildArgoPod,
  listArgoMetadata,
  listArgoTemplates,
  translateArgoOperations,
} from './argo-template.js';
import type { KeyHolder } from './stray-keys.js';
import type { KindCondition, TemplateKind } from './template-kinds.js';
import { EACH, expandPattern } from './template-path.js';

/** An object as people name it. */
export interface ObjectTitle {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty where the kind has none. */
  readonly namespace: string;
  /** Its name, or the beginning of a name that is still to be made up. */
  readonly name: string;
  /** `file:line:column`. */
  readonly place: string;
  /** Which of its pod templates is meant, where it has several. */
  readonly part?: string;
}

/** A pod, or a pod template of an object that makes pods. */
export interface Workload extends ObjectTitle {
  readonly document: Document;
  /** Place of the pod or pod template in the document. */
  readonly base: Path;
  /** Place of the pod template in the object; empty for a pod. */
  readonly template: Path;
  /** The object as plain data. */
  readonly object: Fields;
  /** The pod that would be created, as far as it is known before that; of any shape. */
  readonly pod: unknown;
  /** Where the keys that its pods get stand in the object. */
  readonly keys: KeyHolder;
  /** What a person should know once it is injected. */
  readonly condition?: KindCondition;
  /** `file:line:column` of a path of the pod. */
  readonly locate: (path: Path) => string;
  /** Operations on the pod as operations on what stands at `base`; refuses with what there is no place for. */
  readonly translate: (operations: readonly Operation[]) => Result<readonly Operation[], string>;
}

/** An object with what of it is known before it is looked into. */
export interface InputObject extends ObjectTitle {
  readonly node: ObjectNode;
  readonly data: Fields;
  readonly locate: (path: Path) => string;
}

/** Kinds that no namespace holds. */
const CLUSTER_SCOPED = ['Namespace', 'TracingPlatform'];

/** Reads an object as plain data; `namespace` is that of objects which name none. Refuses anchors that contain themselves. */
export function readInputObject(
  node: ObjectNode,
  { place }: { readonly place: OffsetFormatter },
  namespace: string,
): Result<InputObject> {
  const { apiVersion, kind, document } = node;
  const at = place(node.node.range?.[0] ?? 0);
  const data = readPlainData(() => node.node.toJS(document));
  if (data === undefined)
    return err([{ path: at, message: 'has anchors that contain themselves or too many; write it out' }]);
  const metadata = readRecord(data, 'metadata');
  const locate = createLocator(node, place);
  return ok({
    ...{ apiVersion, kind, place: at, node, data },
    name: readNonEmptyText(metadata['name']) ?? readNonEmptyText(metadata['generateName']) ?? '',
    namespace: CLUSTER_SCOPED.includes(kind) ? '' : (readNonEmptyText(metadata['namespace']) ?? namespace),
    locate: (path) => locate(formatPath(path)),
  });
}

/** The workloads of an object of a known kind: one for each of its pod templates. */
export function listWorkloads(input: InputObject, known: TemplateKind): readonly Workload[] {
  const places = known.templates.flatMap((pattern) =>
    known.form === 'argo' ? listArgoTemplates(input.data, pattern) : expandPattern(input.data, pattern),
  );
  return places.map((template) => buildWorkload(input, known, template));
}

/** Tells whether objects of a kind may have several pod templates, so that it must be said which one is meant. */
const hasParts = ({ form, templates }: TemplateKind): boolean =>
  form === 'argo' || templates.length > 1 || templates.some((pattern) => pattern.includes(EACH));

function buildWorkload(input: InputObject, known: TemplateKind, template: Path): Workload {
  const { node, data, locate, ...names } = input;
  const view =
    known.form === 'argo' ? viewArgoTemplate(input, known, template) : viewTemplate(input, known, template);
  return {
    ...names,
    ...(hasParts(known) ? { part: formatPath(template), place: locate(template) } : {}),
    ...(known.condition === undefined ? {} : { condition: known.condition }),
    document: node.document,
    base: [...node.path, ...template],
    template,
    object: data,
    locate: (path) => locate([...template, ...path]),
    ...view,
  };
}

type TemplateView = Pick<Workload, 'pod' | 'keys' | 'translate'>;

function viewTemplate(input: InputObject, known: TemplateKind, path: Path): TemplateView {
  const template = findValueAt(input.data, path) as Fields;
  const { pod, named } = nameContainers(
    path.length === 0 ? template : buildTemplatePod(template, buildOwnerReferences(input, known)),
    known.unnamed,
  );
  const bare: readonly Operation[] =
    path.length > 0 && !isRecord(template['metadata']) ? [{ op: 'add', path: '/metadata', value: {} }] : [];
  return {
    pod,
    keys: buildKeyHolder(input, [[...path, 'metadata']]),
    translate: (operations) => ok(operations.length === 0 ? [] : [...bare, ...named, ...operations]),
  };
}

function viewArgoTemplate(input: InputObject, known: TemplateKind, path: Path): TemplateView {
  const template = findValueAt(input.data, path) as Fields;
  const at: Path = known.templates[0] ?? [];
  const spec = findValueAt(input.data, at);
  const pod = buildArgoPod(template, isRecord(spec) ? spec : {});
  return {
    pod: {
      ...pod,
      metadata: { ...readRecord(pod, 'metadata'), ownerReferences: buildOwnerReferences(input, known) },
    },
    keys: buildKeyHolder(input, listArgoMetadata(path, at)),
    translate: (operations) =>
      operations.length === 0 ? ok([]) : translateArgoOperations(operations, template),
  };
}

const buildKeyHolder = ({ kind, data }: InputObject, metadata: readonly Path[]): KeyHolder => ({
  kind,
  object: data,
  annotations: metadata.map((path) => [...path, 'annotations']),
  labels: metadata.map((path) => [...path, 'labels']),
});

/** Containers without a name get the one that their controller gives them, which is then written as well. */
function nameContainers(
  pod: Fields,
  unnamed: string | undefined,
): { readonly pod: Fields; readonly named: readonly Operation[] } {
  const containers = findValueAt(pod, ['spec', 'containers']);
  if (unnamed === undefined || !Array.isArray(containers)) return { pod, named: [] };
  const named: Operation[] = [];
  const all = containers.map((container: unknown, index) => {
    if (!isRecord(container) || (container['name'] ?? '') !== '') return container;
    const name = containers.length === 1 ? unnamed : `${unnamed}-${index}`;
    named.push({ op: 'add', path: `/spec/containers/${index}/name`, value: name });
    return { ...container, name };
  });
  return { pod: { ...pod, spec: { ...readRecord(pod, 'spec'), containers: all } }, named };
}

function readRecord(data: Fields, key: string): Fields {
  const inner = data[key];
  return isRecord(inner) ? inner : {};
}

function readPlainData(read: () => unknown): Fields | undefined {
  try {
    return JSON.parse(formatJson(read())) as Fields;
  } catch {
    return undefined;
  }
}

const readNonEmptyText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Of a template only labels, annotations and the spec reach the pod; its name is made up later. */
function buildTemplatePod(template: Fields, ownerReferences: readonly Fields[]): Fields {
  const { labels, annotations } = readRecord(template, 'metadata');
  return {
    ...template,
    metadata: {
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences,
    },
  };
}

/**
 * The owners of the pod, as far as they are known now. The ReplicaSet or Job in between has no name before it exists,
 * and an invented one would end up in the resource attributes; without it those name what is written in the file.
 */
function buildOwnerReferences(
  { apiVersion, kind, data }: InputObject,
  { between, form }: TemplateKind,
): readonly Fields[] {
  const metadata = readRecord(data, 'metadata');
  const uid = readNonEmptyText(metadata['uid']);
  // Of a Workflow the name that stays is what comes before the end that is made up.
  const stem = form === 'argo' ? readNonEmptyText(metadata['generateName'])?.replace(/-$/, '') : undefined;
  const owner = {
    ...{ apiVersion, kind },
    name: readNonEmptyText(metadata['name']) ?? stem ?? '',
    controller: true,
    ...(uid === undefined ? {} : { uid }),
  };
  return between === undefined ? [owner] : [{ kind: between, name: '' }, owner];
}
