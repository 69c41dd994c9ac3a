import { LONGEST } from '../core/bounds.js';
import { cutText } from '../core/shown-text.js';
import { STATUSES, type Injection } from '../core/outcome.js';
import type { Finding } from '../core/reasons.js';
import { redact, redactSentence, redactText } from '../telemetry/redaction.js';
import { MOST_KEPT } from './bounds.js';

/** What a decision can come to; `unchanged` where the pod was let through without being judged. */
export const DECISION_STATUSES = [...STATUSES, 'unchanged'] as const;
export type DecisionStatus = (typeof DECISION_STATUSES)[number];

/** One decision about one pod, as the status page shows it. */
export interface Decision {
  /** Unix time in milliseconds. */
  readonly at: number;
  readonly namespace: string;
  /** The pod's name, or its `generateName` with an asterisk. */
  readonly pod: string;
  readonly status: DecisionStatus;
  /** At least one: `injected` where there is nothing else to say. */
  readonly findings: readonly Finding[];
  readonly injections: readonly Injection[];
}

/** A decision, by the number under which it is kept. */
export interface KeptDecision extends Decision {
  readonly id: number;
}

/** How many pods asked so far, by what was decided. */
export interface DecisionTotals {
  /** Unix time in milliseconds from which they were counted. */
  readonly since: number;
  readonly byStatus: Readonly<Record<DecisionStatus, number>>;
}

/** The last decisions, in memory only. */
export interface DecisionLog {
  readonly add: (decision: Decision) => void;
  /** Newest first. */
  readonly list: () => readonly KeptDecision[];
  /** All decisions, those that are not kept any more among them. */
  readonly totals: () => DecisionTotals;
}

/** Keeps the last `limit` decisions and drops older ones; 0 keeps none. Long texts are cut, and redacted before that. */
export function createDecisionLog(limit: number = MOST_KEPT.decisions): DecisionLog {
  const ring: KeptDecision[] = [];
  const since = Date.now();
  const byStatus = { injected: 0, partial: 0, skipped: 0, unchanged: 0 };
  const shortenOnce = rememberShortened();
  let next = 0;
  let id = 0;
  return {
    add: (decision) => {
      if (limit === 0) return;
      byStatus[decision.status] += 1;
      id += 1;
      ring[next] = { id, ...shortenDecision(decision), injections: shortenOnce(decision.injections) };
      next = (next + 1) % limit;
    },
    totals: () => ({ since, byStatus: { ...byStatus } }),
    list: () => [...ring.slice(next), ...ring.slice(0, next)].reverse(),
  };
}

const shortenDecision = ({
  at,
  status,
  namespace,
  pod,
  findings,
}: Decision): Omit<Decision, 'injections'> => ({
  ...{ at, status, namespace: shortenText(namespace), pod: shortenText(pod) },
  findings: findings.slice(0, MOST_KEPT.findings).map((finding) => ({
    ...finding,
    ...shortenContainer(finding),
    message: shortenText(finding.message, redactSentence),
  })),
});

/** Pods of one template have the same injections, which are shortened for the first of them. */
function rememberShortened(): (injections: readonly Injection[]) => readonly Injection[] {
  const known = new WeakMap<readonly Injection[], readonly Injection[]>();
  return (injections) => {
    const shortened =
      known.get(injections) ?? injections.slice(0, MOST_KEPT.injections).map(shortenInjection);
    known.set(injections, shortened);
    return shortened;
  };
}

const shortenInjection = (injection: Injection): Injection => ({
  ...injection,
  container: shortenText(injection.container),
  ...(injection.instrumentation === undefined
    ? {}
    : { instrumentation: shortenText(injection.instrumentation) }),
  settings: injection.settings.slice(0, MOST_KEPT.settings).map(({ name, value, origin }) => ({
    name: shortenText(name),
    value: shortenText(value, (whole) => redact(name, whole)),
    origin,
  })),
});

const shortenContainer = ({ container }: Finding): Pick<Finding, 'container'> =>
  container === undefined ? {} : { container: shortenText(container) };

/** Cut through its middle, a credential would not be known for one any more, so a long text is redacted first. */
const shortenText = (text: string, redacted = redactText): string =>
  copyText(text.length <= LONGEST.decision ? text : cutText(redacted(text), LONGEST.decision));

/** A part of a text keeps the whole of it in memory; what was bytes in between does not. */
const copyText = (text: string): string => Buffer.from(text).toString();
