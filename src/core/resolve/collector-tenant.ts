import { AGENTS } from '../agents/agents.js';
import { parseEndpoint } from '../backends/endpoint.js';
import type { Backend, Language } from '../domain.js';
import { formatCollectorService, listAddresses } from '../platform/addresses.js';
import type { Platform } from '../platform/platform.js';
import { listBackendsWithNamespaceTenants, TENANT_HEADER } from '../platform/tenants.js';
import { isSetByContainer } from './container-view.js';
import { isBackendPicked, type ContainerContext } from './container-context.js';
import type { ExportFinding } from './export-finding.js';
import type { Variable } from './variable.js';
import { HEADERS, TRACES_HEADERS } from './variable-names.js';

/**
 * The backend for which spans of a container must name their namespace to the Collector; undefined where none does. An
 * annotation that picks a backend keeps them from all others.
 */
function findBackendWithTenants(platform: Platform, context: ContainerContext): Backend | undefined {
  if (platform.route.value === 'direct') return undefined;
  const isPicked = isBackendPicked(context);
  return listBackendsWithNamespaceTenants(platform).find(
    (backend) => !isPicked || backend === context.backend?.value,
  );
}

/** Tells whether the agent of a language can name a tenant. */
export const canNameTenant = (language: Language): boolean =>
  AGENTS[language].capabilities.access.includes('headers');

/** Why some languages cannot send to a URL: it is the Collector's, and one cannot name its tenant; undefined where all can. */
export function checkCollectorTenant(
  platform: Platform,
  context: ContainerContext,
  { url, languages }: { readonly url: string | undefined; readonly languages: readonly Language[] },
): ExportFinding | undefined {
  const backend = findBackendWithTenants(platform, context);
  if (backend === undefined || url === undefined || !isCollectorUrl(url, platform)) return undefined;
  if (languages.every(canNameTenant)) return undefined;
  const message = `${backend} has a tenant for each namespace, which the agent cannot name to the Collector`;
  return { code: 'access-unsupported', message };
}

/**
 * The tenant of a container as a variable for the Collector: its namespace. Only where spans go to the platform's
 * Collector at all, and neither the container nor the Instrumentation whose endpoint that is sets headers of its own.
 */
export function buildCollectorTenantVariables(
  platform: Platform,
  context: ContainerContext,
  { url, hasHeaders }: { readonly url: string | undefined; readonly hasHeaders: boolean },
): readonly Variable[] {
  const { view, namespaceName } = context;
  if (findBackendWithTenants(platform, context) === undefined) return [];
  if (hasHeaders || HEADERS.some((name) => isSetByContainer(view, name))) return [];
  if (url === undefined || !isCollectorUrl(url, platform)) return [];
  return [
    {
      name: TRACES_HEADERS,
      value: `${TENANT_HEADER}=${encodeURIComponent(namespaceName)}`,
      origin: 'platform',
    },
  ];
}

/** Tells whether a URL leads to the platform's Collector, by any name that its Service has. */
function isCollectorUrl(url: string, platform: Platform): boolean {
  const host = parseEndpoint(url)?.host.toLowerCase();
  if (host === undefined) return false;
  const { collector, cluster, primary } = platform;
  const service = formatCollectorService(collector.name);
  const inNamespace = `${service}.${collector.namespace}`;
  const written = listAddresses(platform, primary.value).map((each) =>
    parseEndpoint(each.url)?.host.toLowerCase(),
  );
  return [
    ...written,
    service,
    inNamespace,
    `${inNamespace}.svc`,
    `${inNamespace}.svc.${cluster.domain ?? 'cluster.local'}`,
  ].includes(host);
}
