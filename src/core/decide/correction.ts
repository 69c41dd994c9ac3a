import type { Correction, Finding } from '../reasons.js';
import type { AnnotationSetting } from './merge.js';
import { findNearestKey } from './nearest-key.js';

/**
 * The field of a finding for an annotation that would be met with another value. None where there is no such value, and
 * where a rule of the platform asked, which no annotation corrects.
 */
export const buildCorrection = (
  key: string,
  value: string | undefined,
  origin: AnnotationSetting['origin'],
): Pick<Finding, 'correction'> =>
  value === undefined || origin === 'rule' ? {} : { correction: buildAnnotation(key, value, origin) };

const buildAnnotation = (key: string, value: string, on: Correction['on']): Correction => ({
  key,
  value,
  on,
});

/** Names that are compared with one that is wrong. */
const MOST_COMPARED = 64;

/** The known name that differs by a typing error at most. */
export const findNearName = (name: string, known: readonly string[]): string | undefined =>
  findNearestKey(name, known.slice(0, MOST_COMPARED));

/** The name that was most likely meant: the only one that there is, or the nearest. */
export const findMeantName = (name: string, known: readonly string[]): string | undefined =>
  known.length === 1 ? known[0] : findNearName(name, known);
