import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WEBHOOK_ALERTS } from '../../scripts/monitoring/alerts.js';
import { WEBHOOK_PANELS } from '../../scripts/monitoring/panels.js';
import { eventually } from '../pods/eventually.js';
import { describeWithPods } from '../pods/prerequisites.js';
import type { Server } from '../pods/server.js';
import { runInBackground } from './background.js';
import { clusterProblem, startCluster, type Cluster } from './cluster.js';
import { askPrometheus } from './metrics-query.js';
import { firingAlerts, loadedRules } from './scraping.js';
import { buildAskingPod, REPLICA } from './webhook-causes.js';
import { FAULTS } from './webhook-faults.js';
import {
  APPLIED,
  AUDITOR_RIGHTS,
  readExample,
  REFUSED_REVIEW,
  removeReplicas,
  startReplica,
  startWebhookPrometheus,
  type Replica,
} from './webhook-stage.js';

const SHOWN_MS = 150_000;

describeWithPods(
  'what monitors the webhook, in a Prometheus that reads its replicas',
  { parts: ['prometheus'], problem: clusterProblem() },
  () => {
    let cluster: Cluster;

    beforeAll(async () => {
      cluster = await startCluster();
      for (const object of [...APPLIED, ...AUDITOR_RIGHTS]) await cluster.api.apply(object);
      const [, platform] = readExample('checkout/context.yaml');
      await eventually(async () => cluster.api.apply(platform ?? {}), {
        deadlineMs: 30_000,
        everyMs: 500,
        what: 'the definition of TracingPlatform',
      });
    }, 120_000);

    afterAll(async () => {
      await cluster.remove();
    }, 60_000);

    test('there is a fault for every alert', () => {
      expect(FAULTS.flatMap(({ alerts }) => alerts).sort()).toEqual(
        WEBHOOK_ALERTS.map(({ name }) => name).sort(),
      );
    });

    describe('two replicas that are as they should be', () => {
      const stops: (() => Promise<void>)[] = [];
      let prometheus: Server;

      beforeAll(async () => {
        const replicas: Replica[] = [];
        await cluster.api.apply(buildAskingPod('seen', { status: 'injected' }));
        for (const name of ['webhook-a', 'webhook-b'])
          replicas.push(await startReplica(cluster, { ...REPLICA, name, args: ['--audit-every', '1'] }));
        stops.push(() => removeReplicas(replicas));
        await untilReady(replicas);
        prometheus = await startWebhookPrometheus(cluster, replicas);
        stops.push(prometheus.pod.remove);
        stops.push(
          runInBackground(async (signal) => {
            while (!signal.aborted) {
              await Promise.all(replicas.flatMap(({ review }) => [review(), review(REFUSED_REVIEW)]));
              await pause(200);
            }
          }),
        );
      }, 120_000);

      afterAll(async () => {
        for (const stop of stops.reverse()) await stop();
      }, 60_000);

      test.each(
        WEBHOOK_PANELS.flatMap(({ title, queries }) =>
          queries.map(({ refId, expr }) => [`${title} ${refId}`, expr] as const),
        ),
      )('%s has data', async (where, expr) => {
        const asked = expr.replaceAll('$__rate_interval', '20s').replaceAll('$__range', '1h');
        const series = await eventually(
          async () => {
            const found = await askPrometheus(prometheus.url, asked);
            const known = found.filter(({ value: [, value] }) => value !== 'NaN');
            return known.length > 0 ? known : undefined;
          },
          { deadlineMs: SHOWN_MS, everyMs: 1_000, what: `data for ${where}` },
        );
        for (const { value } of series) expect(Number(value[1])).not.toBeNaN();
      });

      test('every rule can be judged, and none fires', async () => {
        const rules = await eventually(
          async () => {
            const loaded = await loadedRules(prometheus);
            return loaded.length > 0 && loaded.every(({ health }) => health === 'ok') ? loaded : undefined;
          },
          { deadlineMs: SHOWN_MS, everyMs: 1_000, what: 'a judgement of each rule' },
        );
        expect(rules.map(({ name }) => name)).toEqual(WEBHOOK_ALERTS.map(({ name }) => name));
        expect(await unexpectedAlerts(prometheus, [])).toEqual([]);
      });
    });

    describe.each(FAULTS)('$what', ({ prepare, cause, alerts, also = [] }) => {
      const stops: (() => Promise<void>)[] = [];
      let prometheus: Server;

      beforeAll(async () => {
        const specs = (await prepare?.(cluster)) ?? [REPLICA];
        const replicas: Replica[] = [];
        for (const spec of specs) replicas.push(await startReplica(cluster, spec));
        stops.push(() => removeReplicas(replicas));
        if (cause !== undefined) await untilReady(replicas);
        prometheus = await startWebhookPrometheus(cluster, replicas);
        stops.push(prometheus.pod.remove);
        // What is read before is what a counter grows from; some grow a few times only.
        if (cause !== undefined) await untilRead(prometheus);
        stops.push(
          runInBackground(async (signal) => {
            while (!signal.aborted && cause !== undefined)
              for (const replica of replicas) {
                await cause(replica, cluster);
                await pause(200);
              }
          }),
        );
      }, 120_000);

      afterAll(async () => {
        for (const stop of stops.reverse()) await stop();
      }, 60_000);

      test.each(alerts)('%s fires', async (name) => {
        await eventually(async () => ((await firingAlerts(prometheus)).includes(name) ? true : undefined), {
          deadlineMs: SHOWN_MS,
          everyMs: 1_000,
          what: name,
        });
      });

      test('no other alert fires', async () => {
        expect(await unexpectedAlerts(prometheus, [...alerts, ...also])).toEqual([]);
      });
    });
  },
);

/** What a machine that has much else to do makes of any webhook. */
const BUSY = ['DokaTracingEventLoopLate', 'DokaTracingSlow'];

const unexpectedAlerts = async (
  prometheus: Server,
  expected: readonly string[],
): Promise<readonly string[]> =>
  (await firingAlerts(prometheus)).filter((name) => ![...expected, ...BUSY].includes(name));

/** Waits until the replicas were read twice. */
const untilRead = (prometheus: Server): Promise<unknown> =>
  eventually(
    async () => {
      const [read] = await askPrometheus(prometheus.url, 'min(count_over_time(doka_tracing_ready[1m]))');
      return Number(read?.value[1]) >= 2 ? true : undefined;
    },
    { deadlineMs: 60_000, what: 'a second reading of the replicas' },
  );

/** Waits until every replica takes requests. */
async function untilReady(replicas: readonly Replica[]): Promise<void> {
  await Promise.all(
    replicas.map((replica) =>
      eventually(
        async () => ((await replica.readMetrics()).includes('\ndoka_tracing_ready 1\n') ? true : undefined),
        { deadlineMs: 60_000, what: 'a ready replica' },
      ).catch((error: unknown) => {
        throw new Error(`${String(error)} It wrote:\n${replica.log().slice(-3000)}`, { cause: error });
      }),
    ),
  );
}
