import type { PlatformReading } from '../core/rules/parse-platform.js';
import { resolveAddons } from '../core/platform/defaults.js';
import type { TracingPlatformSpec } from '../core/objects/tracing-platform.js';
import type { Platform } from '../core/platform/platform.js';
import {
  findLogLink,
  findProfileLink,
  listLogStores,
  type LinkedStore,
  type SpanLink,
} from './linked-stores.js';
import { listMetricsStacks, STACK_NAMESPACE, type MetricsStack } from './metrics-stacks.js';
import { formatServiceHost } from '../core/platform/addresses.js';
import type { CollectorForm } from './choices.js';

/** The metrics server of the platform. */
interface MetricsStore {
  /** Where metrics are written to, by the remote write of Prometheus. */
  readonly writeUrl: string;
  /** Where they are asked for, by the query API of Prometheus. */
  readonly queryUrl: string;
}

/** What everything is rendered from. */
export interface RenderSettings {
  /** The choice as it is written. */
  readonly spec: TracingPlatformSpec;
  readonly platform: Platform;
  /** Whether the OpenTelemetry Operator is in the cluster. */
  readonly hasOperator: boolean;
  readonly form: CollectorForm;
  /** Instances of each tier that is not on every node. */
  readonly replicas: number;
  /** Whether the Namespaces of the objects are rendered with them. */
  readonly createsNamespaces: boolean;
  /** Absent where no metrics are made of traces. */
  readonly metrics?: MetricsStore;
  /** The addresses of a metrics server that a person gave; they are used, or refused. */
  readonly wishedStore: { readonly [field in keyof MetricsStore]: string | undefined };
  /** The charts that bring a metrics server and Grafana; one at most works. */
  readonly stacks: readonly MetricsStack[];
  /** What spans link to in Grafana for logs and for profiles; absent for no link. */
  readonly logs?: SpanLink;
  readonly profiles?: SpanLink;
  /** The stores of logs that are on. */
  readonly logStores: readonly LinkedStore[];
}

/** What a person may say beside the platform's choice. */
export interface RenderOptions {
  readonly as?: CollectorForm | undefined;
  readonly replicas: number;
  readonly namespaces?: boolean | undefined;
  readonly metricsWrite?: string | undefined;
  readonly metricsQuery?: string | undefined;
  readonly logsUid?: string | undefined;
}

/** Puts the platform's choice and the wishes together, with the defaults. */
export function resolveRenderSettings(
  { spec, platform }: PlatformReading,
  wishes: RenderOptions,
): RenderSettings {
  const addons = resolveAddons(spec);
  const hasOperator = addons.enable_opentelemetry_operator === true;
  const stacks = listMetricsStacks(addons);
  const [stack] = stacks;
  const metrics = resolveMetricsStore(stack, platform, wishes);
  const logs = findLogLink(addons, stack, wishes.logsUid);
  const profiles = findProfileLink(addons, stack);
  return {
    spec,
    platform,
    hasOperator,
    form: wishes.as ?? (hasOperator ? 'operator' : 'plain'),
    replicas: wishes.replicas,
    createsNamespaces: wishes.namespaces ?? true,
    stacks,
    ...(metrics === undefined ? {} : { metrics }),
    wishedStore: { writeUrl: wishes.metricsWrite, queryUrl: wishes.metricsQuery },
    logStores: listLogStores(addons),
    ...(logs === undefined ? {} : { logs }),
    ...(profiles === undefined ? {} : { profiles }),
  };
}

/** The Collector makes metrics of traces, so without one there are none. What is wished goes before the stack's own. */
function resolveMetricsStore(
  stack: MetricsStack | undefined,
  platform: Platform,
  { metricsWrite, metricsQuery }: RenderOptions,
): MetricsStore | undefined {
  if (platform.route.value !== 'collector') return undefined;
  const own = stack === undefined ? undefined : resolveStackStore(stack, platform);
  const [writeUrl, queryUrl] = [metricsWrite ?? own?.writeUrl, metricsQuery ?? own?.queryUrl];
  return writeUrl === undefined || queryUrl === undefined ? undefined : { writeUrl, queryUrl };
}

/** The metrics server that a stack installs. */
export function resolveStackStore({ store }: MetricsStack, { cluster }: Platform): MetricsStore {
  const host = formatServiceHost(store.service, STACK_NAMESPACE, cluster.domain);
  const queryUrl = `http://${host}:${store.port.toString()}`;
  return { writeUrl: `${queryUrl}/api/v1/write`, queryUrl };
}
