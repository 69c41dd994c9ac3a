// The thread that judges the pods of the auditor, page by page. Whatever happens to it, the process continues.
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadData, ThreadJob, ThreadMessage } from '../http/isolation/jobs.js';
import { isBeyondJsonBounds } from '../http/isolation/json-bounds.js';
import { createRemoteSnapshot } from '../http/isolation/remote-snapshot.js';
import { parseJson } from '../text/parse-json.js';
import type { AuditEnd, AuditJob } from './audit-jobs.js';
import { createNamespacePages, type NamespacePages } from './namespace-pages.js';

const { line } = workerData as ThreadData;

let pages: NamespacePages | undefined;

function work({ kind, bytes, basis }: ThreadJob<AuditJob>): AuditEnd<AuditJob> {
  switch (kind) {
    case 'begin':
      pages = createNamespacePages();
      return { kind: 'begun' };
    case 'page':
      return takePage(bytes);
    case 'judge':
      // One that has been replaced meanwhile knows nothing of the namespace.
      if (pages === undefined) return { kind: 'given-up', why: 'failure' };
      return { kind: 'judged', counts: pages.judge(() => createRemoteSnapshot(basis, line).lookups) };
  }
}

function takePage(bytes: Uint8Array): AuditEnd<'page'> {
  if (isBeyondJsonBounds(bytes)) return { kind: 'given-up', why: 'size' };
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');
  const reading = pages?.take(parseJson(text));
  return reading === undefined ? { kind: 'given-up', why: 'failure' } : { kind: 'read', reading };
}

const postToParent = (message: ThreadMessage): void => {
  parentPort?.postMessage(message);
};

parentPort?.on('message', (job: ThreadJob<AuditJob>) => {
  postToParent(work(job));
});
postToParent({ kind: 'ready' });
