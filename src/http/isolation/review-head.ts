import { isRecord } from '../../core/json.js';
import { parseJson } from '../../text/parse-json.js';
import { HEAD_BYTES } from '../bounds.js';

/** What a review says of its request before the objects come. */
export interface ReviewHead {
  readonly uid: string;
  readonly kind: string;
  readonly namespace: string;
  /** Empty for a pod that is to get a generated name. */
  readonly name: string;
}

/** The field that follows those of a head in the order in which the API server writes them. */
const AFTER_HEAD = ',"userInfo":';

/**
 * Reads the head of a body that is not parsed as a whole, so that it can be answered and named in the log. Works on
 * reviews as the API server writes them: Go writes the fields in the order of the type, and a quote inside a text is
 * escaped, so the mark can be nowhere else. Undefined for any other body.
 * https://pkg.go.dev/k8s.io/api/admission/v1#AdmissionRequest
 */
export function readReviewHead(body: Uint8Array): ReviewHead | undefined {
  const text = Buffer.from(body.subarray(0, HEAD_BYTES)).toString('utf8');
  const end = text.indexOf(AFTER_HEAD);
  const review = end === -1 ? undefined : parseJson(`${text.slice(0, end)}}}`);
  const request = isRecord(review) ? review['request'] : undefined;
  if (!isRecord(request) || typeof request['uid'] !== 'string' || request['uid'] === '') return undefined;
  const { uid, kind, namespace, name } = request;
  return {
    uid,
    kind: isRecord(kind) ? readText(kind['kind']) : '',
    namespace: readText(namespace),
    name: readText(name),
  };
}

const readText = (value: unknown): string => (typeof value === 'string' ? value : '');
