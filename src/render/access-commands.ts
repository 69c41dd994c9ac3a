import { getBackendRow } from '../core/backends/backends.js';
import type { Backend } from '../core/domain.js';
import { findQueryAddress } from '../core/platform/query-address.js';
import { formatKubectl } from '../core/kubectl-command.js';
import { listEnabledBackends } from '../core/platform/platform.js';
import { hasDashboard } from './grafana/dashboard.js';
import { GRAFANA_PLUGINS, listAskedBackends, RENDERED_BACKENDS } from './rendered-backends.js';
import { STACK_NAMESPACE, type MetricsStack } from './metrics-stacks.js';
import type { RenderSettings } from './settings.js';

/** A command by which a person reaches something of the platform, and what then is where. */
export interface AccessCommand {
  readonly what: string;
  readonly command: string;
}

/** How to reach Grafana, where the platform has it, and each enabled backend, by its chart. */
export function listAccessCommands(settings: RenderSettings): readonly AccessCommand[] {
  const { platform, stacks } = settings;
  const backends = listEnabledBackends(platform).flatMap((backend): readonly AccessCommand[] => {
    const address = findQueryAddress(platform, backend);
    if (address?.service === undefined) return [];
    const { name, namespace, port } = address.service;
    const command = formatPortForward(name, namespace, `${port.toString()}:${port.toString()}`);
    return [{ what: describeAccess(backend, port, settings), command }];
  });
  const held = hasDashboard(settings) ? 'the datasources and the service map' : 'the datasources';
  return [...stacks.map((stack) => buildGrafanaAccess(stack, held)), ...backends];
}

/** What a person finds at a port of a backend. */
function describeAccess(backend: Backend, port: number, settings: RenderSettings): string {
  const { title } = getBackendRow(backend);
  const { page } = RENDERED_BACKENDS[backend];
  const base = `http://localhost:${port.toString()}`;
  if (page !== undefined) return `${title}: ${base}${page}`;
  return `The API of ${title}, for debugging${describeGrafanaView(backend, settings)}: ${base}`;
}

/** Grafana is named only where a flag installs one, and it has a datasource of the backend. */
function describeGrafanaView(backend: Backend, { platform, stacks }: RenderSettings): string {
  const isAsked = listAskedBackends(platform, GRAFANA_PLUGINS).some(([asked]) => asked === backend);
  return isAsked && stacks.length > 0 ? '; its traces are seen in Grafana' : '';
}

const formatPortForward = (service: string, namespace: string, ports: string): string =>
  formatKubectl('port-forward', `svc/${service}`, '-n', namespace, ports);

const buildGrafanaAccess = ({ grafana }: MetricsStack, held: string): AccessCommand => ({
  what: `Grafana, with ${held}: http://localhost:3000`,
  command: formatPortForward(grafana, STACK_NAMESPACE, '3000:80'),
});
