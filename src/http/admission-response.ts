import type { Outcome } from '../core/outcome.js';
import { listReasonCodes, isRefusal, REASONS, type Finding } from '../core/reasons.js';
import { LONGEST } from '../core/bounds.js';
import { showText } from '../core/shown-text.js';
import { MOST_POD_WARNINGS } from './bounds.js';

/** What is answered to a review: what the engine said, or that the pod goes on as it is without having been judged. */
export type AdmissionAnswer = Outcome | { readonly kind: 'passed'; readonly reason: PassReason };

/** Why a pod goes on as it is. */
export type PassReason = 'internal-error' | 'overloaded' | 'too-large';

/**
 * The AdmissionReview v1 that answers a review, as JSON text. `allowed` is always true. The only place that knows the
 * fields of the response. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/#response
 */
export const formatAdmissionResponse = (uid: string, answer: AdmissionAnswer): string =>
  joinResponse(uid, formatAnswer(answer));

/** An answer as text, in parts. */
export interface AnswerText {
  /** The operations as JSON; empty where there are none. */
  readonly operations: string;
  /** The other fields of the response. */
  readonly fields: string;
}

/** The AdmissionReview that answers a request with these parts. */
export const joinResponse = (uid: string, { operations, fields }: AnswerText): string =>
  '{"apiVersion":"admission.k8s.io/v1","kind":"AdmissionReview","response":{"uid":' +
  `${JSON.stringify(uid)},"allowed":true${formatPatch(operations)}${fields}}}`;

/** The parts of the response to a review, but for its `uid`. */
export function formatAnswer(answer: AdmissionAnswer): AnswerText {
  switch (answer.kind) {
    case 'unchanged':
      return { operations: '', fields: '' };
    case 'passed': {
      const audit = formatAuditAnnotations({ reason: answer.reason });
      return { operations: '', fields: audit + formatWarnings(listPassWarnings(answer.reason)) };
    }
    case 'decided': {
      const { operations, status, findings } = answer;
      const reason = listReasonCodes(findings).join(',');
      return {
        operations: operations.length === 0 ? '' : JSON.stringify(operations),
        fields:
          formatAuditAnnotations({ status, reason, ...getPlace(findings) }) +
          formatWarnings(listWarnings(findings)),
      };
    }
  }
}

function formatPatch(operations: string): string {
  if (operations === '') return '';
  // Base64 needs no escaping in JSON.
  const patch = Buffer.from(operations).toString('base64');
  return `,"patchType":"JSONPatch","patch":"${patch}"`;
}

/** The API server puts the name of the webhook before these keys and writes them to its audit log. */
const formatAuditAnnotations = (annotations: Readonly<Record<string, string>>): string =>
  `,"auditAnnotations":${JSON.stringify(annotations)}`;

/** The field that a finding is about. */
export function getPlace(findings: readonly Finding[]): { readonly place?: string } {
  const place = findings.find((finding) => finding.place !== undefined)?.place;
  return place === undefined ? {} : { place: showText(place, LONGEST.objectName) };
}

const formatWarnings = (warnings: readonly string[]): string =>
  warnings.length === 0 ? '' : `,"warnings":${JSON.stringify(warnings)}`;

/** It is not known whether a pod that is admitted under load asked for anything, so its creator gets no warning. */
const listPassWarnings = (reason: PassReason): readonly string[] =>
  reason === 'overloaded' ? [] : [formatWarning(reason, REASONS[reason].summary)];

function listWarnings(findings: readonly Finding[]): readonly string[] {
  const sentences = findings.filter(isRefusal).map(({ code, message }) => formatWarning(code, message));
  return [...new Set(sentences)].slice(0, MOST_POD_WARNINGS);
}

/** It travels in an HTTP header, which control characters would break. */
const formatWarning = (code: string, message: string): string =>
  showText(`tracing: ${code}: ${message}`, LONGEST.podWarning);
