// How a webhook gets too little time.
import { execFileSync } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { THRESHOLDS } from '../../scripts/monitoring/alerts.js';
import { runInBackground } from './background.js';
import { REVIEW, type Replica } from './webhook-stage.js';

/** The review of a pod of 1 MiB with so many containers that all ask. */
function buildLongReview(containers: number): unknown {
  const { request } = REVIEW;
  const spec = request.object['spec'] as { readonly containers: readonly object[] };
  const many = Array.from({ length: containers }, (_, index) => ({
    ...spec.containers[0],
    name: `c${index}`,
    env: Array.from({ length: 20 }, (_unused, at) => ({ name: `V${at}`, value: 'x'.repeat(50) })),
  }));
  return {
    ...REVIEW,
    request: { ...request, object: { ...request.object, spec: { ...spec, containers: many } } },
  };
}

const LONG = buildLongReview(700);

/** Milliseconds of the kernel's period that a CPU limit of 200m leaves, and those that it takes. */
const LIMITED_MS = { running: 20, stopped: 80 } as const;

/** Sends large pods to a replica that gets a fifth of a core meanwhile: then they take long on every machine. */
export async function throttle(replica: Replica): Promise<void> {
  const stopThrottling = runInBackground(async (ending) => {
    while (!ending.aborted) await stopFor(replica, LIMITED_MS.stopped, LIMITED_MS.running);
  });
  await Promise.all(Array.from({ length: 12 }, () => replica.review(LONG).catch(() => undefined)));
  await stopThrottling();
}

/** Stops a replica for so long that pods pass unjudged. */
export const holdUp = (replica: Replica): Promise<void> =>
  stopFor(replica, THRESHOLDS.lagSeconds * 1000 + 400, 1_500);

/** Stops the processes of a replica for some milliseconds, and lets them run for some. */
async function stopFor(replica: Replica, stoppedMs: number, runningMs: number): Promise<void> {
  signal(replica, 'SIGSTOP');
  await pause(stoppedMs);
  signal(replica, 'SIGCONT');
  await pause(runningMs);
}

function signal({ pod }: Replica, name: 'SIGSTOP' | 'SIGCONT'): void {
  const pids = execFileSync('ip', ['netns', 'pids', pod.name], { encoding: 'utf8' });
  for (const pid of pids.split('\n').filter((each) => each !== '')) process.kill(Number(pid), name);
}
