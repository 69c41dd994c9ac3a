import type { Language } from './domain.js';
import { POD_REASONS } from './reason-table/pod-reasons.js';
import { PROGRAM_REASONS } from './reason-table/program-reasons.js';
import { REQUEST_REASONS } from './reason-table/request-reasons.js';
import { SETTING_REASONS } from './reason-table/setting-reasons.js';

/**
 * Every reason that can be given, with its sentence. The code is the same in the pod's annotation, logs, metrics,
 * `explain` and docs/reasons.md, and is stable.
 */
export const REASONS = {
  ...POD_REASONS,
  ...REQUEST_REASONS,
  ...SETTING_REASONS,
  ...PROGRAM_REASONS,
} as const;

export type ReasonCode = keyof typeof REASONS;

/** One reason given for one pod; `message` is a whole sentence with the names of this case in it. */
export interface Finding {
  readonly code: ReasonCode;
  readonly language?: Language;
  readonly container?: string;
  /** The field that it is about, as `spec.containers[0].env[1].value`. */
  readonly place?: string;
  readonly message: string;
  readonly correction?: Correction;
}

/**
 * An annotation with which what was refused would be met, and what it has to be written on. Where several would do, it is
 * one of them; the sentence names all.
 */
export interface Correction {
  readonly key: string;
  readonly value: string;
  readonly on: 'pod' | 'namespace';
}

/** Every reason code. */
export const REASON_CODES = Object.keys(REASONS) as readonly ReasonCode[];

/** Tells whether a finding means that something asked for was not injected. */
export const isRefusal = (finding: Finding): boolean => REASONS[finding.code].kind === 'refusal';

/** The findings to report for a decision: its own, or `injected` if it has none. */
export const listReportedFindings = (findings: readonly Finding[]): readonly Finding[] =>
  findings.length === 0 ? [buildFinding('injected')] : findings;

/** The codes of the reported findings, each once, in order. */
export const listReasonCodes = (findings: readonly Finding[]): readonly ReasonCode[] => [
  ...new Set(listReportedFindings(findings).map(({ code }) => code)),
];

/** Makes a finding; `where` names language, container, field and correction, if known. */
export function buildFinding(
  code: ReasonCode,
  message: string = REASONS[code].summary,
  where: Pick<Finding, 'language' | 'container' | 'place' | 'correction'> = {},
): Finding {
  return { code, message, ...where };
}
