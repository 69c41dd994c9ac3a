// The tracing servers in pods, under the names that their charts give their Services.
import { JAEGER, METRICS_SERVER, TEMPO, ZIPKIN } from '../parts/servers.js';
import { createPod } from './pod.js';
import { findRealServer, buildRelayContainer } from './real-servers.js';
import { startContainers, startServer, type Server } from './server.js';

export const startJaeger = (): Promise<Server> => startServer(JAEGER);
export const startZipkin = (): Promise<Server> => startServer(ZIPKIN);
export const startMetricsServer = (): Promise<Server> => startServer(METRICS_SERVER);

/** Socket files that lead to a real Tempo, and the port of its chart for each. */
const REAL_TEMPO = { tempo: TEMPO.port, 'tempo-otlp': 4318, 'tempo-otlp-grpc': 4317 } as const;

/** Tempo: the one at TEMPO_URL, or what stands in for it. */
export function startTempo(): Promise<Server> {
  if (findRealServer('tempo') === undefined) return startServer({ ...TEMPO, name: 'tempo' });
  const ready = { port: TEMPO.port, path: '/ready' };
  const relays = Object.entries(REAL_TEMPO).map(([socket, port]) => ({
    ...buildRelayContainer(socket, port),
    ready,
  }));
  return startContainers(createPod('tempo', TEMPO.hosts), TEMPO.port, relays);
}
