import { REASON_CODES, REASONS } from '../../src/core/reasons.js';
import type { Reason } from '../../src/core/reason-table/reason.js';

/** A paragraph with an anchor for every reason code, by the alphabet. */
export const reasonList = (): string =>
  [...REASON_CODES]
    .sort()
    .map((name) => paragraph(name, REASONS[name]))
    .join('\n\n');

const paragraph = (name: string, { kind, says, mend }: Reason): string =>
  [
    `### ${name}`,
    '',
    `${says} _${kind === 'refusal' ? 'Refusal' : 'Notice'}._`,
    '',
    `**What to do:** ${mend}`,
  ].join('\n');
