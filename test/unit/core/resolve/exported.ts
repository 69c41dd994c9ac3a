import { resolveExporterWithPlatform } from '../../../../src/core/resolve/exporter-with-platform.js';
import { platformWith, containerContextWith, shownVariables, type Situation } from '../contexts.js';

/** What `exportingUnder` says of a situation, as texts that a table row has room for. */

export const COLLECTOR = 'http://otel-collector.monitoring.svc';
export const OTLP: readonly string[] = [
  'OTEL_TRACES_EXPORTER=otlp',
  'OTEL_METRICS_EXPORTER=none',
  'OTEL_LOGS_EXPORTER=none',
];
export const endpoint = (url: string): string => `OTEL_EXPORTER_OTLP_ENDPOINT=${url}`;
export const HTTP = 'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf';
export const GRPC = 'OTEL_EXPORTER_OTLP_PROTOCOL=grpc';

/** A platform with one backend, which agents send to directly. */
export const direct = (backend: string): object => ({
  addons: { [`enable_${backend}`]: true },
  route: 'direct',
});

/** The spec of an Instrumentation with an endpoint. */
export const spec = (url: string): object => ({ exporter: { endpoint: url } });

/** Variables of the container itself. */
export const own = (variables: Readonly<Record<string, string>>): NonNullable<Situation['env']> =>
  Object.entries(variables).map(([name, value]) => ({ name, value }));

/** A name, a situation, and what is expected of it. */
export type Row = readonly [string, Situation, readonly string[]];

interface Exported {
  /** `NAME=value` of each variable, then the codes of findings; or the code of the refusal alone. */
  readonly says: readonly string[];
  readonly dropped: readonly string[];
}

/** Resolves a situation; the platform is one with all defaults unless it is given. */
export function exported(situation: Situation): Exported {
  const platform = situation.platform ?? {};
  const answer = resolveExporterWithPlatform(
    platformWith(platform),
    containerContextWith({ ...situation, platform }),
  );
  if (!answer.ok) return { says: [answer.error.code], dropped: [] };
  const { variables, findings, dropped } = answer.value;
  return { says: [...shownVariables(variables), ...findings.map(({ code }) => code)], dropped };
}
