import type { Document } from 'yaml';
import { buildContext, type Context, type FileText } from '../config/context.js';
import { parseObjects, type LocatedObject, type ObjectNode } from '../config/documents.js';
import { isMember, type Language } from '../core/domain.js';
import { isRecord } from '../core/json.js';
import { KIND_NAMES, OBJECT_KINDS, type KindName } from '../core/object-kinds.js';
import { err, ok, type Issue, type Result } from '../core/result.js';
import type { SnapshotLookups } from '../core/snapshot.js';
import type { ObjectDecision, WorkloadDecision } from './decision.js';
import { judgeObject } from './judged-object.js';
import { isWithoutPods, type ObjectNote } from './overlooked.js';
import { findTemplateKind } from '../workload/template-kinds.js';
import type { TemplateRule } from '../workload/template-path.js';
import { readEditableYaml, formatEditedYaml } from '../yaml-edit/editable-yaml.js';
import { applyOperations } from '../yaml-edit/apply-operations.js';
import { readInputObject } from './workload.js';

/** A text of Kubernetes objects before and after injection. */
export interface InjectedText {
  readonly file: string;
  readonly before: string;
  readonly after: string;
  /** The documents of the text, edited. */
  readonly documents: readonly Document[];
  readonly decisions: readonly WorkloadDecision[];
  /** What is to be said of objects that are no workloads. */
  readonly others: readonly ObjectDecision[];
  readonly notes: readonly ObjectNote[];
  /** Tells whether the text holds no object at all. */
  readonly isEmpty: boolean;
}

/**
 * Injects into every workload of a text, whose nodes are edited in place; a text in which nothing is done stays as it
 * is. `namespace` is that of objects which name none, `rules` say where other kinds have their pod templates. Refuses
 * what is not YAML, and what cannot be edited in place.
 */
export function injectText(
  { file, text }: FileText,
  snapshot: SnapshotLookups,
  namespace: string,
  rules: readonly TemplateRule[] = [],
): Result<InjectedText> {
  const yaml = readEditableYaml(text, file);
  if (!yaml.ok) return yaml;
  const read = yaml.value.objects
    .filter((node) => !isPassedThrough(node, rules))
    .map((node) => readInputObject(node, yaml.value, namespace));
  const issues = read.flatMap((input) => (input.ok ? [] : input.error));
  if (issues.length > 0) return err(issues);
  const judged = read.flatMap((input) => (input.ok ? [judgeObject(input.value, snapshot, rules)] : []));
  const workloads = judged.flatMap((each) => each.workloads);
  const unplayed = workloads.flatMap(applyDecision);
  if (unplayed.length > 0) return err(unplayed);
  const isEdited = workloads.some(({ operations }) => operations.length > 0);
  const after = isEdited ? formatEditedYaml(yaml.value) : ok(text);
  if (!after.ok) return after;
  return ok({
    ...{ file, before: text, after: after.value, documents: yaml.value.documents },
    decisions: workloads,
    others: judged.flatMap((each) => each.others),
    notes: judged.flatMap((each) => each.notes),
    isEmpty: yaml.value.objects.length === 0,
  });
}

/** Objects that say nothing of pods, of which not even the data is read. */
const isPassedThrough = (node: ObjectNode, rules: readonly TemplateRule[]): boolean =>
  isWithoutPods(node) && findTemplateKind(node, rules) === undefined;

function applyDecision({ workload, operations }: WorkloadDecision): readonly Issue[] {
  try {
    applyOperations(workload.document, workload.base, operations);
    return [];
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return [{ path: workload.place, message: `cannot be edited in place (${why}); write its anchors out` }];
  }
}

/** Whether objects of a kind say how workloads are injected; all others of a text are workloads or only passed through. */
const isContextKind = (kind: string): kind is KindName =>
  isMember(KIND_NAMES, kind) && kind !== 'ReplicaSet' && kind !== 'Job';

/** Reads the context that texts carry themselves beside their workloads; `namespace` as above. */
export function readEmbeddedContext(
  texts: readonly FileText[],
  options: { readonly languages: ReadonlySet<Language>; readonly namespace: string },
): Result<Context> {
  const parsed = texts.map(({ file, text }) => parseObjects(text, file));
  const issues = parsed.flatMap((result) => (result.ok ? [] : result.error));
  if (issues.length > 0) return err(issues);
  const objects = parsed.flatMap((result) => (result.ok ? result.value : []));
  const context = objects.filter(({ kind }) => isContextKind(kind));
  return buildContext(
    context.map((object) => setDefaultNamespace(object, options.namespace)),
    options,
  );
}

function setDefaultNamespace(object: LocatedObject, namespace: string): LocatedObject {
  if (!isContextKind(object.kind) || !OBJECT_KINDS[object.kind].isNamespaced) return object;
  return {
    ...object,
    value: () => {
      const data = object.value();
      if (!data.ok || !isRecord(data.value) || !isRecord(data.value['metadata'])) return data;
      return ok({ ...data.value, metadata: { namespace, ...data.value['metadata'] } });
    },
  };
}
