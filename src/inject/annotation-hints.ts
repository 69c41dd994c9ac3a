import { BACKEND, INJECT_LABEL, OPERATOR_KEYS, OPERATOR_PREFIX } from '../core/annotations.js';
import { formatPath, type Path, findValueAt } from '../core/objects/paths.js';
import { isRecord } from '../core/json.js';
import { findNearestKey } from '../core/decide/nearest-key.js';
import type { Workload } from './workload.js';

/** Something about an annotation or label that a person should know, and what to do about it. */
export interface AnnotationFinding {
  readonly message: string;
  readonly remedy: string;
}

const ANNOTATIONS = [...OPERATOR_KEYS, BACKEND];

/**
 * What stands on the metadata of the object itself, or of the Job template of a CronJob, and is missing on the pod
 * template, the only one that is read.
 */
export function checkMisplacedKeys(workload: Workload): readonly AnnotationFinding[] {
  const { kind, object, template } = workload;
  const above = listParentPaths(workload);
  return (['annotations', 'labels'] as const).flatMap((field) => {
    const wanted = field === 'annotations' ? ANNOTATIONS : [INJECT_LABEL];
    const right = [...template, 'metadata', field];
    return above.flatMap((path) =>
      wanted.flatMap((key) => {
        const has = (place: Path): boolean => typeof findValueAt(object, [...place, key]) === 'string';
        const wrong = [...path, 'metadata', field];
        if (!has(wrong) || has(right)) return [];
        const message = `The ${field.slice(0, -1)} ${key} stands in ${formatPath(wrong)} of the ${kind}, where nothing reads it.`;
        return [{ message, remedy: `Move it to ${formatPath(right)}.` }];
      }),
    );
  });
}

/** Places above the pod template that have metadata of their own. */
const listParentPaths = ({ object, template }: Workload): readonly Path[] =>
  template
    .map((_, index) => template.slice(0, index))
    .filter((path) => isRecord(findValueAt(object, [...path, 'metadata'])));

/** Keys that the Operator writes for itself: the image that it set by default, which an upgrade may replace. */
const BOOKKEEPING = /^(?:default-auto-instrumentation-.+-image|v1alpha1-fields)$/;
const NAMES = OPERATOR_KEYS.map((key) => key.slice(OPERATOR_PREFIX.length));

/** Keys below the Operator's prefix that nothing reads, wherever they stand: a typing error, or no language. */
export function checkUnknownKeys(workload: Workload): readonly AnnotationFinding[] {
  const { object, template } = workload;
  return [...listParentPaths(workload), template].flatMap((path) => {
    const place = [...path, 'metadata', 'annotations'];
    const annotations = findValueAt(object, place);
    const keys = isRecord(annotations) ? Object.keys(annotations) : [];
    return keys
      .filter((key) => key.startsWith(OPERATOR_PREFIX))
      .map((key) => key.slice(OPERATOR_PREFIX.length))
      .filter((name) => !NAMES.includes(name) && !BOOKKEEPING.test(name))
      .map((name) => buildUnknownFinding(name, place));
  });
}

function buildUnknownFinding(name: string, place: Path): AnnotationFinding {
  const near = findNearestKey(name, NAMES);
  const allowed = `allowed: ${NAMES.join(', ')}`;
  const options = near === undefined ? allowed : `did you mean ${near}; ${allowed}`;
  return {
    message: `${formatPath(place)}: ${OPERATOR_PREFIX}${name} is no annotation that is read; ${options}.`,
    remedy: near === undefined ? 'Remove it.' : `Write ${OPERATOR_PREFIX}${near} instead, or remove it.`,
  };
}

/** What is written without quotes, so that it is a boolean or number; the API server takes text alone. */
export function checkUnquotedValues({ object, template }: Workload): readonly AnnotationFinding[] {
  const place = [...template, 'metadata', 'annotations'];
  return ANNOTATIONS.flatMap((key) => {
    const value = findValueAt(object, [...place, key]);
    if (typeof value !== 'boolean' && typeof value !== 'number') return [];
    const message = `The annotation ${key} in ${formatPath(place)} is the ${typeof value} ${String(value)}; the API server takes text alone.`;
    return [{ message, remedy: 'Put the value in quotes.' }];
  });
}
