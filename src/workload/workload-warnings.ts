import { formatKubectl } from '../core/kubectl-command.js';
import { isDeepStrictEqual } from 'node:util';
import { admit } from '../core/admit.js';
import { INJECT_LABEL } from '../core/annotations.js';
import { findControllerReference } from '../core/kubernetes/controller.js';
import { isSelectorMatch, type LabelSelector } from '../core/kubernetes/label-selector.js';
import type { Pod } from '../core/kubernetes/pod.js';
import { LONGEST } from '../core/bounds.js';
import { isRecord, readNonEmptyText, readRecord, type Fields } from '../core/json.js';
import { findValueAt } from '../core/objects/paths.js';
import type { Outcome } from '../core/outcome.js';
import { isRefusal, REASONS, type Finding } from '../core/reasons.js';
import { buildCreationRequest, type AdmissionRequest } from '../core/review.js';
import type { Validation } from '../core/rules/validate.js';
import type { SnapshotLookups } from '../core/snapshot.js';
import { buildTemplatePatch } from './corrections.js';
import { listPodTemplates, type PodTemplate, type TemplateHolder } from './pod-templates.js';
import { checkStrayKeys, joinKeyHolders, type KeyFinding } from './stray-keys.js';
import { findTemplateKind, type TemplateKind } from './template-kinds.js';
import { listTemplatePaths } from './template-path.js';

/** What surrounds a workload that is applied. */
export interface WorkloadSurroundings {
  readonly snapshot: SnapshotLookups;
  /** The selector of the namespaces whose pods the webhook gets; undefined if it is not known. */
  readonly namespaceSelector: LabelSelector | undefined;
}

/**
 * Warns somebody who applies a workload of the problems of its pods, before there are any. The workload is always
 * accepted. There are no warnings if neither the pod template nor anything that is meant to ask has changed, so a
 * warning comes once for each change. Objects that a controller makes for another one are skipped, since nobody would
 * read the warnings.
 */
export function judgeWorkload(request: AdmissionRequest, surroundings: WorkloadSurroundings): Validation {
  const { operation, subResource, namespace } = request;
  const isCreation = operation === 'CREATE';
  if (subResource !== '' || !(isCreation || operation === 'UPDATE')) return { kind: 'not-judged' };
  const workload = readWorkload(request.object);
  if (workload === undefined || isControlled(workload.data)) return { kind: 'not-judged' };
  const parts = listAskingParts(workload);
  if (!isCreation && isDeepStrictEqual(listComparedData(parts), listOldData(request.oldObject)))
    return { kind: 'accepted', warnings: [] };
  const outcomes = parts.templates.map(({ pod }) =>
    admit(buildCreationRequest(pod as Pod, namespace), surroundings.snapshot),
  );
  const sentences = [
    ...listSentences(parts, { namespace, outcomes }, surroundings),
    ...listCommands(workload, { namespace, parts, outcomes }),
  ];
  return {
    kind: 'accepted',
    warnings: sentences.map((sentence) => ({ path: '', message: `${START}${sentence}` })),
  };
}

/** How every warning begins. */
const START = 'tracing: ';

/** The parts of an object that say what its pods ask for. */
interface AskingParts {
  readonly data: Fields;
  readonly templates: readonly PodTemplate[];
  readonly stray: readonly KeyFinding[];
}

function readWorkload(object: unknown): TemplateHolder | undefined {
  if (!isRecord(object)) return undefined;
  const { apiVersion, kind } = object;
  return typeof apiVersion === 'string' && typeof kind === 'string'
    ? { apiVersion, kind, data: object }
    : undefined;
}

const isControlled = (data: Fields): boolean => findControllerReference(data['metadata']) !== undefined;

function listAskingParts(workload: TemplateHolder): AskingParts {
  const templates = listPodTemplates(workload, findTemplateKind(workload, []) ?? guessKind(workload));
  const [first] = templates;
  const keys =
    first &&
    joinKeyHolders(
      first.keys,
      templates.map((template) => template.keys),
    );
  return { data: workload.data, templates, stray: keys === undefined ? [] : checkStrayKeys(keys) };
}

/** A kind that an administrator added to the webhook's rules, and that is not known otherwise. */
const guessKind = ({ kind, data }: TemplateHolder): TemplateKind => ({
  ...{ group: undefined, kind, form: 'pod' },
  templates: listTemplatePaths(data, []),
});

const listComparedData = ({ data, templates, stray }: AskingParts): readonly unknown[] => [
  ...templates.map(({ path }) => findValueAt(data, path)),
  ...stray.map(({ message }) => message),
];

function listOldData(oldObject: unknown): readonly unknown[] {
  const workload = readWorkload(oldObject);
  return workload === undefined ? [] : listComparedData(listAskingParts(workload));
}

/** The decisions for pods of a namespace, for each template. */
interface JudgedPods {
  readonly namespace: string;
  readonly outcomes: readonly Outcome[];
}

/** The command that corrects the stored object, or that shows how. */
function listCommands(
  { kind, data }: TemplateHolder,
  { namespace, parts, outcomes }: JudgedPods & { readonly parts: AskingParts },
): readonly string[] {
  const name = readNonEmptyText(readRecord(data, 'metadata')['name']) ?? '';
  const templates = parts.templates.map(({ keys }, index) => {
    const outcome = outcomes[index];
    const findings = outcome?.kind === 'decided' ? outcome.findings : [];
    return { keys, corrections: findings.flatMap(({ correction }) => correction ?? []) };
  });
  const command = buildTemplatePatch({ kind, namespace, name, data, templates });
  if (command === undefined) return [];
  const explanation = `doka-tracing explain ${kind.toLowerCase()}/${name} -n ${namespace}`;
  // A truncated command would do something else.
  return [
    `to correct it in the cluster, run: ${command}`,
    `for the command that corrects it in the cluster, run: ${explanation}`,
  ]
    .filter((sentence) => START.length + sentence.length <= LONGEST.objectWarning)
    .slice(0, 1);
}

function listSentences(
  { stray }: AskingParts,
  { namespace, outcomes }: JudgedPods,
  { snapshot, namespaceSelector }: WorkloadSurroundings,
): readonly string[] {
  const decided = outcomes.flatMap((outcome) => (outcome.kind === 'decided' ? [outcome] : []));
  const isAsking = decided.length > 0 || stray.length > 0;
  const labels = snapshot.namespaces.get(namespace)?.labels;
  const unselected =
    isAsking && labels !== undefined && !isSelectorMatch(namespaceSelector, labels)
      ? [describeUnselected(namespace, labels, namespaceSelector)]
      : [];
  const findings = decided.flatMap((outcome) => outcome.findings.filter(isOfInterest));
  return [
    ...stray.map(({ message, remedy }) => `${message} ${remedy}`),
    ...unselected,
    ...findings.map(({ code, message }) => `${message} ${REASONS[code].remedy}`),
  ];
}

/**
 * Notices that mean that few traces will come or none, which are warnings like all refusals. Keys of the template are
 * reported as stray ones.
 */
const SILENCING: readonly Finding['code'][] = [
  'tracing-switched-off',
  'agent-doubtful',
  'django-left-out',
  'annotation-value-ignored',
  'backend-ignored',
];

const isOfInterest = (finding: Finding): boolean =>
  (isRefusal(finding) && !(isOfKey(finding) && finding.place !== undefined)) ||
  SILENCING.includes(finding.code);

const isOfKey = ({ code }: Finding): boolean =>
  code === 'annotation-unknown' || code === 'annotation-misplaced';

function describeUnselected(
  namespace: string,
  labels: Readonly<Record<string, string>>,
  selector: LabelSelector | undefined,
): string {
  const what = `the webhook does not get the pods of namespace ${namespace}`;
  const command = findSelectCommand(namespace, labels, selector);
  return command === undefined
    ? `${what}, since its labels do not match the namespaceSelector of the MutatingWebhookConfiguration.`
    : `${what}; run: ${command}`;
}

/** The command by which a registration selects a namespace that it does not select; undefined where a label is not enough. */
export const findSelectCommand = (
  namespace: string,
  labels: Readonly<Record<string, string>>,
  selector: LabelSelector | undefined,
): string | undefined =>
  isSelectorMatch(selector, { ...labels, [INJECT_LABEL]: 'enabled' })
    ? formatKubectl('label', 'namespace', namespace, '--overwrite', `${INJECT_LABEL}=enabled`)
    : undefined;
