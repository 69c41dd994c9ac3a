import { OPERATOR_PREFIX } from '../core/annotations.js';
import { MOST_TOLD } from '../core/bounds.js';
import { formatPath, type Path } from '../core/objects/paths.js';
import { listStrayKeys } from '../workload/stray-keys.js';
import { extractGroup, findMeantKind, type InputKind } from '../workload/template-kinds.js';
import { EACH, formatPattern, listTemplatePaths } from '../workload/template-path.js';
import type { InputObject } from './workload.js';

/** Kinds that hold texts, credentials, schemas, what was, or patterns that others are compared with, and no pods of their own. */
const WITHOUT_PODS: Readonly<Record<string, readonly string[]>> = {
  '': ['Secret', 'ConfigMap'],
  apps: ['ControllerRevision'],
  'apiextensions.k8s.io': ['CustomResourceDefinition'],
  'kyverno.io': ['ClusterPolicy', 'Policy'],
};

/** Tells whether objects of a kind say nothing of pods, whatever is in them. */
export const isWithoutPods = ({ apiVersion, kind }: InputKind): boolean =>
  (WITHOUT_PODS[extractGroup(apiVersion)] ?? []).includes(kind);

/** Something that nobody asked of an object and that a person should know: a sentence. */
export interface ObjectNote {
  readonly title: InputObject;
  readonly message: string;
}

/** A pod template in an object of a kind that is not looked into. */
export interface OverlookedTemplate {
  readonly message: string;
  readonly remedy: string;
}

/** What looks like a pod template in an object of an unknown kind, with what to do about it. */
export function findOverlookedTemplates(input: InputObject): readonly OverlookedTemplate[] {
  const patterns = [...new Set(listTemplatePaths(input.data, []).map(generalizePath))];
  const name = formatKindName(input);
  const told = patterns.slice(0, MOST_TOLD).map((pattern) => ({
    message: `${pattern} looks like a pod template, but inject does not know this kind.`,
    remedy: `Give --template-path ${name}=${pattern}, or --template-path ${name}=none to skip it.`,
  }));
  const more = patterns.length - told.length;
  if (more === 0) return told;
  const message = `${more} more ${more === 1 ? 'place looks' : 'places look'} like a pod template.`;
  return [...told, { message, remedy: `Give --template-path ${name}=none to skip the kind.` }];
}

/** A kind that does not exist, where the one that was meant is known. */
export function findMisspeltKind(input: InputObject): OverlookedTemplate | undefined {
  const meant = findMeantKind(input);
  if (meant === undefined) return undefined;
  const where = input.apiVersion === '' ? 'without an apiVersion' : `in ${input.apiVersion}`;
  const right = meant.group === '' ? 'v1' : `API group ${meant.group ?? ''}`;
  const message = `There is no kind ${input.kind} ${where}; ${meant.kind} of ${right} was most likely meant.`;
  return { message, remedy: 'Correct apiVersion and kind.' };
}

const formatKindName = ({ apiVersion, kind }: InputKind): string => {
  const group = extractGroup(apiVersion);
  return group === '' ? kind : `${kind}.${group}`;
};

/** The items of a list are alike. */
const generalizePath = (path: Path): string =>
  formatPattern(path.map((token) => (typeof token === 'number' ? EACH : token)));

/** A remark on an object that has what asks for injection somewhere, and whose pods are not looked into. */
export function describeAskingObject(input: InputObject): string | undefined {
  const [first] = listStrayKeys({ kind: input.kind, object: input.data, annotations: [], labels: [] });
  if (first === undefined) return undefined;
  const has = `has ${first.key} in ${formatPath(first.place)}, which`;
  if (first.unknown === undefined)
    return `${has} is read on pods and Namespaces only; if pods get it from here, they are injected when they are created.`;
  const { near } = first.unknown;
  return `${has} nothing reads${near === undefined ? '' : `; write ${OPERATOR_PREFIX}${near} if that is meant`}.`;
}
