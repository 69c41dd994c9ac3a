import type { Fields } from '../../core/json.js';
import { findValueAt } from '../../core/objects/paths.js';
import { BACKENDS, type Backend } from '../../core/domain.js';
import { ADDON_OF } from '../../core/platform/defaults.js';
import type { Platform } from '../../core/platform/platform.js';
import { listBackendAddresses, type ExporterAddress } from '../../core/platform/addresses.js';
import { parseEndpoint, type Endpoint } from '../../core/backends/endpoint.js';
import { PRESETS } from '../../core/backends/presets.js';
import { RENDERED_BACKENDS } from '../rendered-backends.js';
import { getComponentType } from '../collector/component.js';
import { buildBackendExporter, isSecureAddress } from '../collector/exporters.js';
import { listComponents } from './collector-config.js';
import { isOpen } from './open-values.js';
import { redactAddress, type ConfigRule, type CheckIssue } from './check-issue.js';

/** Tells whether an exporter sends OTLP over gRPC, by either of its names. */
export const isGrpcExporter = (id: string): boolean => /^otlp(_grpc)?$/.test(getComponentType({ id }));

/** A scheme before an address of gRPC is dropped, and neither switches TLS on nor off. */
export const checkGrpcScheme: ConfigRule = ({ config }) =>
  listComponents(config, 'exporters')
    .filter(([id]) => isGrpcExporter(id))
    .flatMap(([id, component]): readonly CheckIssue[] => {
      const endpoint = parseEndpoint(getText(component, 'endpoint'));
      if (endpoint === undefined) return [];
      const { scheme, host, port } = endpoint;
      const bare = `${host}${port === undefined ? '' : `:${port.toString()}`}`;
      const isPlain = findValueAt(component, ['tls', 'insecure']) === true;
      const tls =
        scheme === 'http' && !isPlain ? '; TLS is on here, and plain text needs tls.insecure: true' : '';
      const message = `has the scheme ${scheme}://, which gRPC ignores: it does not decide whether TLS is used${tls}; allowed: host:port; write ${bare} and set TLS in tls`;
      return [{ path: ['exporters', id, 'endpoint'], message }];
    });

/** The text of an option; empty where it is absent or none. */
export const getText = (component: Fields, key: string): string => {
  const value = component[key];
  return typeof value === 'string' ? value : '';
};

/** Exporters whose address is not that of the backend that they are named after. */
export const checkBackendHosts: ConfigRule = ({ config, namespace }, { platform }) =>
  listComponents(config, 'exporters').flatMap(([id, component]): readonly CheckIssue[] => {
    const key = ['traces_endpoint', 'endpoint'].find((each) => getText(component, each) !== '');
    if (key === undefined) return [];
    const text = getText(component, key);
    const backend = BACKENDS.find((each) => RENDERED_BACKENDS[each].words.test(`${id} ${text}`));
    if (backend === undefined) return [];
    const path = ['exporters', id, key];
    if (platform.backends[backend] === undefined)
      return [{ path, message: describeDisabledBackend(backend) }];
    if (isOpen(text)) return [];
    // What no longer exists is reported as such, with the address.
    const isRight =
      getComponentType({ id }) !== 'jaeger' &&
      listReachedAddresses(platform, backend, text, namespace).length > 0;
    return isRight ? [] : [{ path, message: describeWrongAddress(platform, backend, text) }];
  });

const describeDisabledBackend = (backend: Backend): string =>
  `is for ${backend}, which the platform does not enable; set spec.addons.${ADDON_OF[backend]}: true or remove the exporter`;

function describeWrongAddress(platform: Platform, backend: Backend, text: string): string {
  const { id, config } = buildBackendExporter(platform, backend, 1);
  const address = getText(config, 'traces_endpoint') || getText(config, 'endpoint');
  const { chart, endpoint } = platform.backends[backend] ?? {};
  const of = endpoint === undefined ? `of the chart ${backend} ${chart ?? ''}` : 'that the platform sets';
  return `is ${redactAddress(text)}, which is no address ${of}; allowed: ${address} by the exporter ${id}; correct it, or set spec.backends.${backend}.endpoint`;
}

/** An enabled backend, and those of its addresses that an address leads to. */
export interface AddressedBackend {
  readonly backend: Backend;
  readonly addresses: readonly ExporterAddress[];
  /** Whether it expects TLS there. */
  readonly isSecure: boolean;
}

/** The enabled backend that an address leads to; undefined where it leads elsewhere. */
export function findAddressedBackend(
  platform: Platform,
  text: string,
  namespace: string | undefined,
): AddressedBackend | undefined {
  for (const backend of BACKENDS) {
    const addresses = listReachedAddresses(platform, backend, text, namespace);
    const [first] = addresses;
    if (first !== undefined)
      return { backend, addresses, isSecure: isSecureAddress(first.url, platform.backends[backend]?.tls) };
  }
  return undefined;
}

/** Those of a backend's addresses that an address leads to; a short name does so in the namespace of the backend alone. */
function listReachedAddresses(
  platform: Platform,
  backend: Backend,
  text: string,
  namespace: string | undefined,
): readonly ExporterAddress[] {
  const given = parseEndpoint(/^https?:/i.test(text) ? text : `http://${text}`);
  const settings = platform.backends[backend];
  if (given === undefined || settings === undefined) return [];
  return listBackendAddresses(platform, backend).filter(({ url }) => {
    const address = parseEndpoint(url);
    if (address === undefined || getPort(address) !== getPort(given)) return false;
    if (address.host === given.host) return true;
    if (settings.endpoint !== undefined) return false;
    const [service, inNamespace = namespace] = given.host.split('.');
    return service === PRESETS[backend].service(settings.chart) && inNamespace === settings.namespace;
  });
}

/** The port of an endpoint, also where its scheme alone tells it. */
const getPort = ({ scheme, port }: Endpoint): number => port ?? (scheme.toLowerCase() === 'https' ? 443 : 80);
