import { isRecord } from '../core/json.js';
import { readStatus } from '../kube/failure.js';
import { ANSWER_MS } from './bounds.js';

/**
 * Why a request to the API server did not do what it should. `kind-absent`: the cluster has no such kind, as where a
 * CustomResourceDefinition is not installed. `not-found`: there is no such object. `unreachable`: no answer came, or one
 * that says to come back later. `rejected`: the API server does not take what was sent.
 */
export const LIVE_FAILURES = [
  'kind-absent',
  'not-found',
  'forbidden',
  'unauthorized',
  'unreachable',
  'conflict',
  'rejected',
] as const;
export type LiveFailureKind = (typeof LIVE_FAILURES)[number];

/** A failure, with a sentence that says what was asked and what came of it, and what to do about it. */
export interface LiveFailure {
  readonly kind: LiveFailureKind;
  readonly message: string;
  readonly remedy: string;
}

/** What was asked, in the words of kubectl: `get Deployment shop in namespace team-a`. */
export interface AskedCall {
  readonly verb: 'get' | 'list' | 'create' | 'delete';
  readonly apiVersion: string;
  readonly kind: string;
  readonly name?: string | undefined;
  /** Absent for kinds that are in no namespace, and for all namespaces. */
  readonly namespace?: string | undefined;
}

/** An answer of the API server that is no success. */
export class ApiStatusError extends Error {
  readonly status: number;
  readonly body: string;

  constructor(status: number, body: string) {
    super(`HTTP ${status}`);
    this.status = status;
    this.body = body;
  }
}

/** The cluster has no such kind. */
export class KindAbsentError extends Error {}

/** Says what was thrown by a request; whatever is none of the errors above came from the way to the API server. */
export function buildLiveFailure(asked: AskedCall, error: unknown): LiveFailure {
  if (error instanceof KindAbsentError) return buildKindAbsent(asked);
  if (error instanceof ApiStatusError) return buildStatusFailure(asked, error);
  return {
    kind: 'unreachable',
    message: `${formatAsked(asked)}: the API server cannot be reached (${describeError(error)}).`,
    remedy: 'Check with kubectl cluster-info that this is the right context.',
  };
}

function buildKindAbsent(asked: AskedCall): LiveFailure {
  const { apiVersion, kind } = asked;
  return {
    kind: 'kind-absent',
    message: `The cluster has no kind ${kind} of ${apiVersion}.`,
    remedy: `Install its CustomResourceDefinition, if you need it; kubectl api-resources lists the kinds of the cluster.`,
  };
}

/** https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#http-status-codes */
function buildStatusFailure(asked: AskedCall, { status, body }: ApiStatusError): LiveFailure {
  const { message: told } = readStatus(body);
  const message = `${formatAsked(asked)}: ${told === '' ? `HTTP ${status}` : told}.`;
  const [kind, remedy] = STATUSES.get(status) ?? (status >= 500 ? LATER : REJECTED);
  return { kind, message, remedy };
}

type StatusRow = readonly [kind: LiveFailureKind, remedy: string];

const REJECTED: StatusRow = ['rejected', 'Correct what the API server names.'];
const LATER: StatusRow = [
  'unreachable',
  'Try again when the API server is ready; kubectl get --raw /readyz shows that.',
];

const STATUSES: ReadonlyMap<number, StatusRow> = new Map<number, StatusRow>([
  [
    401,
    ['unauthorized', 'Log in again for this context, as for kubectl; kubectl auth whoami shows the user.'],
  ],
  [403, ['forbidden', 'Ask whoever runs the cluster for this right, or use a context that has it.']],
  [404, ['not-found', 'Check name, namespace and context.']],
  [409, ['conflict', 'An object of this name exists already, or it has changed in the meantime; try again.']],
  [429, LATER],
]);

/** A request in the words of kubectl. */
function formatAsked({ verb, kind, name, namespace }: AskedCall): string {
  const what = name === undefined ? `${kind}s` : `${kind} ${name}`;
  return `${verb} ${what}${namespace === undefined ? '' : ` in namespace ${namespace}`}`;
}

/** What an error of the connection, of a login or of a file says, in its first line; that of a time limit has no words of its own. */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'AbortError' || error.name === 'TimeoutError')
    return `no answer within ${ANSWER_MS / 1000} s`;
  const code = isRecord(error) && typeof error['code'] === 'string' ? error['code'] : error.name;
  const [first = ''] = error.message.split('\n', 1);
  return first === '' ? code : first;
}
