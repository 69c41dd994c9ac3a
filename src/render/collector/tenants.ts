import { getBackendRow } from '../../core/backends/backends.js';
import type { Backend } from '../../core/domain.js';
import type { Fields } from '../../core/json.js';
import type { Platform } from '../../core/platform/platform.js';
import {
  hasNamespaceTenants,
  listBackendsWithNamespaceTenants,
  TENANT_HEADER,
} from '../../core/platform/tenants.js';
import type { Component } from './component.js';
import { BATCH } from './processors.js';

/** A header as the Collector keeps it with the spans of a request. */
const METADATA_KEY = TENANT_HEADER.toLowerCase();

/** Whether any backend of a platform has a tenant for each namespace. */
const hasTenants = (platform: Platform): boolean => listBackendsWithNamespaceTenants(platform).length > 0;

/** Options of a receiver of HTTP or gRPC that keeps the headers of its requests, where a tenant is among them. */
export const buildMetadataOptions = (platform: Platform): Fields =>
  hasTenants(platform) ? { include_metadata: true } : {};

/** As many tenants as one Collector keeps apart. Each has a batch of its own from then on, and anyone may name one. */
const MOST_TENANTS = 1000;

/** A batch for each tenant: spans of two in one request would come to one of them. */
const TENANT_BATCH: Component = {
  ...BATCH,
  id: 'batch/tenants',
  config: {
    ...BATCH.config,
    metadata_keys: [METADATA_KEY],
    metadata_cardinality_limit: MOST_TENANTS,
  },
};

/** The batches of what leaves a tier for all backends, or for one. */
export const chooseBatch = (platform: Platform, backend?: Backend): Component => {
  const isApart =
    backend === undefined ? hasTenants(platform) : hasNamespaceTenants(platform.backends[backend] ?? {});
  return isApart ? TENANT_BATCH : BATCH;
};

/** Hands the tenant of spans on, under the name of a header. It is taken from the request that brought them. */
const buildHeadersSetter = (name: string, header: string): Component => ({
  kind: 'extensions',
  id: `headers_setter/${name}`,
  config: { headers: [{ action: 'upsert', key: header, from_context: METADATA_KEY }] },
  comment: 'The sender names the tenant. Nothing checks it.',
});

/** What names the tenant in each request to a backend, or to the second tier; undefined where nothing does. */
export function findTenantSetter(platform: Platform, backend?: Backend): Component | undefined {
  if (backend === undefined)
    return hasTenants(platform) ? buildHeadersSetter('tiers', TENANT_HEADER) : undefined;
  if (!hasNamespaceTenants(platform.backends[backend] ?? {})) return undefined;
  // The name of the tenant does not matter, as the header alone is taken.
  const [header = TENANT_HEADER] = Object.keys(getBackendRow(backend).buildTenantHeaders(''));
  return buildHeadersSetter(backend, header);
}

/** What an exporter needs so that an extension sets its headers; nothing without one. */
export const buildAuthOptions = (setter: Component | undefined): Fields =>
  setter === undefined ? {} : { auth: { authenticator: setter.id } };
