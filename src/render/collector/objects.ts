import type { RenderSettings } from '../settings.js';
import type { Commented } from '../yaml-text.js';
import { operatorObject } from './operator.js';
import { plainObjects } from './plain.js';
import { accessObjects } from './rbac.js';
import { tiersOf } from './tiers.js';

/** Every object of the Collector that a platform needs, in the order in which they are applied; none for the direct route. */
export function collectorObjects(settings: RenderSettings): readonly Commented[] {
  const { platform, form } = settings;
  if (platform.route.value === 'direct') return [];
  return [
    ...accessObjects(platform).map((value) => ({ value })),
    ...tiersOf(settings).flatMap((tier) =>
      form === 'plain' ? plainObjects(tier, settings) : [operatorObject(tier, settings)],
    ),
  ];
}
