import { isMember } from '../../core/domain.js';
import { REASON_CODES, type ReasonCode } from '../../core/reasons.js';
import { quoteValue } from '../../core/shown-text.js';
import { DECISION_STATUSES, type Decision, type DecisionStatus } from '../decision-log.js';

/** Which decisions are meant; what is absent is not looked at. */
export interface DecisionFilter {
  readonly namespace?: string;
  readonly status?: DecisionStatus;
  readonly reason?: ReasonCode;
}

/** A filter, and sentences about parts of the query that are none. */
export interface ReadFilter {
  readonly filter: DecisionFilter;
  readonly mistakes: readonly string[];
}

/** Reads a filter from the query of an address. An empty part means all; an unknown word is reported, and left out. */
export function readDecisionFilter(query: URLSearchParams): ReadFilter {
  const namespace = query.get('namespace') ?? '';
  const status = query.get('status') ?? '';
  const reason = query.get('reason') ?? '';
  return {
    filter: {
      ...(namespace === '' ? {} : { namespace }),
      ...(isMember(DECISION_STATUSES, status) ? { status } : {}),
      ...(isMember(REASON_CODES, reason) ? { reason } : {}),
    },
    mistakes: [
      ...explainWord('status', status, DECISION_STATUSES, `Allowed: ${DECISION_STATUSES.join(', ')}.`),
      ...explainWord('reason', reason, REASON_CODES, 'The page Reasons lists them.'),
    ],
  };
}

const explainWord = (
  kind: string,
  word: string,
  allowed: readonly string[],
  hint: string,
): readonly string[] =>
  word === '' || allowed.includes(word)
    ? []
    : [`There is no ${kind} ${quoteValue(word)}, so all are shown. ${hint}`];

/** The address of the status page with a filter. */
export function formatFilterAddress(filter: DecisionFilter): string {
  const query = new URLSearchParams({ ...filter }).toString();
  return query === '' ? '/' : `/?${query}`;
}

/** Tells whether a decision is meant by a filter. */
export const isSelected = (
  { namespace, status, reason }: DecisionFilter,
  decision: Pick<Decision, 'namespace' | 'status' | 'findings'>,
): boolean =>
  (namespace === undefined || decision.namespace === namespace) &&
  (status === undefined || decision.status === status) &&
  (reason === undefined || decision.findings.some(({ code }) => code === reason));
