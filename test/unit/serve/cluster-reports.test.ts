import { afterEach, beforeEach, expect, test } from 'vitest';
import { ok } from '../../../src/core/result.js';
import type { Need } from '../../../src/kube/api-calls.js';
import { createKubeClient } from '../../../src/kube/client.js';
import { readSnapshot } from '../../../src/live/read-snapshot.js';
import {
  openClusterReports,
  type ClusterReports,
  type ClusterReportsOptions,
} from '../../../src/serve/cluster-reports.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { NODEJS, PLATFORM, startLiveScene, type LiveScene } from '../../support/live-scene.js';
import { QUICK } from '../../support/quick-pace.js';
import { until } from '../../support/until.js';

const AUDIT_THREAD = new URL('../../../dist/auditor/audit-thread.js', import.meta.url);
const PLATFORMS = 'tracing.dokaseca.io/v1alpha1/tracingplatforms';

let scene: LiveScene;
let running: ClusterReports[];
beforeEach(async () => {
  scene = await startLiveScene();
  running = [];
});
afterEach(async () => {
  for (const each of running) each.stop();
  await scene.end();
});

async function startReports(
  needs: readonly Need[],
  { isRead = true, ...options }: Partial<ClusterReportsOptions> & { readonly isRead?: boolean } = {},
): Promise<ClusterReports> {
  const { snapshot } = await readSnapshot(scene.cluster, 'all');
  const reports = openClusterReports(
    {
      client: createKubeClient(scene.server.connection),
      ...{ isOwn: true, needs: new Set(needs), auditEvery: 3600, auditThread: AUDIT_THREAD, pace: QUICK },
      logger: createLogger('silent', { write: () => undefined }),
      ...options,
    },
    { snapshot: () => snapshot, isRead: () => isRead },
  );
  running.push(reports);
  const judge = (): void => {
    const object = scene.server.store.find(PLATFORMS, '/default');
    if (object !== undefined) reports.judge(object, ok([]));
  };
  judge();
  scene.server.store.onChange((resource) => {
    if (resource === PLATFORMS) judge();
  });
  return reports;
}

/** What is said, as `AgentImages False ImagePullFailed`. */
function readSaid(): readonly string[] {
  const { conditions = [] } = (scene.server.store.find(PLATFORMS, '/default')?.['status'] ?? {}) as {
    readonly conditions?: readonly Readonly<Record<string, string>>[];
  };
  return conditions
    .filter(({ type }) => type !== 'Accepted')
    .map(({ type, status, reason }) => `${type ?? ''} ${status ?? ''} ${reason ?? ''}`);
}

const untilSaid = (...said: readonly string[]): Promise<unknown> =>
  until(readSaid, (found) => said.every((each) => found.includes(each)));

const countLooks = (): number => scene.server.requests.filter(({ path }) => path.includes('/leases/')).length;

async function putStuckPod(): Promise<void> {
  scene.deployment('app', { annotations: NODEJS });
  await scene.pod('app', {
    status: {
      initContainerStatuses: [
        {
          ...{ name: 'opentelemetry-auto-instrumentation-nodejs', image: 'registry/agent:1' },
          state: { waiting: { reason: 'ErrImagePull' } },
        },
      ],
    },
  });
}

test('the auditor says what it found, and so does who looks at the Collector, by one Lease', async () => {
  await putStuckPod();
  await startReports(['auditor', 'collector-status']);
  await untilSaid('AgentImages False ImagePullFailed', 'CollectorReady False ServiceMissing');
});

test('what another replica found stands until this one has looked', async () => {
  await putStuckPod();
  const first = await startReports(['auditor']);
  await untilSaid('AgentImages False ImagePullFailed');
  first.stop();
  scene.server.store.put(PLATFORMS, {
    ...{ metadata: { name: 'default' }, spec: PLATFORM },
    status: {
      conditions: [{ type: 'AgentImages', status: 'False', reason: 'ImagePullFailed', message: '' }],
    },
  });
  const second = await startReports(['auditor'], { isRead: false });
  const before = countLooks();
  await until(countLooks, (looks) => looks > before + 20);
  expect(second.audit?.()).toBeUndefined();
  expect(readSaid()).toEqual(['AgentImages False ImagePullFailed']);
});

test('who looks on from outside asks for nothing', async () => {
  const reports = await startReports(['auditor', 'collector-status'], { isOwn: false });
  const asked = scene.server.requests.length;
  await new Promise((resolve) => setTimeout(resolve, 20 * QUICK.lookMs));
  expect(scene.server.requests.length).toBe(asked);
  expect(reports.audit).toBeUndefined();
});
