import type { Backend, Language } from '../domain.js';
import type { Instrumentation } from '../objects/instrumentation.js';
import type { BackendSettings } from '../platform/platform.js';
import { AGENTS } from '../agents/agents.js';
import type { AccessKind } from '../agents/agent.js';
import { isSetByContainer } from './container-view.js';
import type { ExportFinding } from './export-finding.js';
import type { ContainerContext } from './container-context.js';
import { getBackendRow } from '../backends/backends.js';
import type { Variable } from './variable.js';
import { HEADERS, TRACES_HEADERS } from './variable-names.js';

/** Files of certificates, as the exporter section of an Instrumentation names them. */
export type ExporterCertificates = NonNullable<NonNullable<Instrumentation['spec']['exporter']>['tls']>;

/** What a backend requires from senders. */
function listRequiredAccess({ tenant, headers = [], tls }: BackendSettings): readonly AccessKind[] {
  return [
    ...(tenant === undefined && headers.length === 0 ? [] : ['headers' as const]),
    ...(tls === undefined || tls.insecure === true ? [] : ['TLS' as const]),
  ];
}

/** Why one of some languages cannot send to a backend directly; undefined where all can be given what it asks for. */
export function checkAgentAccess(
  languages: readonly Language[],
  backend: Backend,
  settings: BackendSettings,
): ExportFinding | undefined {
  const lacking = listRequiredAccess(settings).filter((access) =>
    languages.some((language) => !AGENTS[language].capabilities.access.includes(access)),
  );
  if (lacking.length === 0) return undefined;
  const message = `${backend} asks for ${lacking.join(' and ')}, which cannot be configured in the agent`;
  return { code: 'access-unsupported', message };
}

/**
 * Tenant and credentials as a variable, which is for traces alone: the endpoints of other signals may be anybody's.
 * Where the container sets headers of its own, those hold. What is written out is percent-encoded, as in W3C Baggage;
 * what a Secret holds must be so already. https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables
 */
export function buildHeaderVariables(
  { view, namespaceName }: ContainerContext,
  backend: Backend,
  { tenant, headers = [] }: BackendSettings,
): readonly Variable[] {
  if (HEADERS.some((name) => isSetByContainer(view, name))) return [];
  const name = tenant !== undefined && 'fixed' in tenant ? tenant.fixed : namespaceName;
  const tenantsOwn = Object.entries(
    tenant === undefined ? {} : getBackendRow(backend).buildTenantHeaders(name),
  );
  const secrets = headers.map((header, index) => ({
    ...header,
    variable: `DOKA_TRACING_HEADER_${index + 1}`,
  }));
  const items = [
    ...tenantsOwn.map(([header, value]) => `${header}=${encodeURIComponent(value)}`),
    ...secrets.map(({ name: header, variable }) => `${header}=$(${variable})`),
  ];
  if (items.length === 0) return [];
  return [
    ...secrets.map(({ variable, secretName, key }): Variable => ({
      name: variable,
      secret: { name: secretName, key },
      origin: 'platform',
    })),
    { name: TRACES_HEADERS, value: items.join(','), origin: 'platform' },
  ];
}

/** The certificates that a backend is trusted by, and that it asks for; undefined where those of the image do. */
export function buildExporterCertificates({ tls }: BackendSettings): ExporterCertificates | undefined {
  if (tls === undefined || tls.insecure === true) return undefined;
  const { caFile, certFile, keyFile, secretName, configMapName } = tls;
  const files = {
    ...(caFile === undefined ? {} : { ca_file: caFile }),
    ...(certFile === undefined ? {} : { cert_file: certFile }),
    ...(keyFile === undefined ? {} : { key_file: keyFile }),
  };
  if (Object.keys(files).length === 0) return undefined;
  return {
    ...files,
    ...(secretName === undefined ? {} : { secretName }),
    ...(configMapName === undefined ? {} : { configMapName }),
  };
}
