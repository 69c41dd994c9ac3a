import type { Operation } from '../core/operation.js';
import { isRecord, readNonEmptyText, readRecord, type Fields } from '../core/json.js';
import { findValueAt, type Path } from '../core/objects/paths.js';
import { ok, type Result } from '../core/result.js';
import {
  buildArgoPod,
  listArgoMetadata,
  listArgoTemplates,
  listUnjudgedArgoPlaces,
  translateArgoOperations,
} from './argo-template.js';
import type { KeyHolder } from './stray-keys.js';
import type { TemplateKind } from './template-kinds.js';
import { expandPattern } from './template-path.js';

/** An object that may have pod templates, as plain data. */
export interface TemplateHolder {
  readonly apiVersion: string;
  readonly kind: string;
  readonly data: Fields;
}

/** A pod template of an object, or a pod itself. */
export interface PodTemplate {
  /** Its place in the object; empty for a pod. */
  readonly path: Path;
  /** The pod that would be created, as far as it is known before that; of any shape. */
  readonly pod: unknown;
  /** Where the object has the keys that its pods get. */
  readonly keys: KeyHolder;
  /** The places in the object of what changes the pod when it is made, and that `pod` is without. */
  readonly unjudged: readonly Path[];
  /** Operations on the pod as operations on what is at `path`; refuses with what there is no place for. */
  readonly translate: (operations: readonly Operation[]) => Result<readonly Operation[], string>;
}

/** The pod templates of an object of a known kind. */
export function listPodTemplates(object: TemplateHolder, known: TemplateKind): readonly PodTemplate[] {
  const places = known.templates.flatMap((pattern) =>
    known.form === 'argo' ? listArgoTemplates(object.data, pattern) : expandPattern(object.data, pattern),
  );
  return places.map((path) =>
    known.form === 'argo' ? viewArgoTemplate(object, known, path) : viewTemplate(object, known, path),
  );
}

function viewTemplate(object: TemplateHolder, known: TemplateKind, path: Path): PodTemplate {
  const template = findValueAt(object.data, path) as Fields;
  const { pod, named } = nameContainers(
    path.length === 0 ? template : buildTemplatePod(template, buildOwnerReferences(object, known)),
    known.unnamed,
  );
  const bare: readonly Operation[] =
    path.length > 0 && !isRecord(template['metadata']) ? [{ op: 'add', path: '/metadata', value: {} }] : [];
  return {
    path,
    pod,
    keys: buildKeyHolder(object, [[...path, 'metadata']]),
    unjudged: [],
    translate: (operations) => ok(operations.length === 0 ? [] : [...bare, ...named, ...operations]),
  };
}

function viewArgoTemplate(object: TemplateHolder, known: TemplateKind, path: Path): PodTemplate {
  const template = findValueAt(object.data, path) as Fields;
  const at: Path = known.templates[0] ?? [];
  const found = findValueAt(object.data, at);
  const spec = isRecord(found) ? found : {};
  const pod = buildArgoPod(template, spec);
  return {
    path,
    pod: {
      ...pod,
      metadata: { ...readRecord(pod, 'metadata'), ownerReferences: buildOwnerReferences(object, known) },
    },
    keys: buildKeyHolder(object, listArgoMetadata(path, at)),
    unjudged: listUnjudgedArgoPlaces(object.data, path, at),
    translate: (operations) =>
      operations.length === 0 ? ok([]) : translateArgoOperations(operations, template, spec),
  };
}

const buildKeyHolder = ({ kind, data }: TemplateHolder, metadata: readonly Path[]): KeyHolder => ({
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
  { apiVersion, kind, data }: TemplateHolder,
  { between, form }: TemplateKind,
): readonly Fields[] {
  const metadata = readRecord(data, 'metadata');
  const uid = readNonEmptyText(metadata['uid']);
  const named = { apiVersion, kind, controller: true, ...(uid === undefined ? {} : { uid }) };
  const name = readNonEmptyText(metadata['name']);
  const stem = readNonEmptyText(metadata['generateName'])?.replace(/-$/, '');
  if (name === undefined && stem !== undefined && form !== 'argo')
    return [
      { kind: between ?? kind, name: '' },
      { ...named, kind: GENERATED, name: stem },
    ];
  // Of a Workflow the name that stays is what comes before the end that is made up.
  const owner = { ...named, name: name ?? stem ?? '' };
  return between === undefined ? [owner] : [{ kind: between, name: '' }, owner];
}

/** Stands for a kind whose object has no name yet: what comes before the end that is made up names the service, and no attribute. */
const GENERATED = 'GeneratedName';
