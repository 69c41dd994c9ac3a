import type { Protocol } from '../domain.js';
import { LONGEST } from '../bounds.js';
import { cutText } from '../shown-text.js';

/** The parts of an OTLP endpoint; the host may be a reference such as `$(OTEL_NODE_IP)`. */
export interface Endpoint {
  readonly scheme: string;
  /** User and password, with the `@` behind them; empty where there are none. Never for a sentence. */
  readonly userinfo: string;
  readonly host: string;
  readonly port: number | undefined;
  /** With its leading slash; empty where there is none. */
  readonly path: string;
}

const SCHEME = /^(https?):\/\//i;
/** A reference, an address of IPv6 and any other host; each holds where the rest of the text fits behind it. */
const HOSTS = [/^\$\([^)]*\)/, /^\[[^\]]*\]/, /^[^/:?#@]+/];
const PORT_AND_PATH = /^(?::(\d{1,5}))?([/?#].*)?$/;

/** Reads an endpoint; undefined where it is no http or https URL. https://opentelemetry.io/docs/specs/otel/protocol/exporter/ */
export function parseEndpoint(text: string): Endpoint | undefined {
  const [start = '', scheme] = SCHEME.exec(text.trim()) ?? [];
  if (scheme === undefined) return undefined;
  const rest = text.trim().slice(start.length);
  const plain = parseHost(rest);
  if (plain !== undefined) return { scheme, userinfo: '', ...plain };
  const end = findUserinfoEnd(rest);
  const behind = end === 0 ? undefined : parseHost(rest.slice(end));
  return behind === undefined ? undefined : { scheme, userinfo: rest.slice(0, end), ...behind };
}

/**
 * Where the host begins behind user and password, which end at the last `@` before the path; 0 without them.
 * https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1
 */
const findUserinfoEnd = (rest: string): number => {
  const end = rest.search(/[/?#]/);
  return rest.slice(0, end < 0 ? undefined : end).lastIndexOf('@') + 1;
};

function parseHost(rest: string): Pick<Endpoint, 'host' | 'port' | 'path'> | undefined {
  for (const pattern of HOSTS) {
    const host = pattern.exec(rest)?.[0];
    const match = host === undefined ? null : PORT_AND_PATH.exec(rest.slice(host.length));
    if (host !== undefined && match !== null) return { host, ...parsePortAndPath(match) };
  }
  return undefined;
}

const parsePortAndPath = ([, port, path = '']: RegExpExecArray): Pick<Endpoint, 'port' | 'path'> => ({
  port: port === undefined ? undefined : Number(port),
  path,
});

/** Writes an endpoint as a URL. */
export function formatEndpoint({ scheme, userinfo, host, port, path }: Endpoint): string {
  return `${scheme}://${userinfo}${host}${port === undefined ? '' : `:${port.toString()}`}${path}`;
}

/** The ports that IANA registered for OTLP; they tell a protocol where an endpoint names one of them. */
const PORT_OF: Readonly<Record<Protocol, number>> = { grpc: 4317, 'http/protobuf': 4318, 'http/json': 4318 };

/** The registered port of a protocol. */
export const getRegisteredPort = (protocol: Protocol): number => PORT_OF[protocol];

/** The protocol whose registered port an endpoint names; undefined for any other port and for none. */
export function findPortProtocol(endpoint: Endpoint | undefined): Protocol | undefined {
  if (endpoint?.port === PORT_OF.grpc) return 'grpc';
  return endpoint?.port === PORT_OF['http/protobuf'] ? 'http/protobuf' : undefined;
}

/**
 * Tells whether a host is a name that only the cluster's DNS knows: a short one, or one of a Service. The domain is
 * the one that clusters have by default, unless the platform names another.
 */
export function isClusterHost(host: string, domain = 'cluster.local'): boolean {
  if (host.startsWith('$(') || host.startsWith('[') || /^[\d.]+$/.test(host) || host === 'localhost')
    return false;
  const isService = host.endsWith('.svc') || host.endsWith(`.svc.${domain}`);
  return isService || !host.includes('.');
}

/** An endpoint without what may be credentials, cut to a length that fits a sentence. */
export const redactUrl = (url = ''): string => cutText(hideUserinfo(url), LONGEST.url);

/**
 * An endpoint with `…` instead of user and password. All before the last `@` goes, wherever it is: in a password that was
 * not encoded, a `/` would begin a path, and what is in front of it would be read as a host and a port.
 */
export function hideUserinfo(url: string): string {
  const slashes = url.indexOf('//');
  const start = slashes < 0 ? 0 : slashes + 2;
  const end = url.lastIndexOf('@') + 1;
  return end <= start ? url : `${url.slice(0, start)}…@${url.slice(end)}`;
}
