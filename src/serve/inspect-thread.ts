// The thread that inspects pasted manifests, one after the other. Whatever happens to it, the process continues.
import { parentPort, workerData } from 'node:worker_threads';
import type { ThreadData, ThreadJob } from '../http/isolation/jobs.js';
import { createRemoteSnapshot } from '../http/isolation/remote-snapshot.js';
import type { InspectionEnd } from '../http/page/inspection.js';
import { inspectForm } from './inspection.js';

const { line } = workerData as ThreadData;

function inspect({ bytes, basis }: ThreadJob): InspectionEnd {
  const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { lookups, isExhausted } = createRemoteSnapshot(basis, line);
  const inspection = inspectForm(body, lookups);
  return isExhausted() ? { kind: 'given-up', why: 'size' } : inspection;
}

parentPort?.on('message', (job: ThreadJob) => {
  parentPort?.postMessage(inspect(job));
});
parentPort?.postMessage({ kind: 'ready' });
