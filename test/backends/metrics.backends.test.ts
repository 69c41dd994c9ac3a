import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listExpressions } from '../../src/render/grafana/expressions.js';
import { agentFolders } from '../pods/agent-volumes.js';
import { eventually } from '../pods/eventually.js';
import { describeWithPods } from '../pods/prerequisites.js';
import type { Server } from '../pods/server.js';
import { startMetricsServer, startTempo } from '../pods/tracing-servers.js';
import { clusterProblem, startCluster } from './cluster.js';
import { runInBackground } from './background.js';
import { askPrometheus } from './metrics-query.js';
import { settingsFrom, specOf } from './platforms.js';
import { startShop, type RunningShop } from './shop.js';

/** Tempo and metrics, as in the default pattern. */
const SPEC = specOf('default');

const EXPRESSIONS = listExpressions(settingsFrom(SPEC), {
  rateInterval: '1m',
  range: '5m',
  service: '.*',
  namespace: '.*',
});

/** The Collector writes every 15 s, and a rate needs two of them. */
const ARRIVAL_MS = 90_000;

describeWithPods(
  'metrics of traces, in a server that takes Prometheus’ remote write',
  { parts: ['collector', 'prometheus'], problem: clusterProblem() },
  () => {
    /** What was started, in that order, by how it is stopped. */
    const stops: (() => Promise<void>)[] = [];
    let metrics: Server;

    beforeAll(async () => {
      const agents = await agentFolders();
      stops.push(agents.remove);
      metrics = await startMetricsServer();
      stops.push(metrics.pod.remove);
      const [tempo, cluster] = await Promise.all([startTempo(), startCluster()]);
      stops.push(tempo.pod.remove, cluster.remove);
      stops.push((await cluster.runCollectors(SPEC)).remove);
      const shop = await startShop(SPEC, agents, cluster.createPod);
      stops.push(shop.remove);
      stops.push(runInBackground((signal) => goShopping(shop, signal)));
    }, 300_000);

    afterAll(async () => {
      for (const stop of stops.reverse()) await stop();
    }, 60_000);

    test('there are expressions to ask', () => {
      expect(EXPRESSIONS.length).toBeGreaterThan(5);
    });

    test.each(EXPRESSIONS)('$where has data', async ({ where, expr }) => {
      const series = await eventually(
        async () => {
          const found = await askPrometheus(metrics.url, expr);
          return found.some(({ value: [, value] }) => Number.isFinite(Number(value))) ? found : undefined;
        },
        { deadlineMs: ARRIVAL_MS, everyMs: 1_000, what: `data for ${where} (${expr})` },
      );
      expect(series).not.toEqual([]);
    });

    test('the service graph has the edge of the shop, and its failures', async () => {
      const edge = 'client="storefront",server="checkout"';
      for (const name of ['request_total', 'request_failed_total'])
        await eventually(
          async () => (await askPrometheus(metrics.url, `traces_service_graph_${name}{${edge}} > 0`))[0],
          { deadlineMs: ARRIVAL_MS, everyMs: 1_000, what: `the edge in ${name}` },
        );
    });
  },
);

/** Buys what there is and asks for what there is not, which fails, until told to stop. */
async function goShopping({ buy, fail }: RunningShop, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await buy();
    await fail();
    await pause(200);
  }
}
