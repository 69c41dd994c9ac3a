import { stringify } from 'yaml';
import { redactDeep } from '../src/telemetry/credential-places.js';
import { compareTexts, type DifferenceLine } from '../src/text/difference.js';
import type { SubmittedPod } from './pod-of.js';

/** The lines in which two pods differ as YAML, with three unchanged ones around; values of secrets are not shown. */
export function comparePods(before: SubmittedPod, after: SubmittedPod): readonly DifferenceLine[] {
  const yaml = (pod: SubmittedPod): string => stringify(redactDeep(pod), { lineWidth: 0 });
  return compareTexts(yaml(before), yaml(after));
}
