import type { Language } from './domain.js';
import { REASONS } from './reason-table/index.js';

export { REASONS };

export type ReasonCode = keyof typeof REASONS;

/** One reason given for one pod; `message` is a whole sentence with the names of this case in it. */
export interface Finding {
  readonly code: ReasonCode;
  readonly language?: Language;
  readonly container?: string;
  readonly message: string;
}

/** Every reason code. */
export const REASON_CODES = Object.keys(REASONS) as readonly ReasonCode[];

/** Tells whether a finding means that something asked for was not injected. */
export const isRefusal = (finding: Finding): boolean => REASONS[finding.code].kind === 'refusal';

/** What is told of a decision: its findings, or that it was injected where there is nothing else to say. */
export const listReportedFindings = (findings: readonly Finding[]): readonly Finding[] =>
  findings.length === 0 ? [buildFinding('injected')] : findings;

/** The codes of what is told of a decision, each once, in order. */
export const listReasonCodes = (findings: readonly Finding[]): readonly ReasonCode[] => [
  ...new Set(listReportedFindings(findings).map(({ code }) => code)),
];

/** Makes a finding; `where` names language and container as far as they are known. */
export function buildFinding(
  code: ReasonCode,
  message: string = REASONS[code].summary,
  where: { readonly language?: Language; readonly container?: string } = {},
): Finding {
  return { code, message, ...where };
}
