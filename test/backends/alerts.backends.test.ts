import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { ALERTS } from '../../src/render/collector/alerts.js';
import { eventually } from '../pods/eventually.js';
import { HOST_IP } from '../pods/network.js';
import { describeWithPods } from '../pods/prerequisites.js';
import type { Server } from '../pods/server.js';
import { clusterProblem, startCluster, type Cluster } from './cluster.js';
import { runInBackground } from './background.js';
import { askPrometheus } from './metrics-query.js';
import { collectorFrom, specOf } from './platforms.js';
import type { RenderedObject } from './rendered-collector.js';
import { loadedRules, startPrometheus } from './scraping.js';
import { send, traceOf } from './sent-traces.js';
import { startRefusing } from './refusing-server.js';

const COLLECTOR = 'http://otel-collector.monitoring.svc:4318/v1/traces';
const REFUSING_PORT = 4399;

type Options = Readonly<Record<string, unknown>>;
type Configuration = Readonly<Record<string, Readonly<Record<string, Options>>>>;

interface Fault {
  readonly what: string;
  readonly spec: object;
  /** Makes the fault come soon, by less of what the rendered configuration gives. */
  readonly change: { readonly kind: string; readonly id: string; readonly options: Options };
  /** Traces that are sent at once. */
  readonly burst: number;
  readonly alerts: readonly string[];
}

const TAIL = { strategy: 'tail', keepErrors: true, percent: 100 };

/** One fault after the other. The queue takes the batches that are being sent, too. */
const FAULTS: readonly Fault[] = [
  {
    what: 'a backend is down',
    spec: specOf('default'),
    change: { kind: 'exporters', id: 'otlp_grpc/tempo', options: { sending_queue: { queue_size: 3 } } },
    burst: 1,
    alerts: ['CollectorQueueFills', 'CollectorDropsSpans'],
  },
  {
    what: 'a backend refuses spans for good',
    spec: specOf('default', {
      backends: { tempo: { endpoint: `http://${HOST_IP}:${REFUSING_PORT.toString()}` } },
    }),
    change: { kind: 'processors', id: 'batch', options: {} },
    burst: 1,
    alerts: ['CollectorFailsToSend'],
  },
  {
    what: 'memory is short',
    spec: specOf('default'),
    change: {
      kind: 'processors',
      id: 'memory_limiter',
      options: { limit_percentage: 0, spike_limit_percentage: 0, limit_mib: 2, spike_limit_mib: 1 },
    },
    burst: 1,
    alerts: ['CollectorRefusesSpans'],
  },
  {
    what: 'more traces come than are held',
    spec: specOf('default', { sampling: TAIL }),
    change: {
      kind: 'processors',
      id: 'tail_sampling',
      options: { num_traces: 10, expected_new_traces_per_sec: 1 },
    },
    burst: 30,
    alerts: ['CollectorDecidesTooEarly'],
  },
];

const SHOWN_MS = 120_000;

describeWithPods(
  'alerts about rendered Collectors, in a Prometheus that has read their rules',
  { parts: ['collector', 'prometheus'], problem: clusterProblem() },
  () => {
    let cluster: Cluster;
    let refusing: { readonly remove: () => Promise<void> };

    beforeAll(async () => {
      [cluster, refusing] = await Promise.all([startCluster(), startRefusing(REFUSING_PORT)]);
    }, 120_000);

    afterAll(async () => {
      await cluster.remove();
      await refusing.remove();
    }, 60_000);

    test('there is a fault for every alert', () => {
      expect(FAULTS.flatMap(({ alerts }) => alerts).sort()).toEqual(ALERTS.map(({ name }) => name).sort());
    });

    describe.each(FAULTS)('$what', ({ spec, change, burst, alerts }) => {
      const stops: (() => Promise<void>)[] = [];
      let prometheus: Server;

      beforeAll(async () => {
        const objects = collectorFrom(spec).map((object) => withChange(object, change));
        const collectors = await cluster.runRendered(objects);
        stops.push(collectors.remove);
        prometheus = await startPrometheus(spec, objects, collectors);
        stops.push(prometheus.pod.remove);
        stops.push(runInBackground((signal) => sendUntil(signal, burst)));
      }, 120_000);

      afterAll(async () => {
        for (const stop of stops.reverse()) await stop();
      }, 60_000);

      test.each(alerts)('%s has data', async (name) => {
        const rule = (await loadedRules(prometheus)).find((each) => each.name === name);
        const series = await eventually(
          async () => {
            const found = await askPrometheus(prometheus.url, rule?.query ?? '');
            return found.length > 0 ? found : undefined;
          },
          { deadlineMs: SHOWN_MS, everyMs: 1_000, what: `data for ${name}` },
        );
        for (const { metric } of series) expect(metric['pod']).toMatch(/^otel-(traces-)?collector-\d$/);
      });

      test('the other alerts have none, and every rule can be judged', async () => {
        const rules = await eventually(
          async () => {
            const loaded = await loadedRules(prometheus);
            return loaded.length > 0 && loaded.every(({ health }) => health === 'ok') ? loaded : undefined;
          },
          { deadlineMs: SHOWN_MS, everyMs: 1_000, what: 'a judgement of each rule' },
        );
        for (const { name, query } of rules)
          if (!alerts.includes(name)) expect(await askPrometheus(prometheus.url, query), name).toEqual([]);
      });
    });
  },
);

/** A rendered object with other options of one component, where its configuration has that. */
function withChange(object: RenderedObject, { kind, id, options }: Fault['change']): RenderedObject {
  if (object.kind !== 'ConfigMap') return object;
  const data = Object.entries(object.data ?? {}).map(([file, text]) => {
    const config = parse(text) as Configuration;
    const own = config[kind]?.[id];
    const changed =
      own === undefined ? config : { ...config, [kind]: { ...config[kind], [id]: { ...own, ...options } } };
    return [file, stringify(changed)] as const;
  });
  return { ...object, data: Object.fromEntries(data) };
}

/** Sends traces twice a second, whatever becomes of them, until it is told to stop. */
async function sendUntil(signal: AbortSignal, burst: number): Promise<void> {
  while (!signal.aborted) {
    const traces = Array.from({ length: burst }, () => traceOf());
    await send(
      'http/protobuf',
      COLLECTOR,
      traces.flatMap(({ processes }) => processes),
    ).catch(() => undefined);
    await pause(500);
  }
}
