import type { RenderSettings } from '../settings.js';
import { datasourcesOf } from './datasources.js';
import { SERVICE_MAP_PANELS } from './service-map.js';

/** An expression of PromQL that is asked, and where it stands. */
export interface Expression {
  readonly where: string;
  readonly expr: string;
}

/** What Grafana puts in place of its variables. */
export interface Variables {
  /** Window of rates in the lines, as `1m`. */
  readonly rateInterval: string;
  /** The time that is shown, as `1h`. */
  readonly range: string;
  /** A regular expression for services. */
  readonly service: string;
}

/**
 * Every expression of the dashboard and of the links from spans to metrics, with Grafana's variables replaced, so that a
 * metrics server can be asked each.
 */
export function expressionsOf(settings: RenderSettings, variables: Variables): readonly Expression[] {
  if (settings.metrics === undefined) return [];
  const panels = SERVICE_MAP_PANELS.flatMap(({ title, queries }) =>
    queries.map(({ refId, expr }) => ({ where: `${title} ${refId}`, expr })),
  );
  const links = datasourcesOf(settings).flatMap(({ uid, jsonData }) =>
    linkQueries(jsonData).map(({ name, query }) => ({ where: `${uid} ${name}`, expr: query })),
  );
  return [...panels, ...links].map(({ where, expr }) => ({ where, expr: replaced(expr, variables) }));
}

interface LinkQuery {
  readonly name: string;
  readonly query: string;
}

function linkQueries(jsonData: Readonly<Record<string, unknown>>): readonly LinkQuery[] {
  const link = jsonData['tracesToMetrics'] as { readonly queries: readonly LinkQuery[] } | undefined;
  return link?.queries ?? [];
}

const replaced = (expr: string, { rateInterval, range, service }: Variables): string =>
  expr
    .replaceAll('$__rate_interval', rateInterval)
    .replaceAll('$__range', range)
    .replaceAll('$$__tags', `service_name=~"${service}"`)
    .replaceAll('$service', service);
