// The thread that judges large bodies, one after the other. Whatever happens to it, the process continues.
import { parentPort, workerData } from 'node:worker_threads';
import { admit } from '../../core/admit.js';
import { judgeAdmission } from '../admission.js';
import { judgeBody } from '../judgement.js';
import { judgeValidation } from '../validation.js';
import { isBeyondJsonBounds } from './json-bounds.js';
import type { JobEnd, JobKind, ThreadMessage, ThreadData, ThreadJob } from './jobs.js';
import { createRemoteSnapshot, type LookupLine } from './remote-snapshot.js';

const { line } = workerData as ThreadData;

async function judge(job: ThreadJob<JobKind>): Promise<JobEnd<JobKind>> {
  if (isBeyondJsonBounds(job.bytes)) return { kind: 'given-up', why: 'size' };
  const bytes = Buffer.from(job.bytes.buffer, job.bytes.byteOffset, job.bytes.byteLength);
  switch (job.kind) {
    case 'mutate':
      return judgePod(bytes, job, line);
    case 'validate': {
      // The schemas take 10 MiB and as long to load as all the rest; few objects are so large that they come here.
      const { validate } = await import('../../core/rules/validate.js');
      return judgeBody(bytes, (request) => judgeValidation(request, validate));
    }
  }
}

function judgePod(bytes: Buffer, { basis }: Pick<ThreadJob, 'basis'>, line: LookupLine): JobEnd<'mutate'> {
  const { lookups, isExhausted } = createRemoteSnapshot(basis, line);
  const judgement = judgeBody(bytes, (request) => judgeAdmission(request, admit, lookups));
  return isExhausted() ? { kind: 'given-up', why: 'size' } : judgement;
}

const postToParent = (message: ThreadMessage): void => {
  parentPort?.postMessage(message);
};

parentPort?.on('message', (job: ThreadJob<JobKind>) => {
  void judge(job).then(postToParent);
});
postToParent({ kind: 'ready' });
