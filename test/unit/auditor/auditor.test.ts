import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createAuditor, type Auditor, type FinishedRound } from '../../../src/auditor/auditor.js';
import { LARGEST_PAGE, PAGE_SIZE } from '../../../src/auditor/bounds.js';
import { addCounts, NO_COUNTS, type AuditCounts } from '../../../src/auditor/counts.js';
import type { ClusterSnapshot } from '../../../src/core/snapshot.js';
import { auditWorkloads } from '../../../src/inspect/audit.js';
import { readWorkloads } from '../../../src/inspect/cluster-workloads.js';
import { createKubeClient } from '../../../src/kube/client.js';
import { createLease } from '../../../src/kube/lease.js';
import { readSnapshot } from '../../../src/live/read-snapshot.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { like } from '../../support/like.js';
import { NODEJS, startLiveScene, type LiveScene } from '../../support/live-scene.js';
import { QUICK } from '../../support/quick-pace.js';
import { until } from '../../support/until.js';
import { fillNamespace } from './scene.js';

const AUDIT_THREAD = new URL('../../../dist/auditor/audit-thread.js', import.meta.url);
const PODS = '/v1/pods';

let scene: LiveScene;
let logged: string[];
let running: Auditor[];

beforeEach(async () => {
  scene = await startLiveScene();
  logged = [];
  running = [];
});
afterEach(async () => {
  for (const each of running) each.stop();
  await scene.end();
});

interface ReplicaOptions {
  readonly holder?: string;
  readonly everySeconds?: number;
}

/** A replica that audits what the cluster is when it starts. */
async function startReplica({ holder = 'a', everySeconds = 3600 }: ReplicaOptions = {}): Promise<Auditor> {
  const { snapshot } = await readSnapshot(scene.cluster, 'all');
  return startOn(snapshot, { holder, everySeconds });
}

function startOn(snapshot: ClusterSnapshot, { holder = 'a', everySeconds = 3600 }: ReplicaOptions): Auditor {
  const client = createKubeClient(scene.server.connection);
  const auditor = createAuditor({
    client,
    lease: createLease({ client, holder }),
    snapshot: () => snapshot,
    isRead: () => true,
    logger: createLogger('info', { write: (line) => void logged.push(line) }),
    everySeconds,
    pace: QUICK,
    threadFile: AUDIT_THREAD,
  });
  running.push(auditor);
  return auditor;
}

const firstRound = async (auditor: Auditor): Promise<FinishedRound> => {
  const round = await until(auditor.current, (each) => each !== undefined);
  if (round === undefined) throw new Error('there is no round');
  return round;
};

/** What `audit` counts in the whole cluster. */
async function countByCommand(): Promise<AuditCounts['pods']> {
  const [reading, found] = await Promise.all([
    readSnapshot(scene.cluster, 'all'),
    readWorkloads(scene.cluster, 'all'),
  ]);
  const { workloads } = auditWorkloads(found, reading, undefined);
  return workloads
    .filter(({ report }) => report.pods.length > 0)
    .map(({ counts }) => ({ ...NO_COUNTS, pods: counts }))
    .reduce(addCounts, NO_COUNTS).pods;
}

test('it counts what audit counts, of every kind, and names the namespace', async () => {
  await fillNamespace(scene);
  const round = await firstRound(await startReplica());
  expect(round.total.pods).toEqual(await countByCommand());
  expect(round.total.pods).toMatchObject({ missed: 4, stuck: 2, skipped: 1, outdated: 1 });
  expect([...round.namespaces.keys()]).toEqual(['team-a']);
  expect(round.total.workloads).toBe(9);
  expect([...round.total.reasons]).toEqual([['opted-out', 1]]);
  expect(round.total.images).toEqual([{ image: 'registry/agent:1', reason: 'ImagePullBackOff', pods: 1 }]);
  expect(round).toMatchObject({ leftOut: 0, seconds: like.any(Number) });
});

test('a namespace of many pods comes in pages, and a workload of several pages is one', async () => {
  scene.deployment('many', { annotations: NODEJS });
  const name = await scene.pod('many');
  const first = scene.server.store.find(PODS, `team-a/${name}`);
  for (let pod = 1; pod < PAGE_SIZE * 2 + 5; pod += 1)
    scene.put(PODS, { ...first, metadata: { ...first?.metadata, name: `many-${pod}`, uid: `uid-${pod}` } });
  const round = await firstRound(await startReplica());
  expect(round.total).toMatchObject({ workloads: 1, pods: { pods: 105, injected: 105 } });
  const limits = scene.server.requests
    .filter(({ path, query }) => path.endsWith('/pods') && query.get('limit') === String(PAGE_SIZE))
    .map(({ query }) => query.get('continue') !== null);
  expect(limits).toEqual([false, true, true]);
});

test('a page that is too large is asked for again with fewer objects', async () => {
  for (const name of ['a', 'b', 'c', 'd', 'e'])
    scene.put(PODS, {
      metadata: {
        name,
        namespace: 'team-a',
        annotations: { ...NODEJS, large: 'x'.repeat(LARGEST_PAGE / 4) },
      },
      spec: { containers: [{ name: 'app', image: 'app:1' }] },
    });
  expect((await firstRound(await startReplica())).total.pods.missed).toBe(5);
  const limits = scene.server.requests
    .filter(({ path, query }) => path.endsWith('/team-a/pods') && query.get('continue') === null)
    .map(({ query }) => Number(query.get('limit')));
  expect(limits[0]).toBe(PAGE_SIZE);
  expect(limits.at(-1)).toBeLessThan(5);
  const later = scene.server.requests
    .filter(({ path, query }) => path.endsWith('/team-a/pods') && query.get('continue') !== null)
    .map(({ query }) => Number(query.get('limit')));
  expect(new Set(later)).toEqual(new Set(limits.slice(-1)));
});

test('a list that takes longer than the API server keeps its state goes on in the state of now', async () => {
  scene.deployment('many', { annotations: NODEJS });
  const name = await scene.pod('many');
  const first = scene.server.store.find(PODS, `team-a/${name}`);
  for (let pod = 1; pod < PAGE_SIZE * 3; pod += 1)
    scene.put(PODS, { ...first, metadata: { ...first?.metadata, name: `many-${pod}`, uid: `uid-${pod}` } });
  scene.server.expireToken(PODS);
  const round = await firstRound(await startReplica());
  expect([round.leftOut, round.total.pods.injected]).toEqual([0, PAGE_SIZE * 3]);
  const asked = scene.server.requests.flatMap(({ path, query }) =>
    path.endsWith('/team-a/pods') ? [query.get('continue')] : [],
  );
  // The first page, the second one in vain and again, and the third.
  expect(asked).toHaveLength(4);
});

test('a namespace without pods costs one request', async () => {
  scene.namespace('empty');
  await firstRound(await startReplica());
  const asked = scene.server.requests.filter(({ path }) => path.includes('/namespaces/empty/'));
  expect(asked.map(({ path }) => path)).toEqual(['/api/v1/namespaces/empty/pods']);
});

test('of two replicas one audits, and the other one when that has gone', async () => {
  await fillNamespace(scene);
  const first = await startReplica();
  await firstRound(first);
  const second = await startReplica({ holder: 'b' });
  const asked = scene.server.requests.length;
  await until(
    () => scene.server.requests.slice(asked).filter(({ path }) => path.includes('/leases/')).length,
    (looks) => looks > 10,
  );
  expect(second.current()).toBeUndefined();
  first.stop();
  expect((await firstRound(second)).total.pods.missed).toBe(4);
});

test('rounds follow each other, and show what has changed', async () => {
  scene.deployment('app', { annotations: NODEJS });
  await scene.pod('app');
  const auditor = await startReplica({ everySeconds: 0 });
  expect((await firstRound(auditor)).total.pods.missed).toBe(0);
  await scene.pod('app', { isAnswered: false });
  await until(auditor.current, (round) => round?.total.pods.missed === 1);
});

describe('what cannot be read', () => {
  test('pods that may not be listed: the log says what to apply, and nothing is said of the cluster', async () => {
    scene.server.deny('list', PODS);
    const auditor = await startReplica({ everySeconds: 0 });
    await until(
      () => logged,
      (lines) => lines.some((line) => line.includes('apply manifests/components/auditor')),
    );
    expect(auditor.current()).toBeUndefined();
  });

  test('an API server that is away for a round: what was found before stands', async () => {
    await fillNamespace(scene);
    const auditor = await startReplica({ everySeconds: 0 });
    await firstRound(auditor);
    scene.server.deny('list', PODS);
    await until(
      () => logged,
      (lines) => lines.some((line) => line.includes('the earlier counts stay')),
    );
    expect(auditor.current()?.total.pods.missed).toBe(4);
  });

  test('a kind whose definition is not there has no objects', async () => {
    scene.put(PODS, {
      metadata: {
        ...{ name: 'canary', namespace: 'team-a', annotations: NODEJS },
        ownerReferences: [
          { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'canary', uid: '1', controller: true },
        ],
      },
      spec: { containers: [{ name: 'app', image: 'app:1' }] },
    });
    scene.server.uninstall('argoproj.io/v1alpha1/rollouts');
    expect((await firstRound(await startReplica())).total.pods).toMatchObject({ pods: 1, missed: 1 });
  });
});

test('pods that have ended are not counted: nothing can be done about them', async () => {
  scene.deployment('job', { annotations: NODEJS });
  for (const phase of ['Succeeded', 'Failed', 'Running'])
    await scene.pod('job', { isAnswered: false, status: { phase } });
  expect((await firstRound(await startReplica())).total.pods).toMatchObject({ pods: 1, missed: 1 });
});

test('what stands on a pod is no label: codes that are none are left out', async () => {
  scene.deployment('app', { annotations: NODEJS });
  await scene.pod('app', {
    isAnswered: false,
    metadata: {
      annotations: {
        ...NODEJS,
        'tracing.dokaseca.io/status': 'skipped',
        'tracing.dokaseca.io/reason': 'invented,opted-out,opted-out',
      },
    },
  });
  const { total } = await firstRound(await startReplica());
  expect([...total.reasons]).toEqual([['opted-out', 1]]);
});

test('a namespace whose pods take too much is left out and named, and the others are counted', async () => {
  await fillNamespace(scene);
  scene.namespace('hostile');
  const env = Array.from({ length: 300_000 }, (_, index) => ({ name: `V${index}` }));
  scene.put(PODS, {
    metadata: { name: 'huge', namespace: 'hostile', annotations: NODEJS },
    spec: { containers: [{ name: 'app', image: 'app:1', env }] },
  });
  const round = await firstRound(await startReplica());
  expect(round).toMatchObject({ leftOut: 1, total: { pods: { missed: 4 } } });
  expect(logged.join('')).toContain('"namespace":"hostile"');
});
