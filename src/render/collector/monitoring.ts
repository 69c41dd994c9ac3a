import { formatCollectorService } from '../../core/platform/addresses.js';
import type { RenderSettings } from '../settings.js';
import type { CommentedDocument } from '../yaml-text.js';
import { buildAlertGroups } from './alerts.js';
import { getMetricsService } from './tier-names.js';
import { buildTiers } from './tiers.js';

/**
 * What the operator of a metrics stack reads the Collectors' own metrics by, and its alerts; none without a stack, or
 * without a Collector. The OpenTelemetry Operator makes such objects only where `observability.metrics.enableMetrics` asks
 * for them, which a rendered OpenTelemetryCollector does not: they lack the label by which a Prometheus selects, and with
 * them every sample would come twice.
 */
export function buildMonitoringObjects(settings: RenderSettings): readonly CommentedDocument[] {
  const { platform, form, stacks } = settings;
  const [stack] = stacks;
  if (stack === undefined || platform.route.value === 'direct') return [];
  const { apiVersion, scrape, rule, labels } = stack.monitoring;
  const { name, namespace } = platform.collector;
  const buildObject = (kind: string, objectName: string, spec: object): CommentedDocument['value'] => ({
    apiVersion,
    kind,
    metadata: {
      name: objectName,
      namespace,
      ...(Object.keys(labels).length === 0 ? {} : { labels }),
    },
    spec,
  });
  const scrapes = buildTiers(settings).map((tier) => {
    const service = getMetricsService(tier, form);
    // The Operator calls its own after the Service, so this is called otherwise.
    return buildObject(scrape, `${formatCollectorService(tier.name)}-metrics`, {
      selector: { matchLabels: service.labels },
      endpoints: [{ port: service.port }],
    });
  });
  const alerts = buildObject(rule, `${formatCollectorService(name)}-alerts`, {
    groups: buildAlertGroups(settings),
  });
  return [...scrapes, alerts].map((value) => ({ value }));
}
