import type { Pod } from './kubernetes/pod.js';
import { isRecord } from './json.js';
import { err, ok, type Result } from './result.js';
import { quoteValue } from './shown-text.js';

/** The part of an AdmissionReview v1 request that is read. https://kubernetes.io/docs/reference/access-authn-authz/extensible-admission-controllers/ */
export interface AdmissionRequest {
  readonly uid: string;
  readonly operation: string;
  readonly namespace: string;
  /** API group of the kind; empty for the core group. */
  readonly group: string;
  readonly kind: string;
  readonly subResource: string;
  readonly dryRun: boolean;
  /** The object as received; of any shape. */
  readonly object: unknown;
  /** The object that is stored, where the request changes or deletes one. */
  readonly oldObject: unknown;
}

/**
 * Reads an AdmissionReview from parsed JSON of any shape. Refuses, with one sentence, what is no AdmissionReview v1
 * with a `request.uid`; such a body cannot be answered. What the object inside looks like is not judged here.
 */
export function parseReview(body: unknown): Result<AdmissionRequest, string> {
  if (!isRecord(body) || body['kind'] !== 'AdmissionReview')
    return err('The body is no AdmissionReview: `kind` must be "AdmissionReview".');
  if (body['apiVersion'] !== 'admission.k8s.io/v1')
    return err(
      `AdmissionReview ${describeApiVersion(body['apiVersion'])} is not known: \`apiVersion\` must be "admission.k8s.io/v1".`,
    );
  const request = body['request'];
  if (!isRecord(request)) return err('The AdmissionReview has no `request` object.');
  const uid = request['uid'];
  if (typeof uid !== 'string' || uid === '') return err('The AdmissionReview has no `request.uid` text.');
  const kind = isRecord(request['kind']) ? request['kind'] : {};
  return ok({
    uid,
    operation: readString(request['operation']),
    namespace: readString(request['namespace']),
    group: readString(kind['group']),
    kind: readString(kind['kind']),
    subResource: readString(request['subResource']),
    dryRun: request['dryRun'] === true,
    object: request['object'],
    oldObject: request['oldObject'],
  });
}

/** A request as the API server makes it when a pod is created; for `inject`, `explain` and tests. */
export function buildCreationRequest(pod: Pod, namespace: string): AdmissionRequest {
  return {
    uid: 'offline',
    operation: 'CREATE',
    namespace,
    group: '',
    kind: 'Pod',
    subResource: '',
    dryRun: true,
    object: pod,
    oldObject: undefined,
  };
}

const readString = (value: unknown): string => (typeof value === 'string' ? value : '');

const describeApiVersion = (value: unknown): string =>
  typeof value === 'string' ? quoteValue(value) : 'without `apiVersion`';
