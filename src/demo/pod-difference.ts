import { structuredPatch } from 'diff';
import { stringify } from 'yaml';
import { redactDeep } from '../telemetry/redaction.js';
import type { SubmittedPod } from './pod-of.js';

/** A line of a difference: taken out, put in, unchanged, or the place of the lines that follow. */
export interface DifferenceLine {
  readonly kind: 'out' | 'in' | 'same' | 'place';
  readonly text: string;
}

/** The lines in which two pods differ as YAML, with three unchanged ones around; values of secrets are not shown. */
export function podDifference(before: SubmittedPod, after: SubmittedPod): readonly DifferenceLine[] {
  const yaml = (pod: SubmittedPod): string => stringify(redactDeep(pod), { lineWidth: 0 });
  const { hunks } = structuredPatch('before', 'after', yaml(before), yaml(after), '', '', { context: 3 });
  return hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines }) => [
    { kind: 'place', text: `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@` } as const,
    ...lines.map((text) => ({ kind: KINDS[text.charAt(0)] ?? 'same', text })),
  ]);
}

const KINDS: Readonly<Record<string, DifferenceLine['kind']>> = { '-': 'out', '+': 'in' };
