import type { Backend } from '../domain.js';
import { listEnabledBackends, type BackendSettings, type Platform } from './platform.js';

/**
 * Header by which agents name their tenant to the Collector, whatever the backends behind it call it: the Collector keeps
 * it with the spans, and hands it on under the name that each backend knows.
 */
export const TENANT_HEADER = 'X-Scope-OrgID';

/** Tells whether a backend has a tenant for each namespace. */
export const hasNamespaceTenants = ({ tenant }: Pick<BackendSettings, 'tenant'>): boolean =>
  tenant !== undefined && 'namespace' in tenant;

/** The enabled backends that have a tenant for each namespace. */
export const listBackendsWithNamespaceTenants = (platform: Platform): readonly Backend[] =>
  listEnabledBackends(platform).filter((backend) => hasNamespaceTenants(platform.backends[backend] ?? {}));
