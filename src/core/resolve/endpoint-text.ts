import { findPortProtocol, parseEndpoint } from '../backends/endpoint.js';
import { ENDPOINT, TRACES_ENDPOINT } from './variable-names.js';

/** An endpoint as it was meant, and what was changed in it, as ends of a sentence. */
export interface CompletedEndpoint {
  readonly value: string;
  readonly changes: readonly string[];
}

/** The path that SDKs add to an endpoint for all signals. https://opentelemetry.io/docs/specs/otel/protocol/exporter/#endpoint-urls-for-otlphttp */
const TRACES_PATH = '/v1/traces';

/** A name or an address with a port or a path, as it is written where the scheme is forgotten. */
const WITHOUT_SCHEME = /^[a-z\d$([][^\s/]*(?:\/\S*)?$/i;

/** Schemes of gRPC's own name syntax, which no SDK but Go's takes. */
const GRPC_SCHEMES = [
  ['grpc://', 'http://'],
  ['grpcs://', 'https://'],
] as const;

/**
 * Completes what somebody wrote as an OTLP endpoint: blanks around it, a scheme that is missing or that of gRPC, and the path of
 * traces where it is too much or missing. What cannot be understood stays as it is.
 */
export function completeEndpoint(name: string, text: string): CompletedEndpoint {
  const steps = [trimBlanks, completeScheme, name === TRACES_ENDPOINT ? completePath : removePath];
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

function completeScheme(text: string): Step {
  for (const [wrong, right] of GRPC_SCHEMES)
    if (text.toLowerCase().startsWith(wrong))
      return [right + text.slice(wrong.length), `${wrong} became ${right}`];
  if (text.includes('://') || !WITHOUT_SCHEME.test(text)) return [text];
  return [`http://${text}`, 'http:// was added'];
}

/** SDKs add the path themselves to an endpoint for all signals. */
function removePath(text: string): Step {
  const end = text.endsWith('/') ? text.slice(0, -1) : text;
  return end.endsWith(TRACES_PATH)
    ? [end.slice(0, -TRACES_PATH.length), `${TRACES_PATH} was removed, since agents add it to ${ENDPOINT}`]
    : [text];
}

/** They add none to the endpoint for traces. With gRPC there is no path, and its port says so. */
function completePath(text: string): Step {
  const endpoint = parseEndpoint(text);
  const isBare = endpoint?.path === '' || endpoint?.path === '/';
  if (!isBare || findPortProtocol(endpoint) === 'grpc') return [text];
  const base = text.endsWith('/') ? text.slice(0, -1) : text;
  return [base + TRACES_PATH, `${TRACES_PATH} was added, since agents add none to ${TRACES_ENDPOINT}`];
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
]);

/** Says what is served on the port of an endpoint, where that is known not to be OTLP. */
export function findOtherService(text: string): string | undefined {
  const port = parseEndpoint(text)?.port;
  return port === undefined ? undefined : OTHER_PORTS.get(port);
}

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]', '0.0.0.0', '[::]'];

/** Tells whether an endpoint leads back into the pod. */
export const isLoopback = (text: string): boolean => LOOPBACK.includes(parseEndpoint(text)?.host ?? '');
