import { parseEndpoint, findPortProtocol } from '../../core/backends/endpoint.js';
import { isRecord, type Fields } from '../../core/json.js';
import { findValueAt, type Path } from '../../core/objects/paths.js';
import { isOlder } from '../../core/version.js';
import { getComponentType } from '../collector/component.js';
import { redactAddress, type CheckIssue, type ConfigRule } from './check-issue.js';
import { listComponents } from './collector-config.js';
import { findAddressedBackend, getText, isGrpcExporter } from './exporter-issues.js';

/** How spans travel: what an exporter speaks, and whether what it sends to expects that. */

/** Tells whether an exporter sends OTLP over HTTP, by either of its names. */
export const isHttpExporter = (id: string): boolean => /^otlp_?http$/.test(getComponentType({ id }));

const parseAddress = (text: string): ReturnType<typeof parseEndpoint> =>
  parseEndpoint(/^https?:\/\//i.test(text) ? text : `http://${text}`);

/**
 * A client of gRPC uses TLS by default, and a backend of the platform without `tls` speaks plain text.
 * https://github.com/open-telemetry/opentelemetry-collector/blob/main/config/configtls/README.md
 */
export const checkGrpcSecurity: ConfigRule = ({ config, namespace }, { platform }) =>
  listComponents(config, 'exporters')
    .filter(([id]) => isGrpcExporter(id))
    .flatMap(([id, component]): readonly CheckIssue[] => {
      const endpoint = getText(component, 'endpoint');
      // With a scheme, another rule reports TLS.
      if (parseEndpoint(endpoint) !== undefined) return [];
      const found = findAddressedBackend(platform, endpoint, namespace);
      const isPlain = findValueAt(component, ['tls', 'insecure']) === true;
      if (found?.isSecure !== isPlain) return [];
      const path = ['exporters', id, ...('tls' in component ? ['tls'] : [])];
      const message = isPlain
        ? `has insecure: true, but ${found.backend} expects TLS; remove it, or correct spec.backends.${found.backend}`
        : `uses TLS, as gRPC does by default, but ${found.backend} expects plain text; write tls.insecure: true, or set spec.backends.${found.backend}.tls`;
      return [{ path, message }];
    });

/** `insecure` switches TLS off, even if there are certificates; next to `tls`, it is no longer an option. */
export const checkInsecureOption: ConfigRule = ({ config }) =>
  listComponents(config, 'exporters').flatMap(([id, component]): readonly CheckIssue[] => {
    const { tls } = component;
    const path = ['exporters', id];
    if ('insecure' in component)
      return [
        {
          path: [...path, 'insecure'],
          message: 'is not an option here, and the Collector does not start with it; write it below tls',
        },
      ];
    const files = ['ca_file', 'ca_pem', 'cert_file', 'cert_pem', 'key_file', 'key_pem'];
    if (!isGrpcExporter(id) || !isRecord(tls) || tls['insecure'] !== true) return [];
    return files
      .filter((name) => tls[name] !== undefined)
      .map((name) => ({
        path: [...path, 'tls', name],
        message: 'has no effect next to insecure: true, which switches TLS off; remove one of the two',
      }));
  });

/** Exporters of one protocol at the registered port of the other. */
export const checkExporterPorts: ConfigRule = ({ config }) =>
  listComponents(config, 'exporters').flatMap(([id, component]): readonly CheckIssue[] => {
    const told = findPortProtocol(parseAddress(getText(component, 'endpoint')));
    const path = ['exporters', id, 'endpoint'];
    if (isHttpExporter(id) && told === 'grpc')
      return [
        {
          path,
          message: `names port 4317, which expects gRPC, but ${id} sends HTTP; name port 4318, or use an exporter ${toOtherExporter(id)}`,
        },
      ];
    if (isGrpcExporter(id) && told === 'http/protobuf')
      return [
        {
          path,
          message: `names port 4318, which expects HTTP, but ${id} sends gRPC; name port 4317, or use an exporter ${toOtherExporter(id)}`,
        },
      ];
    return [];
  });

/** The exporter of the other protocol, by the name of the same age. */
function toOtherExporter(id: string): string {
  const OTHERS: Readonly<Record<string, string>> = {
    otlp: 'otlphttp',
    otlphttp: 'otlp',
    otlp_grpc: 'otlp_http',
    otlp_http: 'otlp_grpc',
  };
  const type = getComponentType({ id });
  return `${OTHERS[type] ?? type}${id.slice(type.length)}`;
}

/** The exporter writes the path of each signal behind `endpoint`, but not behind `traces_endpoint`. */
export const checkSignalPaths: ConfigRule = ({ config }) =>
  listComponents(config, 'exporters')
    .filter(([id]) => isHttpExporter(id))
    .flatMap(([id, component]): readonly CheckIssue[] => {
      const endpoint = getText(component, 'endpoint');
      const found = /\/v1\/(traces|metrics|logs)\/?$/.exec(endpoint);
      if (found === null) return [];
      const base = endpoint.slice(0, found.index);
      return [
        {
          path: ['exporters', id, 'endpoint'],
          message: `ends in ${found[0]}, which the exporter appends again; write ${redactAddress(base)}, or call it ${found[1] ?? ''}_endpoint`,
        },
      ];
    });

/** Since this version receivers listen on localhost unless they are configured otherwise. */
const LOCAL_SINCE = '0.104.0';
const LOOPBACK = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\]|::1)(:|$)/;
const FOR_PODS = ['otlp', 'jaeger', 'zipkin'];

/** Receivers that only programs in the Collector's own pod can reach. */
export const checkReceiverAddresses: ConfigRule = ({ config, isSidecar, fillsAddresses }, { platform }) => {
  if (isSidecar) return [];
  const isUnsetLocal = !fillsAddresses && !isOlder(platform.collector.version, LOCAL_SINCE);
  return listComponents(config, 'receivers')
    .filter(([id]) => FOR_PODS.includes(getComponentType({ id })))
    .flatMap(([id, component]) => listListeners(['receivers', id], component))
    .flatMap(({ path, listener }): readonly CheckIssue[] => {
      const { endpoint } = listener;
      const remedy = 'which programs in other pods cannot reach; write 0.0.0.0 and the port';
      if (typeof endpoint === 'string' && LOOPBACK.test(endpoint))
        return [{ path: [...path, 'endpoint'], message: `is ${redactAddress(endpoint)}, ${remedy}` }];
      if (endpoint === undefined && isUnsetLocal)
        return [{ path, message: `has no endpoint, so it listens on localhost, ${remedy}` }];
      return [];
    });
};

interface Listener {
  readonly path: Path;
  readonly listener: Fields;
}

/** What a receiver listens with: each of its protocols, or itself where it has but one. */
function listListeners(path: Path, component: Fields): readonly Listener[] {
  const { protocols } = component;
  if (!isRecord(protocols))
    return typeof component['endpoint'] === 'string' ? [{ path, listener: component }] : [];
  return Object.entries(protocols).map(([name, value]) => ({
    path: [...path, 'protocols', name],
    listener: isRecord(value) ? value : {},
  }));
}
