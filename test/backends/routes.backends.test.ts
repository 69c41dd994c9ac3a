import { afterAll, beforeAll, describe } from 'vitest';
import { BACKENDS } from '../../src/core/domain.js';
import { agentFolders } from '../pods/agent-volumes.js';
import { describeWithPods } from '../pods/prerequisites.js';
import { nameServer } from '../pods/real-servers.js';
import type { Server } from '../pods/server.js';
import { startMetricsServer } from '../pods/tracing-servers.js';
import { partsOf, removeBackends, startBackends } from './backend-servers.js';
import { clusterProblem, startCluster } from './cluster.js';
import { directTests } from './routes/direct.js';
import { formatTests } from './routes/formats.js';
import { outageTests } from './routes/outage.js';
import { patternTests } from './routes/patterns.js';
import type { Stage } from './routes/stage.js';
import { topologyTests } from './routes/topologies.js';
import { verifyTests } from './routes/verify.js';

const START_MS = 300_000;

describeWithPods(
  `routes to Jaeger, Zipkin, ${nameServer('tempo', 'Tempo')} and ${nameServer('victoria-traces', 'VictoriaTraces')}`,
  {
    parts: ['collector', 'prometheus', ...partsOf(BACKENDS)],
    commands: ['java'],
    problem: clusterProblem(),
  },
  () => {
    let stage: Stage | undefined;
    let metrics: Server | undefined;

    beforeAll(async () => {
      const [agents, backends, cluster, server] = await Promise.all([
        agentFolders(),
        startBackends(BACKENDS),
        startCluster(),
        startMetricsServer(),
      ]);
      stage = { agents, backends, cluster };
      metrics = server;
    }, START_MS);

    afterAll(async () => {
      await stage?.cluster.remove();
      await metrics?.pod.remove();
      await removeBackends(stage?.backends ?? new Map());
      await stage?.agents.remove();
    }, 60_000);

    const ready = (): Stage => {
      if (stage === undefined) throw new Error('what the tests need was not started');
      return stage;
    };

    describe('patterns', () => {
      patternTests(ready);
    });
    describe('topologies', () => {
      topologyTests(ready);
    });
    describe('formats', () => {
      formatTests(ready);
    });
    describe('direct', () => {
      directTests(ready);
    });
    describe('outage', () => {
      outageTests(ready);
    });
    describe('verify', () => {
      verifyTests(ready);
    });
  },
);
