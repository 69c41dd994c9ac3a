import { stringify } from 'yaml';
import type { StringMap } from '../../src/core/kubernetes/pod.js';
import { renderPart } from '../../src/render/parts.js';
import { METRICS_SERVER } from '../parts/servers.js';
import { configFile, type Pod } from '../pods/pod.js';
import { startServer, type Server } from '../pods/server.js';
import { settingsFrom } from './platforms.js';
import { selects, type RenderedCollectors, type RenderedObject } from './rendered-collector.js';

/** What metrics are read by, and judged by, of either operator. */
export interface MonitoringObject {
  readonly kind: string;
  readonly spec: {
    readonly selector?: { readonly matchLabels: StringMap };
    readonly endpoints?: readonly { readonly port: string }[];
    readonly groups?: readonly object[];
  };
}

/** Instances that a metrics server reads, with the labels that both operators give their samples. */
interface ScrapeTargets {
  readonly targets: readonly [string];
  readonly labels: StringMap;
}

/**
 * Starts a Prometheus with what its operator would make of the rendered objects: it reads the Collectors by their
 * Services, and judges them by the rules as they are written.
 */
export function startPrometheus(
  spec: object,
  objects: readonly RenderedObject[],
  { instances }: RenderedCollectors,
): Promise<Server> {
  const monitoring = renderPart('monitoring', settingsFrom(spec)).objects.map(
    ({ value }) => value as MonitoringObject,
  );
  return startScraping({ monitoring, objects, instances });
}

interface Scraping {
  /** What the operator makes its configuration of. */
  readonly monitoring: readonly MonitoringObject[];
  /** Services, and the workloads behind them. */
  readonly objects: readonly RenderedObject[];
  readonly instances: readonly ScrapedInstance[];
  /** What else is read. */
  readonly others?: readonly object[];
}

/** One pod of a workload. */
interface ScrapedInstance {
  readonly workload: string;
  readonly pod: Pick<Pod, 'name' | 'ip'>;
}

/** Starts a Prometheus that reads and judges what objects of an operator name. */
export function startScraping({ monitoring, objects, instances, others = [] }: Scraping): Promise<Server> {
  const groups = monitoring.flatMap((object) => object.spec.groups ?? []);
  const targets = monitoring.flatMap((object) => targetsOf(object, objects, instances));
  const rules = configFile('rules.yaml', stringify({ groups }));
  const config = stringify({
    global: { scrape_interval: '1s', evaluation_interval: '1s' },
    rule_files: [rules],
    scrape_configs: [{ job_name: 'instances', static_configs: targets }, ...others],
  });
  return startServer({ ...METRICS_SERVER, config, volumes: [{ source: rules, target: rules }] });
}

function targetsOf(
  { spec: { selector, endpoints = [] } }: MonitoringObject,
  objects: readonly RenderedObject[],
  instances: readonly ScrapedInstance[],
): readonly ScrapeTargets[] {
  if (selector === undefined) return [];
  const services = objects.filter(
    ({ kind, metadata }) => kind === 'Service' && selects(selector.matchLabels, metadata.labels ?? {}),
  );
  return services.flatMap((service) =>
    endpoints.flatMap(({ port }) => {
      const target = service.spec?.ports?.find(({ name }) => name === port)?.targetPort;
      return instances.flatMap(({ workload, pod }): readonly ScrapeTargets[] => {
        const number = findContainerPort(objects, service, workload, target);
        const { name: job, namespace = 'default' } = service.metadata;
        return number === undefined
          ? []
          : [{ targets: [`${pod.ip}:${number}`], labels: { job, namespace, pod: pod.name } }];
      });
    }),
  );
}

/** The port of a workload's container by its name; undefined where a Service does not lead to that workload. */
function findContainerPort(
  objects: readonly RenderedObject[],
  service: RenderedObject,
  workload: string,
  port: string | undefined,
): number | undefined {
  const template = objects.find(
    ({ metadata, spec }) => metadata.name === workload && spec?.template !== undefined,
  )?.spec?.template;
  if (template === undefined || !selects(service.spec?.selector ?? {}, template.metadata.labels))
    return undefined;
  return template.spec.containers
    .flatMap(({ ports = [] }) => ports)
    .find(({ name }) => name !== undefined && name === port)?.containerPort;
}

/** A rule as Prometheus has loaded it. */
export interface LoadedRule {
  readonly name: string;
  readonly query: string;
  readonly health: string;
  readonly lastError?: string;
}

/** Names of the alerts that are firing. */
export async function firingAlerts({ url }: Server): Promise<readonly string[]> {
  const { data } = (await (await fetch(`${url}/api/v1/alerts`)).json()) as {
    readonly data: {
      readonly alerts: readonly { readonly state: string; readonly labels: { readonly alertname: string } }[];
    };
  };
  const firing = data.alerts.filter(({ state }) => state === 'firing');
  return [...new Set(firing.map(({ labels }) => labels.alertname))].sort();
}

/** The rules that a Prometheus judges by. */
export async function loadedRules({ url }: Server): Promise<readonly LoadedRule[]> {
  const { data } = (await (await fetch(`${url}/api/v1/rules?type=alert`)).json()) as {
    readonly data: { readonly groups: readonly { readonly rules: readonly LoadedRule[] }[] };
  };
  return data.groups.flatMap(({ rules }) => rules);
}
