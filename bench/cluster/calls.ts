import type { AuditedRequest } from '../../test/cluster/suite/audit.js';

/** Calls of one kind that the webhook made. */
export interface CallRow {
  readonly verb: string;
  /** With its group, and with a subresource; without namespace and name. */
  readonly resource: string;
  readonly calls: number;
  /** By a watch or by the clock, whether pods are created or not. */
  readonly isStanding: boolean;
}

/** The part of a run in which reviews were counted. */
export interface Window {
  readonly from: Date;
  readonly to: Date;
}

/** What the webhook called in a window, by kind. */
export function callRows(requests: readonly AuditedRequest[], { from, to }: Window): readonly CallRow[] {
  const single = new Map(requests.map((request) => [request.auditID, request]));
  const rows = new Map<string, CallRow>();
  for (const { verb, objectRef, requestURI, requestReceivedTimestamp: at } of single.values()) {
    if (new Date(at) < from || new Date(at) > to) continue;
    const resource = objectRef === undefined ? requestURI : resourceName(objectRef);
    const key = `${verb} ${resource}`;
    const calls = (rows.get(key)?.calls ?? 0) + 1;
    rows.set(key, { verb, resource, calls, isStanding: isStanding(verb, resource) });
  }
  return [...rows.values()].sort((a, b) => b.calls - a.calls);
}

function resourceName({ resource, apiGroup, subresource }: NonNullable<AuditedRequest['objectRef']>): string {
  const path = subresource === undefined ? resource : `${resource}/${subresource}`;
  return apiGroup === undefined ? path : `${path} (${apiGroup})`;
}

/** What the webhook looks at every minute for its certificates. */
const CERTIFICATES = [
  'secrets',
  'mutatingwebhookconfigurations (admissionregistration.k8s.io)',
  'validatingwebhookconfigurations (admissionregistration.k8s.io)',
];

const isStanding = (verb: string, resource: string): boolean =>
  verb === 'watch' || CERTIFICATES.includes(resource);

/** Calls per review, but for those that a watch or the clock makes. */
export const callsPerReview = (rows: readonly CallRow[], reviews: number): number =>
  rows.filter(({ isStanding: standing }) => !standing).reduce((sum, { calls }) => sum + calls, 0) / reviews;
