// Makes the load, in a process of its own: takes jobs and sends back what they measured.
import autocannon from 'autocannon';
import type { LoadJob, LoadReply } from './load-job.js';
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

/**
 * Runs a job. Rejects when an answer is missing, is not 200, or differs in length from the others of its body. `passed` where
 * the webhook let pods pass without judging them, as it does when the machine gives it too little time.
 */
async function measure(job: LoadJob): Promise<LoadReply> {
  const { clients, reviews, pid } = job;
  const lead = clients * LEAD_PER_CLIENT;
  const durations: number[] = [];
  const answersByLength = new Map<number, string>();
  let answers = 0;
  let from = mark(pid);
  let to = from;
  const { non2xx, errors, timeouts } = await new Promise<autocannon.Result>((resolve, reject) => {
    const keep = (text: string): void => {
      answersByLength.set(text.length, text);
    };
    const run = autocannon(
      instanceOptions(job, lead + reviews + clients, keep),
      (error: Error | null, result) => {
        if (error === null) resolve(result);
        else reject(error);
      },
    );
    run.on('response', (_client, _status, _bytes, milliseconds) => {
      answers += 1;
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
  if (answersByLength.size > job.bodies.length) {
    const reason = [...answersByLength.values()].map(findPassReason).find((each) => each !== undefined);
    if (reason !== undefined) return { kind: 'passed', reason };
    const lengths = [...answersByLength.keys()].join(', ');
    throw new Error(`${job.url}: answers to the same review differ: ${lengths} characters`);
  }
  const result = {
    seconds: (to.at - from.at) / 1000,
    reviews,
    ...(pid === undefined ? {} : { cpuMicroseconds: to.cpu - from.cpu }),
    p50: quantile(durations, 0.5),
    p99: quantile(durations, 0.99),
  };
  return { kind: 'result', result };
}

/** Why a pod passed unjudged; undefined where it was judged. Decisions have a status beside their reason. */
function findPassReason(text: string): string | undefined {
  const { response } = JSON.parse(text) as {
    readonly response: { readonly auditAnnotations?: { readonly status?: string; readonly reason?: string } };
  };
  const { status, reason } = response.auditAnnotations ?? {};
  return status === undefined ? reason : undefined;
}

const instanceOptions = (
  { url, bodies, clients }: LoadJob,
  amount: number,
  keep: (text: string) => void,
): autocannon.Options => ({
  url,
  amount,
  connections: clients,
  timeout: 60,
  // It looks at the end of the run only so often.
  sampleInt: 50,
  setupClient: rotateRequests(
    bodies.map((body) => ({
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      onResponse: (status, text) => {
        if (status === 200) keep(text);
      },
    })),
    clients,
  ),
});

/** Gives each client the requests in turn, from another one on: else all clients would send the same at the same time. */
function rotateRequests(
  requests: autocannon.Request[],
  clients: number,
): NonNullable<autocannon.Options['setupClient']> {
  let started = 0;
  return (client) => {
    const first = Math.floor((started * requests.length) / clients) % requests.length;
    client.setRequests([...requests.slice(first), ...requests.slice(0, first)]);
    started += 1;
  };
}

process.on('message', (job: LoadJob) => {
  const reply = (answer: LoadReply): void => {
    process.send?.(answer);
  };
  measure(job).then(reply, (error: unknown) => {
    reply({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
  });
});
