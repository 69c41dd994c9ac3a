import { parseEndpoint, findPortProtocol } from '../../core/backends/endpoint.js';
import { trimTrailingSlashes } from '../../core/text-ends.js';
import type { ExporterAddress } from '../../core/platform/addresses.js';
import type { Fields } from '../../core/json.js';
import type { Platform } from '../../core/platform/platform.js';
import { buildBackendExporter } from '../collector/exporters.js';
import { getComponentType } from '../collector/component.js';
import { redactAddress, type CheckIssue, type ConfigRule } from './check-issue.js';
import { listComponents, type CheckedConfig } from './collector-config.js';
import { isOpen } from './open-values.js';
import { findAddressedBackend, getText, isGrpcExporter, type AddressedBackend } from './exporter-issues.js';
import { isHttpExporter } from './transport-issues.js';

/** The URLs of exporters that speak HTTP: what they must have, and what backends of the platform take in there. */

const TRACES = '/v1/traces';

/** What an exporter sends, and the options that say where. */
const KEYS_OF: Readonly<Record<Format, readonly string[]>> = {
  otlp: ['traces_endpoint', 'endpoint'],
  zipkin: ['endpoint'],
};
type Format = 'otlp' | 'zipkin';

/** An option with a URL. */
interface UrlOption {
  readonly id: string;
  readonly key: string;
  readonly format: Format;
  readonly text: string;
}

/** The options that say where spans go over HTTP, as far as that is known. */
const listUrls = (config: Fields): readonly UrlOption[] =>
  listComponents(config, 'exporters').flatMap(([id, component]): readonly UrlOption[] => {
    const format = findFormat(id);
    const key = format && KEYS_OF[format].find((each) => getText(component, each) !== '');
    if (format === undefined || key === undefined) return [];
    const text = getText(component, key);
    return isOpen(text) ? [] : [{ id, key, format, text }];
  });

function findFormat(id: string): Format | undefined {
  if (isHttpExporter(id)) return 'otlp';
  return getComponentType({ id }) === 'zipkin' ? 'zipkin' : undefined;
}

const pathOf = ({ id, key }: UrlOption): CheckIssue['path'] => ['exporters', id, key];

/** URLs without a scheme, to which nothing can be sent. */
export const checkHttpScheme: ConfigRule = ({ config }) =>
  listUrls(config)
    .filter(({ text }) => !/^https?:\/\//i.test(text))
    .map((option) => ({
      path: pathOf(option),
      message: `is ${redactAddress(option.text)}, without a scheme, so nothing can be sent there; write http:// in front of it, or https:// for TLS`,
    }));

/** URLs that lead to a backend of the platform by another scheme than it expects. */
export const checkHttpSecurity: ConfigRule = (found, { platform }) =>
  listAddressed(found, platform).flatMap(({ option, isSecure, backend }): readonly CheckIssue[] => {
    const isTls = parseEndpoint(option.text)?.scheme.toLowerCase() === 'https';
    if (isTls === isSecure) return [];
    const message = isTls
      ? `uses TLS, but ${backend} expects plain text; write http://, or set spec.backends.${backend}.tls`
      : `sends plain text, but ${backend} expects TLS; write https://, or correct spec.backends.${backend}`;
    return [{ path: pathOf(option), message }];
  });

/**
 * URLs that lead to a backend of the platform, and there to a path at which it takes nothing in. Behind an address that the
 * platform writes out there may be more than the backend.
 */
export const checkHttpPaths: ConfigRule = (found, { platform }) =>
  listAddressed(found, platform).flatMap(({ option, addresses, backend }): readonly CheckIssue[] => {
    const own = addresses.filter(
      ({ form, origin }) => origin === 'preset' && (form === 'zipkin') === (option.format === 'zipkin'),
    );
    const [wanted] = own;
    // Where it takes in another format, another rule tells which.
    if (wanted === undefined || own.some((address) => isSamePath(option, address))) return [];
    const right = writeUrl(option, wanted);
    const message = `sends to ${redactAddress(formatSent(option))}, where ${backend} takes nothing in; write ${redactAddress(right)}`;
    return [{ path: pathOf(option), message }];
  });

/** Exporters of a format that a backend of the platform does not take in at that address. */
export const checkFormats: ConfigRule = ({ config, namespace }, { platform }) =>
  listComponents(config, 'exporters').flatMap(([id, component]): readonly CheckIssue[] => {
    const format = isGrpcExporter(id) ? 'grpc' : findFormat(id);
    if (format === undefined) return [];
    const key = ['traces_endpoint', 'endpoint'].find((each) => getText(component, each) !== '') ?? 'endpoint';
    const text = getText(component, key);
    const found = findAddressedBackend(platform, text, namespace);
    if (found?.addresses.every((address) => isOther(address, format)) !== true) return [];
    // The registered ports of OTLP tell more, by a rule of their own.
    if (format !== 'zipkin' && findPortProtocol(parseEndpoint(found.addresses[0]?.url ?? '')) !== undefined)
      return [];
    const right = buildBackendExporter(platform, found.backend, 1).id;
    const message = `leads to ${found.backend}, which does not take in what ${id} sends there; use an exporter ${right}`;
    return [{ path: ['exporters', id, key], message }];
  });

const isOther = (address: ExporterAddress, format: Format | 'grpc'): boolean =>
  address.origin === 'preset' && getFormat(address) !== format;

const getFormat = ({ form, protocol }: ExporterAddress): Format | 'grpc' => {
  if (form === 'zipkin') return 'zipkin';
  return protocol === 'grpc' ? 'grpc' : 'otlp';
};

interface AddressedUrl extends AddressedBackend {
  readonly option: UrlOption;
}

const listAddressed = ({ config, namespace }: CheckedConfig, platform: Platform): readonly AddressedUrl[] =>
  listUrls(config).flatMap((option) => {
    const found = findAddressedBackend(platform, option.text, namespace);
    return found === undefined || parseEndpoint(option.text) === undefined ? [] : [{ ...found, option }];
  });

/** The URL to which the exporter sends. */
const formatSent = ({ text, key, format }: UrlOption): string =>
  format === 'otlp' && key === 'endpoint' ? `${trimTrailingSlashes(text)}${TRACES}` : text;

const getPath = (url: string): string => trimTrailingSlashes(parseEndpoint(url)?.path ?? '');

function isSamePath(option: UrlOption, address: ExporterAddress): boolean {
  const path = getPath(formatSent(option));
  // A path that ends twice in that of the signal is another rule's.
  if (path.endsWith(`${TRACES}${TRACES}`)) return true;
  if (option.format === 'zipkin') return path.endsWith('/api/v2/spans');
  return path === getPath(address.form === 'base' ? `${address.url}${TRACES}` : address.url);
}

/** What the option must say to lead to an address. */
function writeUrl({ text, key, format }: UrlOption, { url, form }: ExporterAddress): string {
  const start = text.slice(0, text.length - (parseEndpoint(text)?.path.length ?? 0));
  const whole = form === 'base' ? `${getPath(url)}${TRACES}` : getPath(url);
  return start + (format === 'otlp' && key === 'endpoint' ? whole.slice(0, -TRACES.length) : whole);
}
