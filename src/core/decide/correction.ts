import type { Finding } from '../reasons.js';
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
  value === undefined || origin === 'rule' ? {} : { correction: { key, value, on: origin } };

/** The name that was most likely meant: the only one that there is, or the nearest. */
export const findMeantName = (name: string, known: readonly string[]): string | undefined =>
  known.length === 1 ? known[0] : findNearestKey(name, known);
