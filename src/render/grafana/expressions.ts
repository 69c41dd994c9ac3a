import type { Fields } from '../../core/json.js';
import type { RenderSettings } from '../settings.js';
import { buildDatasources } from './datasources.js';
import { SERVICE_MAP_PANELS } from './service-map.js';

/** An expression of PromQL that is queried, and where it is. */
export interface MetricsExpression {
  readonly where: string;
  readonly expr: string;
}

/** What Grafana puts in place of its variables. */
export interface GrafanaVariables {
  /** Window of rates in the lines, as `1m`. */
  readonly rateInterval: string;
  /** The time that is shown, as `1h`. */
  readonly range: string;
  /** Regular expressions for services, and for their namespaces. */
  readonly service: string;
  readonly namespace: string;
}

/**
 * Every expression of the dashboard and of the links from spans to metrics, with Grafana's variables replaced, so that a
 * metrics server can be asked each.
 */
export function listExpressions(
  settings: RenderSettings,
  variables: GrafanaVariables,
): readonly MetricsExpression[] {
  if (settings.metrics === undefined) return [];
  const panels = SERVICE_MAP_PANELS.flatMap(({ title, queries }) =>
    queries.map(({ refId, expr }) => ({ where: `${title} ${refId}`, expr })),
  );
  const links = buildDatasources(settings).flatMap(({ uid, jsonData }) =>
    listLinkQueries(jsonData).map(({ name, query }) => ({ where: `${uid} ${name}`, expr: query })),
  );
  return [...panels, ...links].map(({ where, expr }) => ({ where, expr: replaceVariables(expr, variables) }));
}

interface LinkQuery {
  readonly name: string;
  readonly query: string;
}

function listLinkQueries(jsonData: Fields): readonly LinkQuery[] {
  const link = jsonData['tracesToMetrics'] as { readonly queries: readonly LinkQuery[] } | undefined;
  return link?.queries ?? [];
}

const replaceVariables = (
  expr: string,
  { rateInterval, range, service, namespace }: GrafanaVariables,
): string =>
  expr
    .replaceAll('$__rate_interval', rateInterval)
    .replaceAll('$__range', range)
    .replaceAll('$$__tags', `service_name=~"${service}", service_namespace=~"${namespace}"`)
    .replaceAll('$service', service)
    .replaceAll('$namespace', namespace);
