import { type Endpoint, findPortProtocol, parseEndpoint } from '../backends/endpoint.js';
import { completeScheme, type HostCheck } from './endpoint-scheme.js';
import { ENDPOINT, TRACES_ENDPOINT } from './variable-names.js';

/** An endpoint as it was meant, and what was changed in it, as ends of a sentence. */
export interface CompletedEndpoint {
  readonly value: string;
  readonly changes: readonly string[];
}

/** The path that SDKs add to an endpoint for all signals. https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp */
export const TRACES_PATH = '/v1/traces';
/** Paths of signals, in any case and without the s at the end. */
const SIGNAL_PATH = /\/v1\/(?:trace|metric|log)s?$/i;

/** The path at which VictoriaTraces accepts OTLP, on its own port. https://docs.victoriametrics.com/victoriatraces/data-ingestion/opentelemetry/ */
const VICTORIA_TRACES = { port: 10428, path: '/insert/opentelemetry' };

/**
 * Completes what somebody wrote as an OTLP endpoint: blanks and quotes around it, a scheme that is missing, mistyped or that of gRPC, and a
 * path of signals where it is too much or missing. What cannot be understood stays as it is, and so does what begins with a
 * reference to anything but a host. The result may still be no endpoint.
 */
export function completeEndpoint(
  name: string,
  text: string,
  isHost: HostCheck = () => false,
): CompletedEndpoint {
  const steps = [
    trimBlanks,
    trimQuotes,
    (value: string): Step => completeScheme(value, isHost),
    completeOwnPath,
    name === TRACES_ENDPOINT ? completePath : removePath,
  ];
  return steps.reduce<CompletedEndpoint>(
    ({ value, changes }, step) => {
      const [next, change] = step(value);
      return { value: next, changes: change === undefined ? changes : [...changes, change] };
    },
    { value: text, changes: [] },
  );
}

type Step = readonly [value: string, change?: string];

const trimBlanks = (text: string): Step =>
  text === text.trim() ? [text] : [text.trim(), 'the blanks around it were removed'];

/** Quotes that a file of variables, or a template, left around a value. */
function trimQuotes(text: string): Step {
  const [quote] = text;
  const isQuoted = (quote === '"' || quote === "'") && text.length > 2 && text.endsWith(quote);
  return isQuoted ? [text.slice(1, -1).trim(), 'the quotes around it were removed'] : [text];
}

const trimSlash = (text: string): string => (text.endsWith('/') ? text.slice(0, -1) : text);

const isBare = (endpoint: Endpoint | undefined): boolean => endpoint?.path === '' || endpoint?.path === '/';

function completeOwnPath(text: string): Step {
  const { port, path } = VICTORIA_TRACES;
  const endpoint = parseEndpoint(text);
  return endpoint?.port === port && isBare(endpoint)
    ? [trimSlash(text) + path, `${path} was added, where VictoriaTraces accepts OTLP`]
    : [text];
}

/** SDKs add the path themselves to an endpoint for all signals. */
function removePath(text: string): Step {
  const end = trimSlash(text);
  const path = SIGNAL_PATH.exec(end)?.[0];
  return path === undefined
    ? [text]
    : [end.slice(0, -path.length), `${path} was removed, since agents add it to ${ENDPOINT}`];
}

/** They add none to the endpoint for traces. With gRPC there is no path, and its port says so. */
function completePath(text: string): Step {
  const endpoint = parseEndpoint(text);
  const end = trimSlash(text);
  const other = SIGNAL_PATH.exec(end)?.[0];
  if (other !== undefined && other !== TRACES_PATH)
    return [end.slice(0, -other.length) + TRACES_PATH, `${other} became ${TRACES_PATH}`];
  const isMissing = isBare(endpoint) || endpoint?.path === VICTORIA_TRACES.path;
  if (!isMissing || findPortProtocol(endpoint) === 'grpc') return [text];
  return [end + TRACES_PATH, `${TRACES_PATH} was added, since agents add none to ${TRACES_ENDPOINT}`];
}

/** Ports on which backends serve something else than OTLP, by what they serve. */
const OTHER_PORTS: ReadonlyMap<number, string> = new Map([
  [14268, 'Jaeger’s Thrift over HTTP'],
  [14250, 'Jaeger’s own gRPC'],
  [6831, 'Jaeger’s Thrift over UDP'],
  [6832, 'Jaeger’s Thrift over UDP'],
  [16686, 'Jaeger’s user interface'],
  [16685, 'Jaeger’s query API'],
  [3200, 'Tempo’s query API'],
  [9411, 'Zipkin'],
  [55678, 'OpenCensus'],
  [8888, 'the Collector’s own metrics'],
  [13133, 'the Collector’s health check'],
  [3000, 'Grafana'],
  [9090, 'Prometheus'],
  [3100, 'Loki'],
  [8126, 'Datadog’s own agent'],
  [8428, 'VictoriaMetrics'],
  [9428, 'VictoriaLogs'],
  [5778, 'Jaeger’s remote sampling'],
  [55679, 'the Collector’s zPages'],
]);

/** Says what is served on the port of an endpoint, where that is known not to be OTLP. */
export function findOtherService(text: string): string | undefined {
  const port = parseEndpoint(text)?.port;
  return port === undefined ? undefined : OTHER_PORTS.get(port);
}

/** Names and addresses of the pod itself, as parsers of URLs write them. */
const LOOPBACK =
  /^(?:localhost|localhost\.localdomain|ip6-localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[\da-f]{2}:[\da-f]{1,4}\])$/;

/** Tells whether an endpoint leads back into the pod, in any spelling of its address. */
export function isLoopback(text: string): boolean {
  const host = parseEndpoint(text)?.host ?? '';
  const url = `http://${host}`;
  const name = URL.canParse(url) ? new URL(url).hostname : host;
  return LOOPBACK.test(name.endsWith('.') ? name.slice(0, -1) : name);
}
