import { getBackendRow } from '../backends/backends.js';
import { ENVIRONMENTS, type Backend, type Environment } from '../domain.js';
import type { TracingPlatformSpec } from '../objects/tracing-platform.js';
import type { Issue } from '../result.js';
import { DEFAULT_COLLECTOR, findCollectorPin, resolvePlatform } from './defaults.js';
import { listEnabledBackends } from './platform.js';

/** A version that nobody wrote, and that addresses or names of components follow from. */
export interface AssumedVersion {
  /** What has that version: the chart of a backend, or the Collector. */
  readonly of: Backend | 'collector';
  readonly version: string;
  /** The environment in which the platform installs that version; absent for a default. */
  readonly environment?: Environment;
}

/**
 * The versions that are assumed for a platform: of the chart of each enabled backend, and of the Collector where traces
 * go through one, as far as the spec does not write them.
 */
export function listAssumedVersions(spec: TracingPlatformSpec): readonly AssumedVersion[] {
  const platform = resolvePlatform(spec);
  const environment = spec.cluster?.environment;
  const charts = listEnabledBackends(platform)
    .filter((backend) => spec.backends?.[backend]?.chart === undefined)
    .map((backend) => ({
      of: backend,
      version: platform.backends[backend]?.chart ?? '',
      ...(environment === undefined ? {} : { environment }),
    }));
  const isCollectorAssumed = platform.route.value === 'collector' && spec.collector?.version === undefined;
  return isCollectorAssumed ? [...charts, resolveAssumedCollector(environment)] : charts;
}

function resolveAssumedCollector(environment: Environment | undefined): AssumedVersion {
  const version = findCollectorPin(environment);
  return version === undefined || environment === undefined
    ? { of: 'collector', version: DEFAULT_COLLECTOR.version }
    : { of: 'collector', version, environment };
}

const UNNAMED_ENVIRONMENT = `name the environment (${ENVIRONMENTS.join(', ')}) or `;

/** An assumed version as a notice: what it is, where it comes from, and what to write if it is another. */
export function describeAssumedVersion({ of, version, environment }: AssumedVersion): Issue {
  const [path, field, what] =
    of === 'collector'
      ? ['spec.collector', 'spec.collector.version', 'of the Collector']
      : ['spec.backends', `spec.backends.${of}.chart`, `of ${getBackendRow(of).title}’s chart`];
  const source = environment === undefined ? 'the default' : `which the platform installs in ${environment}`;
  // Every environment pins the charts, so a default is theirs only where no environment is named.
  const unnamed = environment === undefined && of !== 'collector' ? UNNAMED_ENVIRONMENT : '';
  const message = `names no version ${what}, so ${version} is assumed, ${source}; if it is another, ${unnamed}write ${field} of a TracingPlatform`;
  return { path, message };
}
