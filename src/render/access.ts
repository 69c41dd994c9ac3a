import type { Backend } from '../core/domain.js';
import { findQueryAddress } from '../core/platform/query-address.js';
import { listEnabledBackends } from './collector/pipelines.js';
import { GRAFANA } from './grafana/datasources.js';
import type { RenderSettings } from './settings.js';

/** A command by which a person reaches something of the platform, and what then is where. */
export interface AccessCommand {
  readonly what: string;
  readonly command: string;
}

const WHAT: Readonly<Record<Backend, (port: number) => string>> = {
  tempo: (port) =>
    `The API of Tempo, for debugging; its traces are seen in Grafana: http://localhost:${port.toString()}`,
  jaeger: (port) => `Jaeger: http://localhost:${port.toString()}`,
  'victoria-traces': (port) => `VictoriaTraces: http://localhost:${port.toString()}/select/vmui`,
  zipkin: (port) => `Zipkin: http://localhost:${port.toString()}/zipkin`,
};

/** How to reach Grafana, where the platform has it, and each enabled backend, by its chart. */
export function listAccessCommands({ platform, metrics }: RenderSettings): readonly AccessCommand[] {
  const backends = listEnabledBackends(platform).flatMap((backend): readonly AccessCommand[] => {
    const address = findQueryAddress(platform, backend);
    if (address?.service === undefined) return [];
    const { name, namespace, port } = address.service;
    const command = formatPortForward(name, namespace, `${port.toString()}:${port.toString()}`);
    return [{ what: WHAT[backend](port), command }];
  });
  return metrics === undefined ? backends : [GRAFANA_ACCESS, ...backends];
}

const formatPortForward = (service: string, namespace: string, ports: string): string =>
  `kubectl port-forward svc/${service} -n ${namespace} ${ports}`;

const GRAFANA_ACCESS: AccessCommand = {
  what: 'Grafana, with the datasources and the service map: http://localhost:3000',
  command: formatPortForward('victoria-metrics-k8s-stack-grafana', GRAFANA.namespace, '3000:80'),
};
