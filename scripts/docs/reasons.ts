import { REASON_CODES, REASONS } from '../../src/core/reasons.js';
import type { ReasonDefinition } from '../../src/core/reason-table/reason.js';

/** A paragraph with an anchor for every reason code, by the alphabet. */
export const buildReasonList = (): string =>
  [...REASON_CODES]
    .sort()
    .map((name) => buildReasonParagraph(name, REASONS[name]))
    .join('\n\n');

const buildReasonParagraph = (name: string, { kind, summary, remedy }: ReasonDefinition): string =>
  [
    `### ${name}`,
    '',
    `${summary} _${kind === 'refusal' ? 'Refusal' : 'Notice'}._`,
    '',
    `**What to do:** ${remedy}`,
  ].join('\n');
