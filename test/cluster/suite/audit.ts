import { appendFileSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One request of the API server's audit log. */
export interface AuditedRequest {
  /** The same for all stages of one request; a watch has an entry for its start and one for its end. */
  readonly auditID: string;
  readonly verb: string;
  readonly requestURI: string;
  /** What it was about; absent for paths like `/metrics`. */
  readonly objectRef?: {
    readonly resource: string;
    readonly apiGroup?: string;
    readonly subresource?: string;
  };
  readonly requestReceivedTimestamp: string;
  readonly user: { readonly username: string };
  readonly responseStatus?: { readonly code?: number };
}

const WEBHOOK_USER = 'system:serviceaccount:doka-tracing:doka-tracing';

const windowsFile = (state: string): string => join(state, 'refusals-permitted.jsonl');

/** What the webhook's ServiceAccount asked of the API server, by the audit log in the folder of a cluster. */
export function requestsOfWebhook(state: string): readonly AuditedRequest[] {
  return auditFiles(state)
    .flatMap((file) => readFileSync(join(state, file), 'utf8').split('\n'))
    .filter((line) => line.includes(WEBHOOK_USER))
    .map((line) => JSON.parse(line) as AuditedRequest)
    .filter(({ user }) => user.username === WEBHOOK_USER);
}

/** The log, and what the API server moved away when it had grown to 100 MB. */
const auditFiles = (state: string): readonly string[] =>
  readdirSync(state).filter((name) => /^audit.*\.log$/.test(name));

/** Requests that were refused for want of a permission, outside of the times in which a test took one away. */
export function forbiddenRequests(state: string): readonly AuditedRequest[] {
  const windows = existsSync(windowsFile(state))
    ? readFileSync(windowsFile(state), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { readonly from: string; readonly to: string })
    : [];
  return requestsOfWebhook(state).filter(
    ({ responseStatus, requestReceivedTimestamp: at }) =>
      responseStatus?.code === 403 && !windows.some(({ from, to }) => from <= at && at <= to),
  );
}

/** Notes the time of a test's work in the folder of a cluster as one in which refusals are wanted. */
export async function noteRefusals(state: string, work: () => Promise<void> | void): Promise<void> {
  const from = new Date().toISOString();
  await work();
  appendFileSync(windowsFile(state), `${JSON.stringify({ from, to: new Date().toISOString() })}\n`);
}
