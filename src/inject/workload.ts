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

/** A pod, or a pod template of an object that makes pods. */
export interface Workload extends ObjectTitle, Omit<PodTemplate, 'path'> {
  readonly document: Document;
  /** Place of the pod or pod template in the document. */
  readonly base: Path;
  /** Place of the pod template in the object; empty for a pod. */
  readonly template: Path;
  /** The object as plain data. */
  readonly object: Fields;
  /** What a person should know once it is injected. */
  readonly condition?: KindCondition;
  /** `file:line:column` of a path of the pod. */
  readonly locate: (path: Path) => string;
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
export const listWorkloads = (input: InputObject, known: TemplateKind): readonly Workload[] =>
  listPodTemplates(input, known).map((template) => buildWorkload(input, known, template));

/** Tells whether objects of a kind may have several pod templates, so that it must be said which one is meant. */
const hasParts = ({ form, templates }: TemplateKind): boolean =>
  form === 'argo' || templates.length > 1 || templates.some((pattern) => pattern.includes(EACH));

function buildWorkload(input: InputObject, known: TemplateKind, found: PodTemplate): Workload {
  const { node, data, locate, ...names } = input;
  const { path: template, ...view } = found;
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

function readPlainData(read: () => unknown): Fields | undefined {
  try {
    return JSON.parse(formatJson(read())) as Fields;
  } catch {
    return undefined;
  }
}
