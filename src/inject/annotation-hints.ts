import {
  BACKEND,
  CONTAINER_NAMES,
  CONTAINER_NAMES_OF,
  INJECT_LABEL,
  injectKey,
} from '../core/annotations.js';
import { LANGUAGES } from '../core/domain.js';
import { formatPath, type Path } from '../core/objects/paths.js';
import { isRecord } from '../core/review.js';
import { valueAt, type Workload } from './workload.js';

/** Something about an annotation or label that a person should know, and what to do about it. */
export interface Hint {
  readonly message: string;
  readonly mend: string;
}

const ANNOTATIONS = [
  ...LANGUAGES.flatMap((language) => [injectKey(language), ...CONTAINER_NAMES_OF[language]]),
  CONTAINER_NAMES,
  BACKEND,
];

/**
 * What stands on the metadata of the object itself, or of the Job template of a CronJob, and is missing on the pod
 * template, the only one that is read.
 */
export function misplaced({ kind, object, template }: Workload): readonly Hint[] {
  if (template.length === 0) return [];
  const above = template
    .map((_, index) => template.slice(0, index))
    .filter((path) => isRecord(valueAt(object, [...path, 'metadata'])));
  return (['annotations', 'labels'] as const).flatMap((field) => {
    const wanted = field === 'annotations' ? ANNOTATIONS : [INJECT_LABEL];
    const right = [...template, 'metadata', field];
    return above.flatMap((path) =>
      wanted.flatMap((key) => {
        const has = (place: Path): boolean => typeof valueAt(object, [...place, key]) === 'string';
        const wrong = [...path, 'metadata', field];
        if (!has(wrong) || has(right)) return [];
        const message = `The ${field.slice(0, -1)} ${key} stands in ${formatPath(wrong)} of the ${kind}, where nothing reads it.`;
        return [{ message, mend: `Move it to ${formatPath(right)}.` }];
      }),
    );
  });
}

/** What is written without quotes, so that it is a boolean or number; the API server takes text alone. */
export function unquoted({ object, template }: Workload): readonly Hint[] {
  const place = [...template, 'metadata', 'annotations'];
  return ANNOTATIONS.flatMap((key) => {
    const value = valueAt(object, [...place, key]);
    if (typeof value !== 'boolean' && typeof value !== 'number') return [];
    const message = `The annotation ${key} in ${formatPath(place)} is the ${typeof value} ${String(value)}; the API server takes text alone.`;
    return [{ message, mend: 'Put the value in quotes.' }];
  });
}
