import { GRAFANA } from '../../src/render/grafana/datasources.js';
import type { MetricsStack } from '../../src/render/metrics-stacks.js';
import type { JsonSchema } from '../crd/structural-schema.js';
import { choice, DNS_LABEL, group, toggle } from './value-schemas.js';

/** The value for the operator of each metrics stack. */
export const MONITORING_OPERATORS: Readonly<Record<MetricsStack['flag'], string>> = {
  enable_kube_prometheus_stack: 'prometheus',
  enable_victoria_metrics_k8s_stack: 'victoria-metrics',
};

const labels = (description: string, value: Readonly<Record<string, string>>): JsonSchema => ({
  description,
  type: 'object',
  // Every object has it already.
  propertyNames: { not: { const: 'app.kubernetes.io/name' } },
  additionalProperties: { type: 'string' },
  default: value,
});

/** Labels by which no operator selects anything are a mistake; Helm has no other words than a value for what to do. */
const LABELS_NEED_OPERATOR = {
  if: { properties: { operator: { const: 'none' }, labels: { minProperties: 1 } } },
  then: {
    properties: {
      labels: {
        const: `{}, or monitoring.operator one of ${Object.values(MONITORING_OPERATORS).join(', ')}: without one nothing is selected`,
      },
    },
  },
};

/** The values by which the webhook is monitored. */
export const MONITORING_VALUES = {
  monitoring: {
    ...group('How the webhook is monitored.', {
      operator: choice(
        'Operator that reads the metrics and evaluates the alerts: none, the Prometheus Operator, or that of VictoriaMetrics. It must be installed first.',
        ['none', ...Object.values(MONITORING_OPERATORS)],
      ),
      labels: labels(
        'Labels by which the operator selects the objects. When empty: those that the chart kube-prometheus-stack asks for, and none for VictoriaMetrics, which selects all.',
        {},
      ),
    }),
    ...LABELS_NEED_OPERATOR,
  },
  dashboard: group('The dashboard of the webhook in Grafana.', {
    enabled: toggle('Whether to install the dashboard, as a ConfigMap for the sidecar of Grafana.'),
    namespace: {
      ...DNS_LABEL,
      description: 'Namespace in which the sidecar looks; it must exist.',
      default: GRAFANA.namespace,
    },
    labels: labels('Labels by which the sidecar finds the dashboard.', GRAFANA.dashboardLabel),
  }),
};
