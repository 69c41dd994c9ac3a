import type { Backend } from '../core/domain.js';
import type { Platform } from '../core/platform/platform.js';
import { listBackendsWithNamespaceTenants, TENANT_HEADER } from '../core/platform/tenants.js';
import type { StringMap } from '../core/kubernetes/pod.js';
import { getBackendRow } from '../core/backends/backends.js';
import { cutName } from '../core/shown-text.js';
import { err, ok, type Result } from '../core/result.js';
import type { ServerAccess } from './server-access.js';
import type { VerifyOptions } from './verify-options.js';

/** Headers of the tenant that is asked for, else of the platform's; with one for each namespace, that is the tenant. */
export function resolveTenantHeaders(
  backend: Backend,
  { tenant, namespace }: VerifyOptions,
  platform?: Platform,
): Result<ServerAccess['headers'], string> {
  const chosen = platform?.backends[backend]?.tenant;
  const ofPlatform = chosen === undefined ? undefined : 'fixed' in chosen ? chosen.fixed : namespace;
  const name = tenant ?? ofPlatform;
  if (name !== undefined) return resolveNamedTenant(backend, name);
  return chosen === undefined ? ok({}) : err(describeMissingTenant(backend));
}

/** Headers of the tenant for the Collector, as agents send them; none where no backend has one for each namespace. */
export function resolveCollectorTenantHeaders(
  { tenant, namespace }: VerifyOptions,
  platform: Platform,
): Result<ServerAccess['headers'], string> {
  const [backend] = listBackendsWithNamespaceTenants(platform);
  if (backend === undefined) return ok({});
  const name = tenant ?? namespace;
  return name === undefined
    ? err(describeMissingTenant(backend))
    : ok(lowercaseHeaderNames({ [TENANT_HEADER]: name }));
}

const describeMissingTenant = (backend: Backend): string =>
  `${backend} has a tenant for each namespace; give one with --namespace or --tenant`;

function resolveNamedTenant(backend: Backend, tenant: string): Result<ServerAccess['headers'], string> {
  const { isTenant, buildTenantHeaders, tenantForm } = getBackendRow(backend);
  if (isTenant(tenant)) return ok(lowercaseHeaderNames(buildTenantHeaders(tenant)));
  return err(
    tenantForm === undefined
      ? `a tenant is given, and ${backend} has none; leave --tenant out`
      : `${backend} has no tenant ${cutName(tenant)}; allowed: ${tenantForm}`,
  );
}

/** HTTP/2 takes names in lower case only. */
const lowercaseHeaderNames = (headers: StringMap): ServerAccess['headers'] =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
