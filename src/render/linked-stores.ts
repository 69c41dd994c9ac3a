import { createHash } from 'node:crypto';
import { PINS } from '../core/pins.js';
import type { TracingPlatformSpec } from '../core/objects/tracing-platform.js';
import type { MetricsStack } from './metrics-stacks.js';

type Addons = NonNullable<TracingPlatformSpec['addons']>;

/** A store of logs or profiles that the platform installs, to which Grafana can link spans. */
export interface LinkedStore {
  readonly flag: 'enable_loki' | 'enable_victoria_logs' | 'enable_pyroscope';
  /** What people call it. */
  readonly title: string;
  /** Type of Grafana's datasource for it. */
  readonly type: string;
  /** Name of the datasource that the platform's values of victoria-metrics-k8s-stack have for it. */
  readonly provisioned: string;
  /** Service of its chart, as the platform releases it, and the port that answers queries. */
  readonly service: string;
  readonly port: number;
  /** Attributes of a span, each with the label or field by which the store knows it. */
  readonly tags: readonly { readonly key: string; readonly value: string }[];
  /** A plug-in that Grafana does not bring, and the first version that links to it. */
  readonly plugin?: { readonly since: string };
}

/** Where a link goes: Grafana's identifier of a datasource, and the store if the platform has it. */
export interface SpanLink {
  readonly uid: string;
  readonly store?: LinkedStore;
  /** Whether a person names the datasource, the values of the stack have it, or it is rendered, as Grafana has none. */
  readonly origin: 'wished' | 'provisioned' | 'rendered';
}

const POD = 'k8s.pod.name';

/** Of several the first is meant. */
export const LOG_STORES: readonly LinkedStore[] = [
  {
    flag: 'enable_loki',
    title: 'Loki',
    type: 'loki',
    provisioned: 'Loki',
    service: 'loki-gateway',
    port: 80,
    tags: [
      { key: 'k8s.namespace.name', value: 'namespace' },
      { key: POD, value: 'pod' },
    ],
  },
  {
    // The field of the pod is the same for Vector, Fluent Bit and victoria-logs-collector; that of the namespace is not.
    flag: 'enable_victoria_logs',
    title: 'VictoriaLogs',
    type: 'victoriametrics-logs-datasource',
    provisioned: 'Victoria Logs',
    service: 'victoria-logs-single-server',
    port: 9428,
    tags: [{ key: POD, value: 'kubernetes.pod_name' }],
    // https://github.com/grafana/grafana/pull/105985
    plugin: { since: PINS.grafanaWithVictoriaLogs.version },
  },
];

const PROFILE_STORES: readonly LinkedStore[] = [
  {
    flag: 'enable_pyroscope',
    title: 'Pyroscope',
    type: 'grafana-pyroscope-datasource',
    provisioned: 'Pyroscope',
    service: 'pyroscope',
    port: 4040,
    tags: [{ key: 'service.name', value: 'service_name' }],
  },
];

/** The stores of logs that flags switch on. */
export const listLogStores = (addons: Addons): readonly LinkedStore[] =>
  LOG_STORES.filter(({ flag }) => addons[flag] === true);

/** What spans link to for logs: the datasource that a person names, else that of the first store that is on. */
export function findLogLink(
  addons: Addons,
  stack: MetricsStack | undefined,
  wishedUid: string | undefined,
): SpanLink | undefined {
  const [store] = listLogStores(addons);
  if (wishedUid !== undefined)
    return { uid: wishedUid, origin: 'wished', ...(store === undefined ? {} : { store }) };
  return store === undefined ? undefined : resolveLink(store, stack, 'doka-logs');
}

/** What spans link to for profiles. */
export function findProfileLink(addons: Addons, stack: MetricsStack | undefined): SpanLink | undefined {
  const store = PROFILE_STORES.find(({ flag }) => addons[flag] === true);
  return store === undefined ? undefined : resolveLink(store, stack, 'doka-profiles');
}

/** The Grafana of one stack has datasources for these stores already; any other gets one of its own. */
const resolveLink = (store: LinkedStore, stack: MetricsStack | undefined, ownUid: string): SpanLink =>
  stack?.flag === 'enable_victoria_metrics_k8s_stack'
    ? { uid: deriveDatasourceUid(store.provisioned), store, origin: 'provisioned' }
    : { uid: ownUid, store, origin: 'rendered' };

/** The identifier that Grafana gives a datasource of a file that gives none: the platform's own are so. */
const deriveDatasourceUid = (name: string): string =>
  `P${createHash('sha256').update(name).digest('hex').slice(0, 16).toUpperCase()}`;
