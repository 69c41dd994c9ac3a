import { isRefusal, REASONS } from '../core/reasons.js';
import type { SkippedPod } from '../http/admission.js';
import type { OwnerEvents } from '../kube/owner-events.js';
import { redactSentence } from '../telemetry/redaction.js';

/** Tells owners by Events what of their pods was not injected, each reason with its remedy. */
export const createOwnerTeller =
  ({ record }: OwnerEvents) =>
  ({ namespace, owner, status, findings }: SkippedPod): void => {
    const refusals = findings.filter(isRefusal);
    if (refusals.length === 0) return;
    const sentences = refusals.map(({ code, message }) => `${message} ${REASONS[code].remedy}`);
    record({
      ...{ namespace, owner },
      reason: status === 'partial' ? 'InjectionPartial' : 'InjectionSkipped',
      codes: [...new Set(refusals.map(({ code }) => code))],
      note: redactSentence([...new Set(sentences)].join(' ')),
    });
  };
