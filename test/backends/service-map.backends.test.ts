import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listExpressions } from '../../src/render/grafana/expressions.js';
import { buildChartValues } from '../../src/render/values.js';
import { JAEGER } from '../parts/servers.js';
import { describeWithPods } from '../pods/prerequisites.js';
import { startServer, type Server } from '../pods/server.js';
import { eventually } from '../pods/eventually.js';
import { startMetricsServer } from '../pods/tracing-servers.js';
import { clusterProblem, startCluster } from './cluster.js';
import { runInBackground } from './background.js';
import { askPrometheus, type Series } from './metrics-query.js';
import { CALL_SECONDS, createPurchase, MAP_NODES, OUTSIDE_CALLS } from './outside-calls.js';
import { settingsFrom, specOf } from './platforms.js';
import { send } from './sent-traces.js';

const COLLECTOR = 'http://otel-collector.monitoring.svc:4318/v1/traces';
const SPEC = specOf('jaeger', {
  addons: {
    enable_jaeger: true,
    enable_opentelemetry_operator: true,
    enable_victoria_metrics_k8s_stack: true,
  },
});

/** Arguments of Jaeger as `render values` writes them for its chart. */
const JAEGER_ARGUMENTS = buildChartValues(settingsFrom(SPEC)).flatMap(({ values }) => {
  const { jaeger } = values as { readonly jaeger?: { readonly args: readonly string[] } };
  return jaeger?.args ?? [];
});

/** An unpaired span is waited for during ten seconds, the Collector writes every 15 s, and a rate needs two of them. */
const ARRIVAL_MS = 120_000;

describeWithPods(
  'the service map',
  { parts: ['collector', 'prometheus', 'jaeger'], problem: clusterProblem() },
  () => {
    const stops: (() => Promise<void>)[] = [];
    let metrics: Server;
    let jaeger: Server;

    beforeAll(async () => {
      metrics = await startMetricsServer();
      stops.push(metrics.pod.remove);
      jaeger = await startServer({ ...JAEGER, command: [...JAEGER.command, ...JAEGER_ARGUMENTS] });
      stops.push(jaeger.pod.remove);
      const cluster = await startCluster();
      stops.push(cluster.remove);
      stops.push((await cluster.runCollectors(SPEC)).remove);
      stops.push(runInBackground(goShopping));
    }, 300_000);

    afterAll(async () => {
      for (const stop of stops.reverse()) await stop();
    }, 60_000);

    /** The answers to one of the dashboard's own queries, by what a label names, once a condition holds. */
    const ask = (
      where: string,
      label: string,
      isComplete: (found: Answers) => boolean,
      chosen: Chosen = {},
    ): Promise<Answers> =>
      eventually(
        async () => {
          const found = answersBy(label, await askPrometheus(metrics.url, expressionOf(where, chosen)));
          return isComplete(found) ? found : undefined;
        },
        { deadlineMs: ARRIVAL_MS, everyMs: 1_000, what: `an answer to ${where}` },
      );
    const hasAllNodes = (found: Answers): boolean => found.size >= MAP_NODES.length;

    test('has a node for each service of each namespace, and for each API, broker and database', async () => {
      const found = await ask('Topology nodes', 'title', hasAllNodes);
      expect([...found.keys()].sort()).toEqual(MAP_NODES);
    });

    test('tells the one that fails from the one of the same name that does not', async () => {
      const share = await ask('Topology nodesFailed', 'id', hasAllNodes);
      expect([share.get('team-a/checkout'), share.get('team-b/checkout')]).toEqual([0, 1]);
      const errors = await ask('Errors by service A', 'service', (each) => each.size > 1);
      expect(errors).toEqual(
        new Map([
          ['team-a/checkout', 0],
          ['team-b/checkout', 1],
        ]),
      );
      const flow = await ask('Error flow A', 'target', (each) => each.size > 0);
      expect([...flow.keys()]).toEqual(['team-b/checkout']);
    });

    test('draws each edge between nodes that it has', async () => {
      const found = await ask('Topology edges', 'id', (each) => each.size >= MAP_NODES.length - 1);
      expect([...found.keys()].sort()).toEqual(
        [
          'web/storefront → team-a/checkout',
          'web/storefront → team-b/checkout',
          ...OUTSIDE_CALLS.map(({ node }) => `team-a/checkout → ${node}`),
        ].sort(),
      );
    });

    describe('shows the latency of a call', () => {
      test.each(['team-b/checkout', ...OUTSIDE_CALLS.map(({ node }) => node)])('to %s', async (node) => {
        const seconds = (await ask('Topology nodesLatency', 'id', (each) => each.has(node))).get(node) ?? 0;
        // Within the bucket that the time is in.
        expect(seconds).toBeGreaterThan(0.25);
        expect(seconds).toBeLessThanOrEqual(0.5);
        expect(CALL_SECONDS).toBeLessThan(0.5);
      });
    });

    test('shows the latency of each service', async () => {
      const found = await ask('Latency by service B', 'service', (each) => each.size > 1);
      expect([...found.keys()].sort()).toEqual(['team-a/checkout', 'team-b/checkout']);
    });

    describe('is in Jaeger, too, which reads the same metrics by its rendered arguments', () => {
      test.each([
        // Half of the requests to this name fail, as Jaeger knows no namespaces.
        ['errors', 0.4, 0.6],
        ['calls', 0.5, 20],
        ['latencies', 0.25, 0.5],
      ])('%s', async (kind, least, most) => {
        const value = await eventually(() => askJaeger(jaeger.url, kind), {
          deadlineMs: ARRIVAL_MS,
          everyMs: 1_000,
          what: `${kind} in Jaeger`,
        });
        expect(value).toBeGreaterThanOrEqual(least);
        expect(value).toBeLessThanOrEqual(most);
      });
    });

    test('is narrowed to a namespace, with what it calls and what calls it', async () => {
      const found = await ask('Topology nodes', 'title', (each) => each.size > 1, { namespace: 'team-b' });
      expect([...found.keys()].sort()).toEqual(['team-b/checkout', 'web/storefront']);
    });
  },
);

/** The last value that Jaeger's page Monitor shows of the checkouts; undefined where it has none. */
async function askJaeger(url: string, kind: string): Promise<number | undefined> {
  const query = new URLSearchParams({
    service: 'checkout',
    quantile: '0.95',
    endTs: Date.now().toString(),
    lookback: '120000',
    step: '5000',
    ratePer: '60000',
  });
  const response = await fetch(`${url}/api/metrics/${kind}?${query.toString()}`);
  const { metrics = [] } = (await response.json()) as MetricFamily;
  const values = metrics.flatMap(({ metricPoints }) =>
    metricPoints.map(({ gaugeValue }) => gaugeValue?.doubleValue),
  );
  return values
    .filter((value) => value !== undefined && !Number.isNaN(Number(value)))
    .map(Number)
    .at(-1);
}

interface MetricFamily {
  readonly metrics?: readonly {
    readonly metricPoints: readonly { readonly gaugeValue?: { readonly doubleValue?: number | string } }[];
  }[];
}

/** What is chosen on the dashboard. */
interface Chosen {
  readonly namespace?: string;
}

type Answers = ReadonlyMap<string, number>;

function expressionOf(where: string, { namespace = '.*' }: Chosen): string {
  const variables = { rateInterval: '1m', range: '5m', service: '.*', namespace };
  const found = listExpressions(settingsFrom(SPEC), variables).find((each) => each.where === where);
  if (found === undefined) throw new Error(`The dashboard does not ask for ${where}`);
  return found.expr;
}

const answersBy = (label: string, series: readonly Series[]): Answers =>
  new Map(series.map(({ metric, value: [, value] }) => [metric[label] ?? '', Number(value)]));

async function goShopping(signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await send('http/protobuf', COLLECTOR, createPurchase());
    await pause(500);
  }
}
