/** The namespace of all pods of the attacks. */
export const NAMESPACE = 'shop';

export interface ReviewOptions {
  readonly uid?: string;
  readonly dryRun?: boolean;
  readonly resource?: Resource;
}

/** What an object is reviewed as. */
export interface Resource {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly resource: string;
}

const POD: Resource = { group: '', version: 'v1', kind: 'Pod', resource: 'pods' };
export const INSTRUMENTATION: Resource = {
  group: 'opentelemetry.io',
  version: 'v1alpha1',
  kind: 'Instrumentation',
  resource: 'instrumentations',
};

/**
 * The AdmissionReview of a creation as JSON text, its fields in the order in which an API server writes them.
 * https://pkg.go.dev/k8s.io/api/admission/v1#AdmissionRequest
 */
export function writeReviewText(objectText: string, options: ReviewOptions = {}): string {
  const { uid = 'attack', dryRun = false, resource: about = POD } = options;
  const { group, version, kind, resource } = about;
  const request = JSON.stringify({
    uid,
    kind: { group, version, kind },
    resource: { group, version, resource },
    requestKind: { group, version, kind },
    requestResource: { group, version, resource },
    name: 'attacked',
    namespace: NAMESPACE,
    operation: 'CREATE',
    userInfo: { username: 'tenant', groups: ['system:authenticated'] },
  });
  const rest = `"oldObject":null,"dryRun":${dryRun},"options":{"kind":"CreateOptions","apiVersion":"meta.k8s.io/v1"}`;
  return `{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":${request.slice(0, -1)},"object":${objectText},${rest}}}`;
}

/** The review of an object. */
export const writeReview = (object: unknown, options: ReviewOptions = {}): string =>
  writeReviewText(JSON.stringify(object), options);

/** What a review was answered. */
export interface ReviewResponse {
  readonly uid: string;
  readonly allowed: boolean;
  readonly patchType?: string;
  /** Base64 of RFC 6902 operations. */
  readonly patch?: string;
  readonly auditAnnotations?: Readonly<Record<string, string>>;
  readonly warnings?: readonly string[];
}

/** Reads an answer to a review; throws where it is none. */
export function readResponse(text: string): ReviewResponse {
  const { response } = JSON.parse(text) as { readonly response?: ReviewResponse };
  if (response === undefined) throw new Error(`no answer to a review: ${text.slice(0, 200)}`);
  return response;
}

/** The operations of a response as JSON text; of none, an empty list. */
export const readOperations = ({ patch }: ReviewResponse): string =>
  patch === undefined ? '[]' : Buffer.from(patch, 'base64').toString();
