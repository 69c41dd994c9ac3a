import type { RenderSettings } from '../settings.js';
import type { CommentedDocument } from '../yaml-text.js';
import { buildOperatorObject } from './operator.js';
import { buildPlainObjects } from './plain.js';
import { buildRbacObjects } from './rbac.js';
import { buildTiers } from './tiers.js';

/** Every object of the Collector that a platform needs, in the order in which they are applied; none for the direct route. */
export function buildCollectorObjects(settings: RenderSettings): readonly CommentedDocument[] {
  const { platform, form } = settings;
  if (platform.route.value === 'direct') return [];
  return [
    ...buildRbacObjects(platform).map((value) => ({ value })),
    ...buildTiers(settings).flatMap((tier) =>
      form === 'plain' ? buildPlainObjects(tier, settings) : [buildOperatorObject(tier, settings)],
    ),
  ];
}
