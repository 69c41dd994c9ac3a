import { formatCollectorService } from '../../core/platform/addresses.js';
import type { StringMap } from '../../core/kubernetes/pod.js';
import { assertNever } from '../../core/domain.js';
import type { CollectorForm } from '../choices.js';

/** What the Collectors behind the first ones are called. */
export const formatSecondTierName = (name: string): string => `${name}-traces`;

/** The headless Service through which the first tier finds every instance of the second. */
export const formatHeadlessServiceName = (tier: string): string => `${formatCollectorService(tier)}-headless`;

/** Labels by which the pods of a tier are selected; those of an OpenTelemetryCollector are the Operator's. */
export function buildPodLabels(tier: string, form: CollectorForm): StringMap {
  const service = formatCollectorService(tier);
  switch (form) {
    case 'plain':
      return {
        'app.kubernetes.io/name': 'opentelemetry-collector',
        'app.kubernetes.io/instance': service,
      };
    case 'operator':
      return {
        'app.kubernetes.io/name': service,
        'app.kubernetes.io/managed-by': 'opentelemetry-operator',
      };
    default:
      return assertNever(form);
  }
}

/** A Service by whose endpoints the own metrics of a tier are read. */
export interface MetricsService {
  readonly name: string;
  readonly labels: StringMap;
  /** Name of the port. */
  readonly port: string;
}

/** Port of a Collector's own metrics, as `buildCollectorConfig` and the Operator open it. */
export const METRICS_PORT = { name: 'metrics', port: 8888 } as const;

/**
 * The Service that leads to the own metrics of a tier: the plain form has one, and the Operator makes another for them.
 * https://github.com/open-telemetry/opentelemetry-operator/blob/main/internal/manifests/collector/service.go
 */
export function getMetricsService(
  { name: tier, workload }: { readonly name: string; readonly workload: string },
  form: CollectorForm,
): MetricsService {
  const service = formatCollectorService(tier);
  switch (form) {
    case 'plain':
      return {
        name: workload === 'StatefulSet' ? formatHeadlessServiceName(tier) : service,
        labels: buildPodLabels(tier, form),
        port: METRICS_PORT.name,
      };
    case 'operator': {
      const name = formatMonitoringServiceName(service);
      return {
        name,
        labels: { ...buildPodLabels(tier, form), 'app.kubernetes.io/name': name },
        port: 'monitoring',
      };
    }
    default:
      return assertNever(form);
  }
}

const MONITORING = '-monitoring';

/** The Operator shortens the front so that the whole is a label of DNS. */
const formatMonitoringServiceName = (service: string): string =>
  `${service.slice(0, 63 - MONITORING.length)}${MONITORING}`;
