// Makes the load, in a process of its own: takes jobs and sends back what they measured.
import autocannon from 'autocannon';
import type { LoadJob, LoadReply, LoadResult } from './load-job.js';
import { cpuMicroseconds } from './process-facts.js';
import { quantile } from './statistics.js';

interface Mark {
  readonly at: number;
  readonly cpu: number;
}

/** Answers that come before the measured ones, so that connecting is not measured: some for each client. */
const LEAD_PER_CLIENT = 4;

function mark(pid: number | undefined): Mark {
  return { at: performance.now(), cpu: pid === undefined ? Number.NaN : cpuMicroseconds(pid) };
}

/** Runs a job. Rejects when an answer is missing, is not 200, or differs in length from the others of its body. */
async function measure(job: LoadJob): Promise<LoadResult> {
  const { clients, reviews, pid } = job;
  const lead = clients * LEAD_PER_CLIENT;
  const durations: number[] = [];
  const lengths = new Set<number>();
  let answers = 0;
  let from = mark(pid);
  let to = from;
  const { non2xx, errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const run = autocannon(instanceOptions(job, lead + reviews + clients), (error: Error | null, result) => {
      if (error === null) resolve(result);
      else reject(error);
    });
    run.on('response', (_client, status, bytes, milliseconds) => {
      answers += 1;
      if (status === 200) lengths.add(bytes);
      if (answers === lead) from = mark(pid);
      if (answers > lead && answers <= lead + reviews) durations.push(milliseconds);
      if (answers === lead + reviews) to = mark(pid);
    });
  });
  const bad = non2xx + errors;
  if (bad > 0 || durations.length !== reviews)
    throw new Error(
      `${job.url}: ${bad} of ${answers} requests failed (${non2xx} not 200, ${timeouts} too slow)`,
    );
  if (lengths.size > job.bodies.length)
    throw new Error(`${job.url}: answers to the same review differ: ${[...lengths].join(', ')} bytes`);
  return {
    seconds: (to.at - from.at) / 1000,
    reviews,
    ...(pid === undefined ? {} : { cpuMicroseconds: to.cpu - from.cpu }),
    p50: quantile(durations, 0.5),
    p99: quantile(durations, 0.99),
  };
}

const instanceOptions = ({ url, bodies, clients }: LoadJob, amount: number): autocannon.Options => ({
  url,
  amount,
  connections: clients,
  timeout: 60,
  // It looks at the end of the run only so often.
  sampleInt: 50,
  requests: bodies.map((body) => ({ method: 'POST', headers: { 'content-type': 'application/json' }, body })),
});

process.on('message', (job: LoadJob) => {
  const reply = (answer: LoadReply): void => {
    process.send?.(answer);
  };
  measure(job).then(
    (result) => {
      reply({ kind: 'result', result });
    },
    (error: unknown) => {
      reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
    },
  );
});
