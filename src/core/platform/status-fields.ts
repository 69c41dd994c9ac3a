import type { Backend, Environment, Exporter, Protocol, Route } from '../domain.js';
import type { TracingPlatformSpec } from '../objects/tracing-platform.js';
import { listAddresses } from './addresses.js';
import { listAssumedVersions, type AssumedVersion } from './assumed-versions.js';
import { resolvePlatform } from './defaults.js';
import { listEnabledBackends } from './platform.js';
import { findQueryAddress, type QueryAddress } from './query-address.js';

/** What a valid TracingPlatform comes to with every default applied, as its status says it. */
export interface StatusFields {
  /** The primary backend. */
  readonly backend: Backend;
  readonly route: Route;
  /** Where agents send, in order of preference. */
  readonly endpoints: readonly StatusEndpoint[];
  /** Every enabled backend, and where it is queried. */
  readonly backends: readonly StatusBackend[];
  /** The versions that the spec does not write. */
  readonly assumedVersions: readonly StatusVersion[];
}

interface StatusEndpoint {
  readonly exporter: Exporter;
  readonly protocol: Protocol;
  readonly url: string;
}

interface StatusBackend {
  readonly name: Backend;
  readonly query: QueryAddress;
}

interface StatusVersion {
  /** What has that version: the chart of a backend, or the Collector. */
  readonly component: AssumedVersion['of'];
  readonly version: string;
  /** The environment in which the platform installs it, or that it is the default. */
  readonly source: Environment | 'default';
}

/** The names of the fields, of which each is in the status of a valid TracingPlatform. */
export const STATUS_FIELDS = [
  'backend',
  'route',
  'endpoints',
  'backends',
  'assumedVersions',
] as const satisfies readonly (keyof StatusFields)[];

/** Resolves the fields from the spec alone, by what resolves the settings of pods and what is rendered. */
export function buildStatusFields(spec: TracingPlatformSpec): StatusFields {
  const platform = resolvePlatform(spec);
  const backend = platform.primary.value;
  return {
    backend,
    route: platform.route.value,
    endpoints: listAddresses(platform, backend).map(({ exporter, protocol, url }) => ({
      exporter,
      protocol,
      url,
    })),
    backends: listEnabledBackends(platform).flatMap((name) => {
      const query = findQueryAddress(platform, name);
      return query === undefined ? [] : [{ name, query }];
    }),
    assumedVersions: listAssumedVersions(spec).map(({ of, version, environment }) => ({
      component: of,
      version,
      source: environment ?? 'default',
    })),
  };
}
