import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listExpressions } from '../../src/render/grafana/expressions.js';
import { describeWithPods } from '../pods/prerequisites.js';
import type { Server } from '../pods/server.js';
import { eventually } from '../pods/eventually.js';
import { startMetricsServer } from '../pods/tracing-servers.js';
import { clusterProblem, startCluster } from './cluster.js';
import { askPrometheus, type Series } from './metrics-query.js';
import { CALL_SECONDS, createPurchase, MAP_NODES, OUTSIDE_CALLS } from './outside-calls.js';
import { settingsFrom, specOf } from './platforms.js';
import { send } from './sent-traces.js';

const COLLECTOR = 'http://otel-collector.monitoring.svc:4318/v1/traces';
const SPEC = specOf('default');

/** An unpaired span is waited for during ten seconds, the Collector writes every 15 s, and a rate needs two of them. */
const ARRIVAL_MS = 120_000;

describeWithPods('the service map', { parts: ['collector', 'prometheus'], problem: clusterProblem() }, () => {
  const stops: (() => Promise<void>)[] = [];
  let metrics: Server;

  beforeAll(async () => {
    metrics = await startMetricsServer();
    stops.push(metrics.pod.remove);
    const cluster = await startCluster();
    stops.push(cluster.remove);
    stops.push((await cluster.runCollectors(SPEC)).remove);
    const shopping = new AbortController();
    const shopper = goShopping(shopping.signal);
    stops.push(() => {
      shopping.abort();
      return shopper;
    });
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

  test('is narrowed to a namespace, with what it calls and what calls it', async () => {
    const found = await ask('Topology nodes', 'title', (each) => each.size > 1, { namespace: 'team-b' });
    expect([...found.keys()].sort()).toEqual(['team-b/checkout', 'web/storefront']);
  });
});

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
