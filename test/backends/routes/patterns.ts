import { expect, test } from '@jest/globals';
import { hasAll } from '../../pods/read-back.js';
import { enabledIn, PATTERNS, specOf, type Pattern } from '../platforms.js';
import { SHOP_SERVICES, startShop } from '../shop.js';
import { complaintsIn, expectOrigin, readFrom, type Stage } from './stage.js';

/** Each pattern of the page: the rendered Collector and the shop's injected pods, and the trace in every backend. */
export function patternTests(stage: () => Stage): void {
  test.each(Object.keys(PATTERNS) as Pattern[])(
    '%s: the trace of injected pods is in every enabled backend',
    async (pattern) => {
      const { cluster, agents } = stage();
      const spec = specOf(pattern);
      const collectors = await cluster.runCollectors(spec);
      const shop = await startShop(spec, agents, cluster.createPod);
      try {
        const traceId = await shop.buy();
        for (const backend of enabledIn(spec))
          expectOrigin(await readFrom(spec, backend, traceId, hasAll(SHOP_SERVICES)), shop);
        expect(collectors.instances.flatMap(({ running }) => complaintsIn(running.log()))).toEqual([]);
      } finally {
        await shop.remove();
        await collectors.remove();
      }
    },
  );
}
