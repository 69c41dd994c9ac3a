import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TOPOLOGIES } from '../../src/core/domain.js';
import { agentFolders, type AgentFolders } from '../pods/agent-volumes.js';
import { eventually } from '../pods/eventually.js';
import { describeWithPods } from '../pods/prerequisites.js';
import { clusterProblem, startCluster, type Cluster } from './cluster.js';
import { COLLECTOR_VERSION, specOf } from './platforms.js';
import { send, traceOf } from './sent-traces.js';
import { startShop } from './shop.js';
import { startTenantRecorder, type TenantRecorder } from './tenant-recorder.js';

const COLLECTOR = 'http://otel-collector.monitoring.svc';
const BY_NAMESPACE = { tenant: { namespace: true } };

/** Backends with the header by which each knows its tenants, and a port for what they were told. */
const BACKENDS = [
  ['tempo', 'x-scope-orgid', 4391],
  ['jaeger', 'x-tenant', 4392],
] as const;

const TENANTS = ['team-a', 'team-b'];
const WIRES = [
  ['http/protobuf', `${COLLECTOR}:4318/v1/traces`],
  ['grpc', `${COLLECTOR}:4317`],
] as const;
/** Requests of each tenant by each protocol, which come within the time of one batch. */
const ROUNDS = 10;

const ARRIVAL_MS = 60_000;

describeWithPods(
  'a tenant for each namespace, through the Collector',
  { parts: ['collector'], problem: clusterProblem() },
  () => {
    let agents: AgentFolders;
    let cluster: Cluster;
    let recorders: readonly TenantRecorder[] = [];

    beforeAll(async () => {
      agents = await agentFolders();
      cluster = await startCluster();
      recorders = await Promise.all(
        BACKENDS.map(([name, header, port]) => startTenantRecorder(name, header, port)),
      );
    }, 180_000);

    afterAll(async () => {
      for (const { remove } of recorders) await remove();
      await cluster.remove();
      await agents.remove();
    }, 60_000);

    /** The tenants by which each backend was told of a trace, once both were. */
    const toldOf = (traceId: string): Promise<readonly (readonly string[])[]> =>
      eventually(
        () => {
          const told = recorders.map(({ tenantsOf }) => [...tenantsOf(traceId)]);
          return Promise.resolve(told.every(({ length }) => length > 0) ? told : undefined);
        },
        { deadlineMs: ARRIVAL_MS, everyMs: 250, what: `trace ${traceId} in both backends` },
      );

    describe.each(TOPOLOGIES)('with the topology %s', (topology) => {
      const spec = specOf('multi-backend', {
        backends: { tempo: BY_NAMESPACE, jaeger: BY_NAMESPACE },
        collector: {
          version: COLLECTOR_VERSION,
          topology,
          ...(topology === 'gateway' ? {} : { nodeAddress: 'service' }),
        },
      });
      let stop: () => Promise<void>;

      beforeAll(async () => {
        stop = (await cluster.runCollectors(spec)).remove;
      }, 120_000);

      afterAll(() => stop(), 60_000);

      test('requests that come together are distinguished', async () => {
        const sent: [string, string][] = [];
        for (let round = 0; round < ROUNDS; round += 1)
          for (const tenant of TENANTS)
            for (const [wire, url] of WIRES) {
              const { traceId, processes } = traceOf();
              await send(wire, url, processes, { 'x-scope-orgid': tenant });
              sent.push([traceId, tenant]);
            }
        for (const [traceId, tenant] of sent) expect(await toldOf(traceId)).toEqual([[tenant], [tenant]]);
      });

      test('what names no tenant is not given to one', async () => {
        const { traceId, processes } = traceOf();
        await send('http/protobuf', WIRES[0][1], processes);
        expect(await toldOf(traceId)).toEqual([[''], ['']]);
      });

      test('injected pods name their namespace', async () => {
        const shop = await startShop(spec, agents, cluster.createPod);
        try {
          expect(await toldOf(await shop.buy())).toEqual([['shop'], ['shop']]);
        } finally {
          await shop.remove();
        }
      }, 180_000);
    });
  },
);
