import type { SnapshotLookups } from '../core/snapshot.js';
import { findValueAt, formatPath, type Path } from '../core/objects/paths.js';
import { isRecord } from '../core/json.js';
import {
  buildInjectFinding,
  buildKeyRefusal,
  decideWorkload,
  type ObjectDecision,
  type TemplateDecision,
  type WorkloadDecision,
  type WorkloadFinding,
} from './decision.js';
import {
  describeAskingObject,
  findMisspeltKind,
  findOverlookedTemplates,
  type ObjectNote,
  type OverlookedTemplate,
} from './overlooked.js';
import { checkStrayKeys, joinKeyHolders } from '../workload/stray-keys.js';
import { findTemplateKind, type TemplateKind } from '../workload/template-kinds.js';
import type { TemplatePattern, TemplateRule } from '../workload/template-path.js';
import { listWorkloads, type InputObject, type JudgedTemplate } from './workload.js';

/** All that is to be said of one object. */
export interface JudgedObject {
  readonly workloads: readonly WorkloadDecision[];
  readonly others: readonly ObjectDecision[];
  readonly notes: readonly ObjectNote[];
}

/** Decides for the pod templates of an object; where it is not looked into, says so, and what was meant to ask there. */
export function judgeObject(
  input: InputObject,
  snapshot: SnapshotLookups,
  rules: readonly TemplateRule[],
): JudgedObject {
  const known = findTemplateKind(input, rules);
  if (known === undefined) return judgeOtherObject(input);
  const listed = listWorkloads(input, known);
  const templates = known.rule === undefined ? listed : listed.filter(isTemplate);
  const workloads = decideTemplates(templates, snapshot);
  if (workloads.length > 0) return { workloads, others: [], notes: [] };
  if (known.rule !== undefined)
    return { workloads, others: listMissingTemplates(known.rule, known.templates, input), notes: [] };
  const references = listReferenceNotes(input, known);
  if (references.length > 0) return { workloads, others: [], notes: references };
  return judgeUnknownParts(input);
}

/** Tells whether a map that is said to be a pod template has anything of one: the spec of a pod is none. */
const isTemplate = ({ object, template }: JudgedTemplate): boolean =>
  ['metadata', 'spec'].some((field) => isRecord(findValueAt(object, [...template, field])));

/** Decides for the templates of one object. Keys in the wrong place belong to the object, and are reported with its first template. */
export function decideTemplates<Template extends JudgedTemplate>(
  workloads: readonly Template[],
  snapshot: SnapshotLookups,
): readonly TemplateDecision<Template>[] {
  const [first] = workloads;
  if (first === undefined) return [];
  const all = workloads.map(({ keys }) => keys);
  const stray = checkStrayKeys(joinKeyHolders(first.keys, all));
  return workloads.map((workload) => decideWorkload(workload, snapshot, workload === first ? stray : []));
}

const METADATA: Path = ['metadata'];

function judgeOtherObject(input: InputObject): JudgedObject {
  if (input.kind === 'Namespace') {
    const stray = checkStrayKeys({
      kind: input.kind,
      object: input.data,
      annotations: [[...METADATA, 'annotations']],
      labels: [[...METADATA, 'labels']],
    });
    return { workloads: [], others: buildDecisions(input, stray.map(buildKeyRefusal)), notes: [] };
  }
  const misspelt = findMisspeltKind(input);
  if (misspelt === undefined) return judgeUnknownParts(input);
  return { workloads: [], others: buildDecisions(input, [buildOverlookedFinding(misspelt)]), notes: [] };
}

/** Tells what looks like a pod template where none is known, or else what asks there. */
function judgeUnknownParts(input: InputObject): JudgedObject {
  const others = buildDecisions(input, findOverlookedTemplates(input).map(buildOverlookedFinding));
  const asking = others.length > 0 ? undefined : describeAskingObject(input);
  const notes = asking === undefined ? [] : [{ title: input, message: asking }];
  return { workloads: [], others, notes };
}

const buildOverlookedFinding = ({ message, remedy }: OverlookedTemplate): WorkloadFinding =>
  buildInjectFinding('template-unknown', message, remedy);

const buildDecisions = (
  input: InputObject,
  reasons: readonly WorkloadFinding[],
): readonly ObjectDecision[] =>
  reasons.length === 0 ? [] : [{ workload: input, status: 'skipped', reasons, injections: [] }];

/** What the command line says is a pod template must be one. */
function listMissingTemplates(
  rule: string,
  templates: readonly TemplatePattern[],
  input: InputObject,
): readonly ObjectDecision[] {
  if (templates.length === 0) return [];
  const reason = buildInjectFinding(
    'template-unknown',
    `There is no pod template where --template-path ${rule} says.`,
    'Correct the path, or give none instead of it.',
  );
  return buildDecisions(input, [reason]);
}

/** The pods of an object that takes its template from another one are injected there. */
function listReferenceNotes(input: InputObject, { reference }: TemplateKind): readonly ObjectNote[] {
  const referred = reference === undefined ? undefined : findValueAt(input.data, reference);
  if (reference === undefined || !isRecord(referred)) return [];
  const template = referred['clusterScope'] === true ? 'ClusterWorkflowTemplate' : 'WorkflowTemplate';
  const kind = typeof referred['kind'] === 'string' ? referred['kind'] : template;
  const name = typeof referred['name'] === 'string' ? referred['name'] : '';
  const message = `has no pod template; its pods come from ${kind} ${name}, which ${formatPath(reference)} names. Annotate and inject that one.`;
  return [{ title: input, message }];
}
