import { afterEach, beforeEach, expect, test } from 'vitest';
import { err, ok, type Issue, type Result } from '../../../src/core/result.js';
import { createKubeClient } from '../../../src/kube/client.js';
import { createPlatformStatus, type PlatformStatus } from '../../../src/kube/platform-status.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { startApiServer, type ApiServer } from '../../support/api-server/api-server.js';
import type { Stored } from '../../support/api-server/store.js';
import { QUICK } from '../../support/quick-pace.js';
import { until } from '../../support/until.js';
import { like } from '../../support/like.js';

const PLATFORMS = 'tracing.dokaseca.io/v1alpha1/tracingplatforms';
const BAD: Result<readonly Issue[]> = err([{ path: 'spec.backend', message: 'is "kafka"; allowed: tempo' }]);
const GOOD: Result<readonly Issue[]> = ok([]);

let server: ApiServer;
let logged: string[];
let running: PlatformStatus[];
let now: Date;

beforeEach(async () => {
  server = await startApiServer();
  logged = [];
  running = [];
  now = new Date('2026-03-01T10:00:00.500Z');
  apply({ backend: 'tempo' });
});

afterEach(async () => {
  for (const status of running) status.stop();
  await server.stop();
});

const stored = (): Stored => {
  const object = server.store.find(PLATFORMS, '/default');
  if (object === undefined) throw new Error('there is no platform');
  return object;
};
const apply = (spec: Readonly<Record<string, unknown>>): void => {
  const status = server.store.find(PLATFORMS, '/default')?.['status'];
  const object = { metadata: { name: 'default' }, spec };
  server.store.put(PLATFORMS, status === undefined ? object : { ...object, status });
};
const conditions = (object = stored()): readonly Record<string, unknown>[] =>
  (object['status'] as { conditions?: Record<string, unknown>[] } | undefined)?.conditions ?? [];
const patches = (): number => server.requests.filter(({ verb }) => verb === 'patch').length;

function replica(): PlatformStatus {
  const status = createPlatformStatus({
    client: createKubeClient(server.connection),
    logger: createLogger('info', { write: (line) => void logged.push(line) }),
    pace: QUICK,
    now: () => now,
  });
  running.push(status);
  return status;
}

const says = (expected: Readonly<Record<string, unknown>>): Promise<unknown> =>
  until(
    () => conditions()[0] ?? {},
    (condition) => Object.entries(expected).every(([key, value]) => condition[key] === value),
  );

test('a platform is accepted, refused with path and remedy, and accepted again', async () => {
  const status = replica();
  status.judge(stored(), GOOD);
  await says({ status: 'True' });
  expect(conditions()).toEqual([
    {
      ...{
        type: 'Accepted',
        status: 'True',
        reason: 'Accepted',
        message: 'In force.',
        observedGeneration: 1,
      },
      lastTransitionTime: '2026-03-01T10:00:00Z',
    },
  ]);
  apply({ backend: 'kafka' });
  now = new Date('2026-03-01T11:00:00Z');
  status.judge(stored(), BAD);
  await says({
    status: 'False',
    reason: 'Invalid',
    observedGeneration: 2,
    lastTransitionTime: '2026-03-01T11:00:00Z',
  });
  expect(conditions()[0]?.['message']).toMatch(
    /^spec\.backend: is "kafka"; allowed: tempo\. Until that is corrected/,
  );
  apply({ backend: 'jaeger' });
  now = new Date('2026-03-01T12:00:00Z');
  status.judge(stored(), ok([{ path: 'spec.addons.enable_foo', message: 'is not known' }]));
  await says({ status: 'True', message: 'In force. spec.addons.enable_foo: is not known' });
  expect(stored()['status']).toMatchObject({ observedGeneration: 3 });
});

const TEMPO = {
  backend: 'tempo',
  route: 'collector',
  endpoints: [
    { exporter: 'otlp', protocol: 'http/protobuf', url: 'http://otel-collector.monitoring.svc:4318' },
    { exporter: 'otlp', protocol: 'grpc', url: 'http://otel-collector.monitoring.svc:4317' },
  ],
  backends: [
    {
      name: 'tempo',
      query: {
        url: 'http://tempo.monitoring.svc:3200',
        service: { name: 'tempo', namespace: 'monitoring', port: 3200 },
      },
    },
  ],
  assumedVersions: [{ component: 'tempo', source: 'default' }, { component: 'collector' }],
};

test('a platform says what it comes to while it is accepted, and nothing of a version that is refused', async () => {
  const status = replica();
  status.judge(stored(), GOOD);
  await says({ status: 'True' });
  expect(stored()['status']).toMatchObject(TEMPO);
  apply({ backend: 'kafka' });
  status.judge(stored(), BAD);
  await says({ status: 'False' });
  expect(Object.keys(stored()['status'] as object).sort()).toEqual(['conditions', 'observedGeneration']);
  apply({ backend: 'tempo', route: 'direct' });
  status.judge(stored(), GOOD);
  await says({ status: 'True' });
  expect(stored()['status']).toMatchObject({ route: 'direct', assumedVersions: [{ component: 'tempo' }] });
});

test.each([
  ['lacks a field', { backend: undefined }],
  ['has another value', { backend: 'kafka' }],
  ['has another list', { assumedVersions: [] }],
])('a status that %s is written once more', async (_what, change) => {
  replica().judge(stored(), GOOD);
  await says({ status: 'True' });
  const said = stored()['status'];
  // Another release may have written it: the condition is the same.
  server.store.put(PLATFORMS, { ...stored(), status: { ...(said as object), ...change } });
  const restarted = replica();
  restarted.judge(stored(), GOOD);
  await until(
    () => stored()['status'],
    (status) => JSON.stringify(status) === JSON.stringify(said),
  );
  server.store.put(PLATFORMS, { ...stored(), status: { ...(said as object), ...change } });
  restarted.judge(stored(), GOOD);
  apply({ backend: 'tempo', route: 'direct' });
  restarted.judge(stored(), GOOD);
  await says({ observedGeneration: 2 });
  expect(patches()).toBe(3);
});

test('what is said already is not written, and the time of a state stays', async () => {
  const status = replica();
  status.judge(stored(), GOOD);
  await says({ status: 'True' });
  now = new Date('2026-03-02T10:00:00Z');
  status.judge(stored(), GOOD);
  replica().judge(stored(), GOOD);
  apply({ backend: 'jaeger' });
  status.judge(stored(), GOOD);
  await says({ observedGeneration: 2, lastTransitionTime: '2026-03-01T10:00:00Z' });
  expect(patches()).toBe(2);
});

test('conditions of others stay', async () => {
  const foreign = { type: 'Rendered', status: 'True', reason: 'Done', message: '', lastTransitionTime: '' };
  server.store.put(PLATFORMS, { ...stored(), status: { conditions: [foreign] } });
  replica().judge(stored(), GOOD);
  await until(conditions, (all) => all.length === 2);
  expect(conditions()[0]).toEqual(foreign);
});

test('a version that is not the newest is not judged over the newest', async () => {
  const old = stored();
  apply({ backend: 'kafka' });
  const status = replica();
  status.judge(old, GOOD);
  await until(patches, (count) => count === 1);
  status.judge(stored(), BAD);
  await says({ status: 'False', observedGeneration: 2 });
  expect(logged).toEqual([]);
});

test('two replicas that judge otherwise have each their say of a generation, and do not fight', async () => {
  const [one, other] = [replica(), replica()];
  one.judge(stored(), GOOD);
  await says({ status: 'True' });
  other.judge(stored(), BAD);
  await says({ status: 'False' });
  for (const status of [one, other, one, other]) {
    status.judge(stored(), GOOD);
    status.judge(stored(), BAD);
  }
  // What they are given after that shows that they are done with it.
  apply({ backend: 'jaeger' });
  one.judge(stored(), GOOD);
  await says({ status: 'True', observedGeneration: 2 });
  other.judge(stored(), BAD);
  await says({ status: 'False', observedGeneration: 2 });
  expect(patches()).toBe(4);
});

test('without permission it says what to apply, once, and goes on trying', async () => {
  server.deny('patch', PLATFORMS);
  replica().judge(stored(), GOOD);
  await until(patches, (count) => count > 3);
  expect(logged).toHaveLength(1);
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    failure: 'forbidden',
    msg: like.stringContaining(
      'may not patch tracingplatforms/status (tracing.dokaseca.io); apply manifests/base/rbac.yaml.',
    ),
  });
  server.allow('patch', PLATFORMS);
  await says({ status: 'True' });
});
