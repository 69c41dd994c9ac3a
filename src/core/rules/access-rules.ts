import { BACKENDS, type Backend } from '../domain.js';
import { findCollectorSampling, type BackendSettings, type Platform } from '../platform/platform.js';
import { collectRepeats } from '../repeats.js';
import { getBackendRow } from '../backends/backends.js';
import type { Issue } from '../result.js';

/** Rules for what a backend requires from senders: `tenant`, `headers` and `tls` of the enabled ones. */

type AccessRule = (settings: BackendSettings, backend: Backend, platform: Platform) => readonly Issue[];

/** What is wrong with the access to backends; paths are below `spec`. */
export const checkBackendAccess = (platform: Platform): readonly Issue[] =>
  BACKENDS.flatMap((backend) => {
    const settings = platform.backends[backend];
    if (settings === undefined) return [];
    const at = `spec.backends.${backend}`;
    return RULES.flatMap((rule) => rule(settings, backend, platform)).map(({ path, message }) => ({
      path: `${at}.${path}`,
      message,
    }));
  });

const reportIf = (condition: boolean, path: string, message: string): readonly Issue[] =>
  condition ? [{ path, message }] : [];

const checkTenant: AccessRule = ({ tenant }, backend, platform) => {
  if (tenant === undefined) return [];
  const { title, tenantForm, isTenant } = getBackendRow(backend);
  if (tenantForm === undefined)
    return [{ path: 'tenant', message: `has no effect, since ${title} has no tenants; remove it` }];
  if ('namespace' in tenant)
    return isTenant('a')
      ? checkNamespaceTenants(platform)
      : [
          {
            path: 'tenant.namespace',
            message: `is not a number, and ${backend} numbers its tenants; allowed: { fixed: "<account>:<project>" }; write that`,
          },
        ];
  return reportIf(
    !isTenant(tenant.fixed),
    'tenant.fixed',
    `is no tenant of ${backend}; allowed: an account as "12", or an account and a project as "12:3"; correct it`,
  );
};

/** The tenant is a header of the request, and what gathers the spans of a trace sends them in requests of its own. */
function checkNamespaceTenants({ sampling, route }: Platform): readonly Issue[] {
  const strategy = findCollectorSampling(sampling)?.strategy;
  return reportIf(
    strategy !== undefined && route.value === 'collector',
    'tenant.namespace',
    `is lost by the sampling strategy ${strategy ?? ''}, which gathers the spans of a trace from all namespaces; allowed with it: { fixed: <name> }; write that, or set spec.sampling.strategy: probabilistic`,
  );
}

/** Zipkin's exporters have no settings for them. */
const checkZipkinAccess: AccessRule = ({ headers, tls = {} }, backend, { route }) => {
  if (backend !== 'zipkin' || route.value !== 'direct') return [];
  const message =
    'cannot be configured in any agent for Zipkin, and the route is direct; set spec.route: collector or remove it';
  const files = (['caFile', 'certFile', 'keyFile'] as const).filter((file) => tls[file] !== undefined);
  return [
    ...reportIf(headers !== undefined, 'headers', message),
    ...files.map((file) => ({ path: `tls.${file}`, message })),
  ];
};

const checkHeaderNames: AccessRule = ({ headers = [] }) => {
  const repeats = collectRepeats(headers.map(({ name }) => name.toLowerCase()));
  return headers.flatMap(({ name }, index) =>
    reportIf(
      repeats.has(index),
      `headers[${index}].name`,
      `is ${name} again; allowed: each header once; remove one of the two`,
    ),
  );
};

const checkScheme: AccessRule = ({ endpoint, tls }) => {
  if (endpoint === undefined || tls === undefined) return [];
  const isPlain = tls.insecure === true;
  return reportIf(
    endpoint.startsWith(isPlain ? 'https:' : 'http:'),
    'endpoint',
    isPlain
      ? 'is https://, and tls.insecure asks for plain text; allowed: http://; correct one of the two'
      : 'is http://, and tls asks for TLS; allowed: https://, or tls.insecure: true; correct one of the two',
  );
};

const checkClientFiles: AccessRule = ({ tls = {} }) => [
  ...reportIf(
    tls.certFile !== undefined && tls.keyFile === undefined,
    'tls.certFile',
    'is set without keyFile; set both',
  ),
  ...reportIf(
    tls.keyFile !== undefined && tls.certFile === undefined,
    'tls.keyFile',
    'is set without certFile; set both',
  ),
];

/** Whoever sends has the files from objects of its own namespace, or has them already. */
const checkMountedFiles: AccessRule = ({ tls = {} }) => {
  const { caFile, certFile, keyFile, secretName, configMapName } = tls;
  const isKey = (file: string | undefined): boolean => file?.startsWith('/') === false;
  return [
    ...reportIf(
      isKey(caFile) && secretName === undefined && configMapName === undefined,
      'tls.caFile',
      'is a key, but neither tls.configMapName nor tls.secretName is set; set one of them or write an absolute path',
    ),
    ...(['certFile', 'keyFile'] as const).flatMap((file) =>
      reportIf(
        isKey({ certFile, keyFile }[file]) && secretName === undefined,
        `tls.${file}`,
        'is a key, but tls.secretName is not set; set it or write an absolute path',
      ),
    ),
  ];
};

const RULES: readonly AccessRule[] = [
  checkTenant,
  checkZipkinAccess,
  checkHeaderNames,
  checkScheme,
  checkClientFiles,
  checkMountedFiles,
];
