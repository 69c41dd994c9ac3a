import { isRecord, readRecord } from '../core/json.js';
import { parseJson } from '../text/parse-json.js';
import { NEEDS, formatResource, type ApiCall, type Verb } from './api-calls.js';
import { LONGEST_RETRY_SECONDS } from './bounds.js';

/** Why a call to the API server did not do what it should; each has a sentence. */
export type KubeFailure =
  | {
      readonly kind: 'forbidden';
      readonly message: string;
      readonly verb: Verb;
      /** As `formatResource` writes it. */
      readonly resource: string;
      /** The manifest that allows it; several, where several parts of the webhook ask for it. */
      readonly manifest: string;
      /** What the API server said. */
      readonly answer: string;
    }
  | {
      /** No answer came, or one that says to come back later (429, 5xx). */
      readonly kind: 'unreachable';
      readonly message: string;
      /** How long the API server asks to wait. */
      readonly retryAfterMs?: number;
    }
  | {
      /** The version to go on from is too old; list again. */
      readonly kind: 'gone';
      readonly message: string;
      /** Goes on with the list all the same, in the cluster as it is now; no answer of a watch has one. */
      readonly next?: string;
    }
  | { readonly kind: PlainFailureKind; readonly message: string };

/**
 * `not-found`: no such object, or the resource itself is not installed. `unauthorized`: the credentials are not accepted.
 * `conflict`: the object has changed since it was read.
 * `rejected`: the API server does not take what was sent, or sent what cannot be read. `too-large`: it sent more than was
 * to be read; ask for less at a time.
 */
type PlainFailureKind =
  'not-found' | 'unauthorized' | 'conflict' | 'already-exists' | 'rejected' | 'too-large';

/** What was asked, for the sentence. */
export interface CallDescription {
  readonly verb: Verb;
  readonly call: ApiCall;
  readonly name?: string;
}

/** An answer that is not a success. */
export interface BadAnswer {
  readonly status: number;
  readonly body: string;
  /** In seconds. */
  readonly retryAfter?: string | undefined;
}

/** Says what an answer means; https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#http-status-codes */
export function buildFailure(asked: CallDescription, { status, body, retryAfter }: BadAnswer): KubeFailure {
  const { reason, message: told, ...next } = readStatus(body);
  const why = told === '' ? `HTTP ${status}` : told;
  const what = formatCall(asked);
  switch (status) {
    case 401:
      return {
        kind: 'unauthorized',
        message: `${what}: the API server does not accept the credentials (${why}).`,
      };
    case 403:
      return buildForbidden(asked, why);
    case 404:
      return { kind: 'not-found', message: `${what}: ${why}.` };
    case 409:
      return {
        kind: reason === 'AlreadyExists' ? 'already-exists' : 'conflict',
        message: `${what}: ${why}.`,
      };
    case 410:
      return { kind: 'gone', message: `${what}: ${why}.`, ...next };
    case 429:
      return buildRetryLater(what, why, retryAfter);
    default:
      return status >= 500 ? buildRetryLater(what, why, retryAfter) : buildRejected(asked, why);
  }
}

/** The failure of an `ERROR` event of a watch, whose object is a Status. */
export function buildEventFailure(asked: CallDescription, status: unknown): KubeFailure {
  const code = isRecord(status) && typeof status['code'] === 'number' ? status['code'] : 500;
  return buildFailure(asked, { status: code, body: JSON.stringify(status) });
}

/** No answer came. */
export const buildUnreachable = (asked: CallDescription, why: string): KubeFailure => ({
  kind: 'unreachable',
  message: `${formatCall(asked)}: the API server cannot be reached (${why}).`,
});

/** More came than was to be read. */
export const buildTooLarge = (asked: CallDescription, why: string): KubeFailure => ({
  kind: 'too-large',
  message: `${formatCall(asked)}: ${why}.`,
});

/** What came or was sent is not what it should be. */
export const buildRejected = (asked: CallDescription, why: string): KubeFailure => ({
  kind: 'rejected',
  message: `${formatCall(asked)}: ${why}.`,
});

function buildForbidden({ verb, call }: CallDescription, answer: string): KubeFailure {
  const resource = formatResource(call);
  const manifest = call.neededBy.map((need) => NEEDS[need]).join(' or ');
  const message = `This ServiceAccount may not ${verb} ${resource}; apply ${manifest}.`;
  return { kind: 'forbidden', message, verb, resource, manifest, answer };
}

function buildRetryLater(what: string, why: string, retryAfter: string | undefined): KubeFailure {
  const seconds = Math.min(Number(retryAfter), LONGEST_RETRY_SECONDS);
  return {
    kind: 'unreachable',
    message: `${what}: the API server cannot answer now (${why}).`,
    ...(seconds > 0 ? { retryAfterMs: seconds * 1000 } : {}),
  };
}

const formatCall = ({ verb, call, name }: CallDescription): string =>
  `${verb} ${formatResource(call)}${name === undefined ? '' : ` ${name}`}`;

/** What is read of a Status: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/ */
interface StatusFacts {
  readonly reason: string;
  readonly message: string;
  /** The token with which a list goes on whose own is too old. */
  readonly next?: string;
}

/** Reads an answer that may be a Status; empty texts where it is none. */
export function readStatus(body: string): StatusFacts {
  const status = parseJson(body);
  if (!isRecord(status)) return { reason: '', message: '' };
  const { reason, message } = status;
  const { continue: next } = readRecord(status, 'metadata');
  return {
    reason: typeof reason === 'string' ? reason : '',
    message: typeof message === 'string' ? message.trim().replace(/\.$/, '') : '',
    ...(typeof next === 'string' && next !== '' ? { next } : {}),
  };
}

/** A bug in what is done with objects must not end a watch, or what goes on in the background. The sentence is shown by `/readyz`, so it is one line. */
export const buildBugFailure = (error: unknown): KubeFailure => ({
  kind: 'rejected',
  message: `The answer could not be processed; report this: ${error instanceof Error ? error.message : String(error)}.`,
});
