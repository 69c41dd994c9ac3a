import type { Document } from 'yaml';
import { createLocator, type ObjectNode, type OffsetFormatter } from '../config/documents.js';
import { formatPath, type Path } from '../core/objects/paths.js';
import { readNonEmptyText, readRecord, type Fields } from '../core/json.js';
import { err, ok, type Result } from '../core/result.js';
import { formatJson } from '../yaml-edit/json-text.js';
import { listPodTemplates, type PodTemplate } from '../workload/pod-templates.js';
import type { KindCondition, TemplateKind } from '../workload/template-kinds.js';
import { EACH } from '../workload/template-path.js';

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

/** A pod, or a pod template of an object that makes pods, as far as a decision is made for it. */
export interface JudgedTemplate extends ObjectTitle, Omit<PodTemplate, 'path'> {
  /** Place of the pod template in the object; empty for a pod. */
  readonly template: Path;
  /** The object as plain data. */
  readonly object: Fields;
  /** What a person should know once it is injected. */
  readonly condition?: KindCondition;
  /** `file:line:column` of a path of the pod, or its path in an object that is in no file. */
  readonly locate: (path: Path) => string;
  /** The same of a path of the object. */
  readonly locateInObject: (path: Path) => string;
}

/** The same in a document that is edited. */
export interface Workload extends JudgedTemplate {
  readonly document: Document;
  /** Place of the pod or pod template in the document. */
  readonly base: Path;
}

/** An object with what of it is known before it is looked into. */
export interface JudgedObjectData extends ObjectTitle {
  readonly data: Fields;
  readonly locate: (path: Path) => string;
}

/** The same in a document. */
export interface InputObject extends JudgedObjectData {
  readonly node: ObjectNode;
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
export const listWorkloads = (input: InputObject, known: TemplateKind): readonly Workload[] =>
  listJudgedTemplates(input, known).map((judged) => ({
    ...judged,
    document: input.node.document,
    base: [...input.node.path, ...judged.template],
  }));

/** The pod templates of an object of a known kind, wherever it is from. */
export const listJudgedTemplates = (
  input: JudgedObjectData,
  known: TemplateKind,
): readonly JudgedTemplate[] =>
  listPodTemplates(input, known).map((template) => buildJudgedTemplate(input, known, template));

/** Tells whether objects of a kind may have several pod templates, so that it must be said which one is meant. */
const hasParts = ({ form, templates }: TemplateKind): boolean =>
  form === 'argo' || templates.length > 1 || templates.some((pattern) => pattern.includes(EACH));

function buildJudgedTemplate(
  { apiVersion, kind, namespace, name, place, data, locate }: JudgedObjectData,
  known: TemplateKind,
  found: PodTemplate,
): JudgedTemplate {
  const { path: template, ...view } = found;
  return {
    ...{ apiVersion, kind, namespace, name, place },
    ...(hasParts(known) ? { part: formatPath(template), place: locate(template) } : {}),
    ...(known.condition === undefined ? {} : { condition: known.condition }),
    template,
    object: data,
    locate: (path) => locate([...template, ...path]),
    locateInObject: locate,
    ...view,
  };
}

function readPlainData(read: () => unknown): Fields | undefined {
  try {
    return JSON.parse(formatJson(read())) as Fields;
  } catch {
    return undefined;
  }
}
