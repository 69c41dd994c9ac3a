import { ANSWERING, METRICS, SERVICE_LABELS } from './metric-names.js';

/** Parts of PromQL that the panels of the service map are made of. */

/** A service by itself, or as one side of a call. */
export type Side = keyof typeof SERVICE_LABELS;

/** Matchers for the services that are chosen. */
const formatChosen = (side: Side): string => {
  const { namespace, name } = SERVICE_LABELS[side];
  return `${name}=~"$service", ${namespace}=~"$namespace"`;
};

/** Calls in which a chosen service is on either side. */
export const formatCallRate = (metric: string, window: string, more: readonly string[] = []): string =>
  `(${(['client', 'server'] as const)
    .map((side) => `rate(${metric}{${[formatChosen(side), ...more].join(', ')}}[${window}])`)
    .join(' or ')})`;

export const formatSpanRate = (metric: string, window: string, more: readonly string[] = []): string =>
  `rate(${metric}{${[ANSWERING, formatChosen('service'), ...more].join(', ')}}[${window}])`;

/**
 * Latency of calls as the server sees it. What is outside sends no spans, so that of calls to it is as the client sees
 * it; the service graph counts 0 for its server.
 */
export const formatCallLatency = (window: string): string =>
  `(${formatCallRate(METRICS.serverLatency, window, ['virtual_node!="server"'])} or ${formatCallRate(METRICS.clientLatency, window, ['virtual_node="server"'])})`;

/** The whole time that the dashboard shows, and a window that follows the resolution of lines. */
export const WHOLE = '$__range';
export const LINE = '$__rate_interval';

/** Adds a label with `namespace/name` of a service, or its name alone where it has no namespace. */
export const formatNamed = (label: string, side: Side, expression: string): string => {
  const { namespace, name } = SERVICE_LABELS[side];
  return `label_replace(label_join(${expression}, "${label}", "/", "${namespace}", "${name}"), "${label}", "$1", "${label}", "/(.+)")`;
};

/** Adds the ends of calls, by name. */
export const formatEnds = (expression: string): string =>
  formatNamed('target', 'server', formatNamed('source', 'client', expression));

/** Adds the ends of calls, and both together as the name of the edge. */
export const formatEdge = (expression: string): string =>
  `label_join(${formatEnds(expression)}, "id", " → ", "source", "target")`;

export const formatQuantile = (share: number, by: string, buckets: string): string =>
  `histogram_quantile(${share.toString()}, sum by (le, ${by}) (${buckets}))`;
