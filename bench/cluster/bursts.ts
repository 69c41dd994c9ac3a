import { failedOpen } from '../../test/cluster/suite/api-metrics.js';
import { burst } from '../../test/cluster/suite/burst.js';
import { dryRun } from '../../test/cluster/suite/webhook.js';
import { turned, WEBHOOKS, type Arm } from './arms.js';
import { CLIENTS, type BurstRound } from './burst-row.js';

/** Sends many pods of an arm through admission, none of which is stored. Throws when one is refused. */
export async function tryMany({ namespace, pod }: Arm, pods: number): Promise<void> {
  let started = 0;
  const client = async (): Promise<void> => {
    while (started < pods) {
      started += 1;
      await dryRun(namespace, pod);
    }
  };
  await Promise.all(Array.from({ length: CLIENTS }, client));
}

/** Creates many pods at once, one arm after another in turned order. Throws when one is refused. */
export async function measureBursts(
  arms: readonly Arm[],
  { bursts, pods }: { readonly bursts: number; readonly pods: number },
): Promise<readonly BurstRound[]> {
  const rounds: BurstRound[] = [];
  for (let round = 0; round < bursts; round += 1)
    for (const arm of turned(arms, round)) rounds.push(await burstOf(arm, pods));
  return rounds;
}

/** One burst of an arm. Throws when a pod is refused. */
export async function burstOf(arm: Arm, pods: number): Promise<BurstRound> {
  const { name, namespace, pod, webhook = '' } = arm;
  const opened = await failedOpen({ name: webhook });
  const start = performance.now();
  const plan = { clients: CLIENTS, pod, isOver: (started: number) => started >= pods };
  const { created, missed, refused } = await burst(namespace, plan);
  const seconds = (performance.now() - start) / 1000;
  if (refused.length > 0)
    throw new Error(`${name}: ${refused.length} of ${pods} pods were refused: ${refused[0] ?? ''}`);
  return {
    arm: name,
    created,
    perSecond: created / seconds,
    failedOpen: (await failedOpen({ name: webhook })) - opened,
    ...(name === 'injected' && webhook === WEBHOOKS.own ? { missed } : {}),
  };
}
