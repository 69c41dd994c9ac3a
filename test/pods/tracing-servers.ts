// The tracing servers in pods, under the names that their charts give their Services.
import { JAEGER, METRICS_SERVER, TEMPO, ZIPKIN } from '../parts/servers.js';
import { startServer, type Server } from './server.js';

export const startTempo = (): Promise<Server> => startServer(TEMPO);
export const startJaeger = (): Promise<Server> => startServer(JAEGER);
export const startZipkin = (): Promise<Server> => startServer(ZIPKIN);
export const startMetricsServer = (): Promise<Server> => startServer(METRICS_SERVER);
