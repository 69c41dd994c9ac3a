import { expect, test } from 'vitest';
import { BACKENDS } from '../../../src/core/domain.js';
import { ADDON_OF } from '../../../src/core/platform/defaults.js';
import { SHOP_SERVICES, startShop } from '../shop.js';
import { attributesOf, isWholePurchase, readFrom, topsOf, type Stage } from './stage.js';

/** No Collector: what injected pods send to a backend themselves, in the format that it takes in. */
export function directTests(stage: () => Stage): void {
  test.each(BACKENDS)('%s takes in what injected pods send it directly', async (backend) => {
    const spec = { addons: { [ADDON_OF[backend]]: true }, route: 'direct' };
    const shop = await startShop(spec, stage().agents);
    try {
      const spans = await readFrom(spec, backend, await shop.buy(), isWholePurchase);
      expect(topsOf(spans).map(({ service }) => service)).toEqual(['storefront']);
      for (const service of SHOP_SERVICES)
        expect(attributesOf(spans, service)).toMatchObject({
          'k8s.pod.uid': shop.pods.get(service)?.pod.metadata?.uid,
          'k8s.deployment.name': service,
        });
    } finally {
      await shop.remove();
    }
  });
}
