import { setTimeout as delay } from 'node:timers/promises';
import { processesInCgroup } from '../../test/cluster/machine/cgroups.js';
import { processesNaming } from '../../test/cluster/machine/processes.js';
import { eventually, kubectl, paths } from '../../test/cluster/suite/test-cluster.js';
import { WEBHOOK } from '../../test/cluster/suite/webhook.js';
import { peakResidentMiB, residentMiB } from '../process-facts.js';

/** Memory of the webhook's processes in MiB, of the replica that has most. */
export interface MemoryRow {
  readonly moment: string;
  readonly resident: number;
  /** The most since its start. */
  readonly peak: number;
}

export const REPLICAS = 2;

/** Processes of this cluster's webhook: what runs in its containers runs on this machine. */
function webhookProcesses(): readonly number[] {
  const inCluster = new Set(processesInCgroup(paths.name));
  return processesNaming('/app/dist/main.js').filter((pid) => inCluster.has(pid));
}

/** Waits until there are the replicas and none that is about to end, lets them rest, and reads their memory. */
export async function readMemory(moment: string, restSeconds: number): Promise<MemoryRow> {
  const pids = await eventually('The webhook has not its two processes', () => {
    const found = webhookProcesses();
    return found.length === REPLICAS ? found : undefined;
  });
  await delay(restSeconds * 1000);
  return {
    moment,
    resident: Math.max(...pids.map(residentMiB)),
    peak: Math.max(...pids.map(peakResidentMiB)),
  };
}

/** Starts new processes of the webhook, and waits until the old ones are gone. */
export async function restartWebhook(): Promise<void> {
  const old = webhookProcesses();
  kubectl('rollout', 'restart', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`);
  kubectl('rollout', 'status', `deployment/${WEBHOOK}`, `--namespace=${WEBHOOK}`, '--timeout=180s');
  await eventually('The webhook is not started anew', () =>
    webhookProcesses().some((pid) => old.includes(pid)) ? undefined : true,
  );
}
