import { Agent, request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import type { Target } from './call.js';
import { stop } from './pinned.js';
import { cpuMicroseconds, mainThreadMicroseconds } from './process-facts.js';
import { scenarioReviews } from './scenarios.js';
import { spreadOf, type Spread } from './statistics.js';
import { startProcess } from './subject.js';

/** How much the first injected reviews of a fresh webhook cost, against those after many. */
export interface FreshReport {
  /** Milliseconds from the start of the process until `/readyz` says so. */
  readonly readyMs: Spread;
  readonly rows: readonly FreshRow[];
}

/** CPU time of one review, in microseconds, while the count of reviews since the process is ready goes from one to another. */
export interface FreshRow {
  readonly from: number;
  readonly to: number;
  /** Of all threads: the compiler and the garbage collector have their own. */
  readonly cpu: Spread;
  /** Of the thread that answers. */
  readonly mainThread: Spread;
}

/** The last ones are the steady state. */
const STEPS = [0, 50, 500, 3000, 5000, 6000] as const;

/** Starts the webhook several times, and sends a burst of pods of one template as soon as it is ready, one by one. */
export async function measureFresh(certs: string, repeats: number): Promise<FreshReport> {
  const samples: FreshSample[] = [];
  for (let repeat = 0; repeat < repeats; repeat += 1) samples.push(await measureOnce(certs));
  return {
    readyMs: spreadOf(samples.map(({ readyMs }) => readyMs)),
    rows: STEPS.slice(1).map((to, index) => ({
      from: STEPS[index] ?? 0,
      to,
      cpu: spreadOf(samples.map(({ steps }) => steps[index]?.cpu ?? Number.NaN)),
      mainThread: spreadOf(samples.map(({ steps }) => steps[index]?.mainThread ?? Number.NaN)),
    })),
  };
}

interface FreshSample {
  readonly readyMs: number;
  readonly steps: readonly CpuUsage[];
}

interface CpuUsage {
  readonly cpu: number;
  readonly mainThread: number;
}

async function measureOnce(certs: string): Promise<FreshSample> {
  const { child, target, start } = await startProcess('webhook', certs);
  const agent = new Agent({
    keepAlive: true,
    maxSockets: 1,
    ...(target.ca === undefined ? {} : { ca: target.ca }),
  });
  try {
    await waitUntilReady(target, agent);
    const readyMs = performance.now() - start;
    const { pid } = child;
    if (pid === undefined) throw new Error('the webhook has no process id');
    const bodies = scenarioReviews('burst of one template');
    const steps: CpuUsage[] = [];
    for (const [index, to] of STEPS.slice(1).entries()) {
      const from = STEPS[index] ?? 0;
      const before = readUsage(pid);
      for (let review = from; review < to; review += 1)
        await send(target, agent, bodies[review % bodies.length] ?? '');
      const after = readUsage(pid);
      steps.push({
        cpu: (after.cpu - before.cpu) / (to - from),
        mainThread: (after.mainThread - before.mainThread) / (to - from),
      });
    }
    return { readyMs, steps };
  } finally {
    agent.destroy();
    await stop(child);
  }
}

const readUsage = (pid: number): CpuUsage => ({
  cpu: cpuMicroseconds(pid),
  mainThread: mainThreadMicroseconds(pid),
});

const POLL_MS = 5;

/** Asks the webhook on the connection that the reviews will come on, so that no handshake is among what is measured. */
async function waitUntilReady({ url }: Target, agent: Agent): Promise<void> {
  for (;;) {
    const status = await call(new URL('/readyz', url), agent).catch(() => 0);
    if (status === 200) return;
    await delay(POLL_MS);
  }
}

async function send({ url }: Target, agent: Agent, text: string): Promise<void> {
  const status = await call(url, agent, text);
  if (status !== 200) throw new Error(`${url.href} answered ${status}`);
}

const call = (url: URL, agent: Agent, body?: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers =
      body === undefined
        ? {}
        : { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) };
    request(url, { agent, method: body === undefined ? 'GET' : 'POST', headers }, (response) => {
      response.on('end', () => {
        resolve(response.statusCode ?? 0);
      });
      response.on('error', reject).resume();
    })
      .on('error', reject)
      .end(body);
  });
