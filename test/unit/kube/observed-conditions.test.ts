import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { COLLECTOR_HASH, computeCollectorHash } from '../../../src/core/platform/collector-hash.js';
import { ok } from '../../../src/core/result.js';
import { createKubeClient } from '../../../src/kube/client.js';
import { createCollectorObserver } from '../../../src/kube/collector-conditions.js';
import { createLease } from '../../../src/kube/lease.js';
import { createObservedConditions, type ObservedConditions } from '../../../src/kube/observed-conditions.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { startApiServer, type ApiServer } from '../../support/api-server/api-server.js';
import type { Stored } from '../../support/api-server/store.js';
import { like } from '../../support/like.js';
import { QUICK } from '../../support/quick-pace.js';
import { until } from '../../support/until.js';

const PLATFORMS = 'tracing.dokaseca.io/v1alpha1/tracingplatforms';
const SLICES = 'discovery.k8s.io/v1/endpointslices';

let server: ApiServer;
let logged: string[];
let running: ObservedConditions[];

beforeEach(async () => {
  server = await startApiServer();
  logged = [];
  running = [];
});
afterEach(async () => {
  for (const each of running) each.stop();
  await server.stop();
});

function replica(holder = 'a'): ObservedConditions {
  const client = createKubeClient(server.connection);
  const conditions = createObservedConditions({
    client,
    observers: [createCollectorObserver(client)],
    lease: createLease({ client, holder }),
    logger: createLogger('info', { write: (line) => void logged.push(line) }),
    pace: QUICK,
  });
  running.push(conditions);
  // As the watch brings each version.
  server.store.onChange((resource, { object }) => {
    if (resource === PLATFORMS) conditions.judge(object, ok([]));
  });
  return conditions;
}

const stored = (): Stored | undefined => server.store.find(PLATFORMS, '/default');
const apply = (spec: object): void => {
  const status = stored()?.['status'];
  const object = { metadata: { name: 'default' }, spec };
  server.store.put(PLATFORMS, status === undefined ? object : { ...object, status });
};

interface Slice {
  readonly ready?: readonly (boolean | undefined)[];
  readonly hash?: string;
  readonly service?: string;
  readonly namespace?: string;
}

const putSlice = (
  name: string,
  { ready = [], hash, service = 'otel-collector', namespace = 'monitoring' }: Slice,
) =>
  server.store.put(SLICES, {
    metadata: {
      name,
      namespace,
      labels: {
        'kubernetes.io/service-name': service,
        ...(hash === undefined ? {} : { [COLLECTOR_HASH]: hash }),
      },
    },
    endpoints: ready.map((each) => ({
      addresses: ['10.0.0.1'],
      conditions: each === undefined ? {} : { ready: each },
    })),
  });

/** What is said by each type, as `True EndpointsReady`. */
const said = (): Readonly<Record<string, string>> => {
  const { conditions = [] } = (stored()?.['status'] ?? {}) as {
    conditions?: readonly Record<string, string>[];
  };
  return Object.fromEntries(
    conditions.map(({ type = '', status, reason }) => [type, `${status ?? ''} ${reason ?? ''}`]),
  );
};
const untilSaid = (ready: string, current: string): Promise<unknown> =>
  until(said, (all) => all['CollectorReady'] === ready && all['CollectorCurrent'] === current);

const HASH = computeCollectorHash({});

describe('the EndpointSlices of the Collector’s Service say', () => {
  test.each<[string, readonly Slice[], string, string]>([
    ['nothing, as there are none', [], 'False ServiceMissing', 'Unknown ServiceMissing'],
    [
      'nothing of another Service',
      [{ service: 'edge-collector' }],
      'False ServiceMissing',
      'Unknown ServiceMissing',
    ],
    [
      'nothing in another namespace',
      [{ namespace: 'shop' }],
      'False ServiceMissing',
      'Unknown ServiceMissing',
    ],
    ['no endpoint', [{ hash: HASH }], 'False NoEndpointReady', 'True Current'],
    ['none that is ready', [{ hash: HASH, ready: [false, false] }], 'False NoEndpointReady', 'True Current'],
    [
      'one of two that is ready',
      [{ hash: HASH, ready: [false, true] }],
      'True EndpointsReady',
      'True Current',
    ],
    [
      'one of which nothing is said',
      [{ hash: HASH, ready: [undefined] }],
      'True EndpointsReady',
      'True Current',
    ],
    [
      'one in the second slice',
      [{ hash: HASH }, { hash: HASH, ready: [true] }],
      'True EndpointsReady',
      'True Current',
    ],
    ['no label', [{ ready: [true] }], 'True EndpointsReady', 'Unknown LabelMissing'],
    [
      'the label of another choice',
      [{ ready: [true], hash: 'other' }],
      'True EndpointsReady',
      'False Outdated',
    ],
    [
      'both labels',
      [{ hash: HASH }, { ready: [true], hash: 'other' }],
      'True EndpointsReady',
      'False Outdated',
    ],
  ])('%s', async (_what, slices, ready, current) => {
    for (const [index, slice] of slices.entries()) putSlice(`otel-${index}`, slice);
    replica();
    apply({});
    await untilSaid(ready, current);
  });
});

test('it follows the endpoints, and a choice for which the Collector was not rendered', async () => {
  putSlice('otel', { hash: HASH, ready: [true] });
  replica();
  apply({});
  await untilSaid('True EndpointsReady', 'True Current');
  putSlice('otel', { hash: HASH, ready: [false] });
  await untilSaid('False NoEndpointReady', 'True Current');
  apply({ sampling: { strategy: 'tail', percent: 10 } });
  await untilSaid('False NoEndpointReady', 'False Outdated');
  expect(stored()?.['status']).toMatchObject({
    conditions: [{ observedGeneration: 2 }, { observedGeneration: 2 }],
  });
});

test.each([
  ['on the direct route', { route: 'direct' }],
  ['where agents send to another address', { collector: { endpoint: 'http://elsewhere:4318' } }],
])('nothing is said %s, and the conditions of others stay', async (_where, spec) => {
  putSlice('otel', { hash: HASH, ready: [true] });
  replica();
  apply({});
  await untilSaid('True EndpointsReady', 'True Current');
  const status = stored()?.['status'] as { readonly conditions: readonly object[] };
  const foreign = { type: 'Rendered', status: 'True', reason: 'Done' };
  server.store.put(PLATFORMS, {
    metadata: { name: 'default' },
    spec,
    status: { conditions: [...status.conditions, foreign] },
  });
  await until(said, (all) => Object.keys(all).length === 1);
  expect(said()).toEqual({ Rendered: 'True Done' });
});

test('one of two replicas writes, and what is said already is not written again', async () => {
  putSlice('otel', { hash: HASH, ready: [true] });
  replica('a');
  replica('b');
  apply({});
  await untilSaid('True EndpointsReady', 'True Current');
  const looks = (): number => server.requests.filter(({ path }) => path.includes('leases')).length;
  const before = looks();
  await until(looks, (count) => count > before + 20);
  expect(server.requests.filter(({ verb }) => verb === 'patch')).toHaveLength(1);
  const { holderIdentity } = server.store.find(
    'coordination.k8s.io/v1/leases',
    'doka-tracing/doka-tracing',
  )?.['spec'] as { readonly holderIdentity: string };
  expect(['a', 'b']).toContain(holderIdentity);
});

test('nothing is asked while there is no platform that is in force', async () => {
  const conditions = replica();
  apply({ backend: 'kafka' });
  await new Promise((resolve) => setTimeout(resolve, 20 * QUICK.lookMs));
  expect(server.requests).toEqual([]);
  conditions.stop();
});

test('without permission it says what to apply, once, and goes on trying', async () => {
  server.deny('list', SLICES);
  replica();
  apply({});
  await until(
    () => server.requests.filter(({ verb }) => verb === 'list').length,
    (count) => count > 3,
  );
  expect(logged).toHaveLength(1);
  expect(JSON.parse(logged[0] ?? '')).toMatchObject({
    failure: 'forbidden',
    msg: like.stringContaining('apply manifests/components/collector-status'),
  });
  server.allow('list', SLICES);
  await untilSaid('False ServiceMissing', 'Unknown ServiceMissing');
});

test('a replica that ends gives the Lease up', async () => {
  const first = replica('a');
  apply({});
  await untilSaid('False ServiceMissing', 'Unknown ServiceMissing');
  first.stop();
  replica('b');
  putSlice('otel', { hash: HASH, ready: [true] });
  apply({ agents: {} });
  await untilSaid('True EndpointsReady', 'True Current');
});
