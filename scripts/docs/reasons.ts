import { REASON_CODES, REASONS } from '../../src/core/reasons.js';
import { INJECT_REASONS } from '../../src/inject/inject-reasons.js';
import type { ReasonDefinition } from '../../src/core/reason-table/reason.js';

/** A paragraph with an anchor for every reason code, by the alphabet. */
export const buildReasonList = (): string =>
  [...REASON_CODES]
    .sort()
    .map((name) => buildReasonParagraph(name, REASONS[name]))
    .join('\n\n');

/** The same for reasons that only `inject` gives. */
export const buildInjectReasonList = (): string =>
  Object.entries(INJECT_REASONS)
    .sort(([left], [right]) => left.localeCompare(right))
    .map(([name, definition]) => buildReasonParagraph(name, definition))
    .join('\n\n');

const buildReasonParagraph = (name: string, { kind, summary, remedy }: ReasonDefinition): string =>
  [
    `### ${name}`,
    '',
    `${summary} _${kind === 'refusal' ? 'Refusal' : 'Notice'}._`,
    '',
    `**What to do:** ${remedy}`,
  ].join('\n');
