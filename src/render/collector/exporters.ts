import type { Fields } from '../../core/json.js';
import type { Backend } from '../../core/domain.js';
import type { BackendSettings, Platform } from '../../core/platform/platform.js';
import type { EnvVar } from '../../core/kubernetes/pod.js';
import { listBackendAddresses, type ExporterAddress } from '../../core/platform/addresses.js';
import { formatEndpoint, parseEndpoint, getRegisteredPort } from '../../core/backends/endpoint.js';
import { getBackendRow } from '../../core/backends/backends.js';
import { escapeDollars } from '../escape-dollars.js';
import { buildTlsFiles } from './tls-files.js';
import type { Component } from './component.js';
import { getComponentName } from './names.js';
import { buildAuthOptions, findTenantSetter } from './tenants.js';

/**
 * Exports to one backend, over gRPC where it takes that in, with a queue of its own, so that one that is down holds up
 * no other. `queueSize` counts batches. Throws for a backend that is off.
 */
export function buildBackendExporter(platform: Platform, backend: Backend, queueSize: number): Component {
  const settings = platform.backends[backend];
  const addresses = listBackendAddresses(platform, backend);
  const address = addresses.find(({ protocol }) => protocol === 'grpc') ?? addresses[0];
  if (settings === undefined || address === undefined) throw new Error(`${backend} is not enabled`);
  const secrets = buildSecretHeaders(backend, settings);
  const headers = { ...buildFixedTenantHeaders(backend, settings), ...secrets.headers };
  const setter = findTenantSetter(platform, backend);
  const files = buildTlsFiles(backend, settings);
  const { folders } = files;
  const { type, config } = buildTransport(address, settings, files.config, platform.collector.version);
  return {
    kind: 'exporters',
    id: type === backend ? type : `${type}/${backend}`,
    config: {
      ...config,
      ...(Object.keys(headers).length === 0 ? {} : { headers }),
      ...buildAuthOptions(setter),
      // In memory, where the header of a request stays with its spans; on disk it does so from 0.128 on at the earliest.
      sending_queue: { queue_size: queueSize },
      // Tries until the queue overflows, which bounds the memory; a refusal for good is not tried again.
      retry_on_failure: { max_elapsed_time: '0s' },
    },
    ...(files.areMounted ? {} : { comment: 'Mount the files of tls into the pods of the Collector.' }),
    ...(secrets.env.length === 0 ? {} : { env: secrets.env }),
    ...(folders.length === 0 ? {} : { folders }),
    ...(setter === undefined ? {} : { extensions: [setter] }),
  };
}

interface Transport {
  readonly type: string;
  readonly config: Fields;
}

function buildTransport(
  address: ExporterAddress,
  settings: BackendSettings,
  files: Fields,
  version: string,
): Transport {
  const { url, isSecure } = resolveSecureUrl(address.url, settings);
  // The scheme of an address of HTTP tells whether TLS is used.
  const tls = isSecure && Object.keys(files).length > 0 ? { tls: files } : {};
  if (address.form === 'zipkin')
    return { type: 'zipkin', config: { endpoint: url, format: 'proto', ...tls } };
  if (address.protocol === 'grpc')
    return {
      type: getComponentName('otlpExporter', version),
      // The client of gRPC takes no scheme: `tls` alone says whether it uses TLS.
      config: { endpoint: formatHostPort(url), tls: isSecure ? files : { insecure: true } },
    };
  const key = address.form === 'traces' ? 'traces_endpoint' : 'endpoint';
  return { type: getComponentName('otlpHttpExporter', version), config: { [key]: url, ...tls } };
}

/** Tells whether an address of a backend is reached over TLS: `tls` says so, and without it the scheme. */
export const isSecureAddress = (url: string, tls: BackendSettings['tls']): boolean =>
  tls === undefined ? parseEndpoint(url)?.scheme.toLowerCase() === 'https' : tls.insecure !== true;

/** The address with the scheme that the platform's `tls` asks for; without `tls` its own scheme tells. */
function resolveSecureUrl(
  url: string,
  { tls }: BackendSettings,
): { readonly url: string; readonly isSecure: boolean } {
  const endpoint = parseEndpoint(url);
  const isSecure = isSecureAddress(url, tls);
  if (endpoint === undefined) return { url, isSecure };
  const { path } = endpoint;
  const scheme = isSecure ? 'https' : 'http';
  return { url: formatEndpoint({ ...endpoint, scheme, path: escapeDollars(path) }), isSecure };
}

function formatHostPort(url: string): string {
  const endpoint = parseEndpoint(url);
  const port = endpoint?.port ?? (endpoint?.scheme === 'https' ? 443 : getRegisteredPort('grpc'));
  return `${endpoint?.host ?? ''}:${port.toString()}`;
}

/** Headers that name the one tenant of a backend, for a file in which variables are replaced; none without. */
export const buildFixedTenantHeaders = (
  backend: Backend,
  { tenant }: BackendSettings,
): Readonly<Record<string, string>> =>
  tenant !== undefined && 'fixed' in tenant
    ? Object.fromEntries(
        Object.entries(getBackendRow(backend).buildTenantHeaders(tenant.fixed)).map(([name, value]) => [
          name,
          escapeDollars(value),
        ]),
      )
    : {};

interface SecretHeaders {
  readonly headers: Readonly<Record<string, string>>;
  readonly env: readonly EnvVar[];
}

/** Headers whose values the Collector takes from variables, and those from Secrets in its namespace. */
function buildSecretHeaders(backend: Backend, { headers = [] }: BackendSettings): SecretHeaders {
  const named = headers.map((header, index) => ({
    ...header,
    variable: formatHeaderVariable(backend, index),
  }));
  return {
    headers: Object.fromEntries(named.map(({ name, variable }) => [name, `\${env:${variable}}`])),
    env: named.map(({ variable, secretName, key }) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name: secretName, key } },
    })),
  };
}

/** By its place, since two header names may differ in what a variable's name cannot hold. */
export const formatHeaderVariable = (backend: Backend, index: number): string =>
  `${backend.toUpperCase().replaceAll('-', '_')}_HEADER_${(index + 1).toString()}`;
