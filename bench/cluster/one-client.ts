import { turned, type Arm, type ArmName } from './arms.js';
import { create } from './created.js';
import type { Round } from './client-row.js';

interface Plan {
  readonly rounds: number;
  readonly creates: number;
}

/**
 * Creates pods one after another, one of each arm in turn and in turned order, so that all meet the same state of the
 * machine.
 */
export async function measureOneClient(
  arms: readonly Arm[],
  { rounds, creates }: Plan,
): Promise<readonly Round[]> {
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const times = new Map<ArmName, number[]>(arms.map(({ name }) => [name, []]));
    for (let turn = 0; turn < creates; turn += 1)
      for (const arm of turned(arms, turn)) times.get(arm.name)?.push(await create(arm));
    for (const [arm, milliseconds] of times) measured.push({ arm, round, milliseconds });
  }
  return measured;
}
