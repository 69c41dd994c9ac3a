import { expect, test } from 'vitest';
import { HOST_IP } from '../../pods/network.js';
import { COLLECTOR_VERSION, specOf } from '../platforms.js';
import { expectTraceInEveryBackend } from './injected-shop.js';
import type { Stage } from './stage.js';

const ON_NODE = `http://${HOST_IP}:4318`;
const BY_SERVICE = 'http://otel-collector.monitoring.svc:4318';
const FIRST_TIER = 'otel-collector';
const SECOND_TIER = 'otel-traces-collector';

/** A Collector on each node, by how pods reach it, and the Collectors that spans pass through. */
const TOPOLOGIES = [
  ['agent', 'host-ip', ON_NODE, [FIRST_TIER]],
  ['agent', 'service', BY_SERVICE, [FIRST_TIER]],
  ['agent-gateway', 'host-ip', ON_NODE, [FIRST_TIER, SECOND_TIER]],
] as const;

/** Collectors on the node: injected pods send to where they were told, and the trace is in every backend. */
export function topologyTests(stage: () => Stage): void {
  test.each(TOPOLOGIES)(
    '%s by %s: the trace of injected pods is in every enabled backend',
    async (topology, nodeAddress, endpoint, tiers) => {
      const collector = { version: COLLECTOR_VERSION, topology, nodeAddress };
      await expectTraceInEveryBackend(
        stage(),
        specOf('multi-backend', { collector }),
        (shop, { instances }) => {
          for (const { environment } of shop.pods.values())
            expect(environment).toMatchObject({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
          // The first tier of two exports to the second alone, so what arrives has passed both.
          expect(instances.map(({ workload }) => workload).sort()).toEqual(tiers);
        },
      );
    },
  );
}
