import { expect } from 'vitest';
import { enabledIn } from '../platforms.js';
import type { RenderedCollectors } from '../rendered-collector.js';
import { startShop, type RunningShop } from '../shop.js';
import { complaintsIn, expectOrigin, isWholePurchase, readFrom, type Stage } from './stage.js';

/**
 * Runs the rendered Collectors and the shop's injected pods for a spec, and expects that the trace of a purchase is in
 * every enabled backend and that no Collector complains. `look` sees both before the purchase.
 */
export async function expectTraceInEveryBackend(
  { cluster, agents }: Stage,
  spec: object,
  look: (shop: RunningShop, collectors: RenderedCollectors) => void = () => undefined,
): Promise<void> {
  const collectors = await cluster.runCollectors(spec);
  const shop = await startShop(spec, agents, cluster.createPod);
  try {
    look(shop, collectors);
    const traceId = await shop.buy();
    for (const backend of enabledIn(spec))
      expectOrigin(await readFrom(spec, backend, traceId, isWholePurchase), shop);
    expect(collectors.instances.flatMap(({ running }) => complaintsIn(running.log()))).toEqual([]);
  } finally {
    await shop.remove();
    await collectors.remove();
  }
}
