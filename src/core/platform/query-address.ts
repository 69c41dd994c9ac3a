import type { Backend } from '../domain.js';
import type { Platform } from './platform.js';
import { trimTrailingSlashes } from '../text-ends.js';
import { formatServiceHost } from './addresses.js';
import { getChartPreset } from '../backends/backend.js';
import { getBackendRow } from '../backends/backends.js';

/** Where a backend answers queries: a Service of its chart, or the address that the platform writes out. */
export interface QueryAddress {
  /** Base URL, without a slash at its end. */
  readonly url: string;
  /** Where it is in the cluster; absent when the platform writes the address out. */
  readonly service?: { readonly name: string; readonly namespace: string; readonly port: number };
}

/** The query address of an enabled backend; undefined for one that is off. */
export function findQueryAddress(
  { backends, cluster }: Platform,
  backend: Backend,
): QueryAddress | undefined {
  const settings = backends[backend];
  if (settings === undefined) return undefined;
  if (settings.queryEndpoint !== undefined) return { url: trimTrailingSlashes(settings.queryEndpoint) };
  const { namespace, chart } = settings;
  const { service: name, port, path } = getChartPreset(getBackendRow(backend), chart).query(chart);
  const host = formatServiceHost(name, namespace, cluster.domain);
  return { url: `http://${host}:${port.toString()}${path}`, service: { name, namespace, port } };
}
