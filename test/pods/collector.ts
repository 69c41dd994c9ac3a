import { startServer, type Server } from './server.js';

/** A Collector as a pod, under the name that the Operator gives the Service of an `OpenTelemetryCollector`. */
export const startCollector = (config: string, name = 'otel-collector'): Promise<Server> =>
  startServer({
    part: 'collector',
    name,
    hosts: [`${name}.monitoring.svc`, `${name}.monitoring.svc.cluster.local`],
    port: 4318,
    readyPort: 13133,
    readyPath: '/',
    command: ['{part}/collector', '--config={config}'],
    config,
  });
