import type { ExporterAddress } from '../core/platform/addresses.js';
import { formatEndpoint, parseEndpoint, findPortProtocol, redactUrl } from '../core/backends/endpoint.js';
import { err, ok, type Result } from '../core/result.js';
import { trimTrailingSlashes } from '../core/text-ends.js';
import { type SpanFormat, SPAN_FORMATS } from './send/sender.js';

/** Where spans are sent, and in which format. */
export interface Destination {
  readonly wire: SpanFormat;
  /** URL of the request; gRPC uses no path. */
  readonly url: string;
}

/** Where each format goes below an endpoint that names no path of its own. */
const PATHS: Readonly<Record<SpanFormat, string>> = {
  'http/protobuf': '/v1/traces',
  grpc: '',
  zipkin: '/api/v2/spans',
};

/** What an agent makes of its address. Both encodings over HTTP are tried with the one that all have. */
export function buildDestination({
  exporter,
  protocol,
  url,
  form,
}: Omit<ExporterAddress, 'origin'>): Destination {
  if (exporter === 'zipkin') return { wire: 'zipkin', url };
  if (protocol === 'grpc') return { wire: 'grpc', url };
  return { wire: 'http/protobuf', url: form === 'base' ? ensurePath(url, '/v1/traces') : url };
}

/** Tells whether a text is an address that can be asked over HTTP; user and password have options of their own. */
export const isHttpUrl = (text: string): boolean =>
  parseEndpoint(text)?.userinfo === '' && URL.canParse(text);

/** Refuses a text that is none, without what may be credentials in it. */
export const describeUrlIssue = (text: string): string =>
  `${redactUrl(text)} is no URL; allowed: http://HOST:PORT or https://HOST:PORT`;

/**
 * What a person means by an endpoint: the path of the format is added unless it is there, and the port tells the
 * format where none is named. Refuses what is no http or https URL, with one sentence.
 */
export function parseDestination(text: string, named?: SpanFormat): Result<Destination, string> {
  const endpoint = parseEndpoint(text);
  if (endpoint === undefined || !isHttpUrl(text)) return err(describeUrlIssue(text));
  const isZipkin = endpoint.port === 9411 || endpoint.path.endsWith(PATHS.zipkin);
  const told = isZipkin ? 'zipkin' : findPortProtocol(endpoint) === 'grpc' ? 'grpc' : 'http/protobuf';
  const wire = named ?? told;
  return ok({ wire, url: ensurePath(formatEndpoint(endpoint), PATHS[wire]) });
}

/** The same host and port at every path where spans go by default. */
export function listDefaultDestinations({ url }: Destination): readonly Destination[] {
  const { origin } = new URL(url);
  const paths = SPAN_FORMATS.map((wire) => ({ wire, url: `${origin}${PATHS[wire]}` }));
  return [...paths, { wire: 'http/protobuf', url: `${origin}/insert/opentelemetry/v1/traces` }];
}

function ensurePath(url: string, path: string): string {
  const base = trimTrailingSlashes(url);
  return base.endsWith(path) ? base : `${base}${path}`;
}
