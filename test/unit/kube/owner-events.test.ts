import { afterEach, beforeEach, expect, test } from 'vitest';
import { buildFinding } from '../../../src/core/reasons.js';
import { EVENT_BURST, EVENT_MS, EVENT_REPEAT_MS } from '../../../src/kube/bounds.js';
import { createKubeClient } from '../../../src/kube/client.js';
import { createOwnerEvents, type OwnerEvents } from '../../../src/kube/owner-events.js';
import { createOwnerTeller } from '../../../src/serve/owner-teller.js';
import { createLogger } from '../../../src/telemetry/logger.js';
import { startApiServer, type ApiServer } from '../../support/api-server/api-server.js';
import type { Stored } from '../../support/api-server/store.js';
import { like } from '../../support/like.js';
import { until } from '../../support/until.js';

const EVENTS = 'events.k8s.io/v1/events';
const OWNER = { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'orders-6d4c7', uid: 'a-uid' };

let server: ApiServer;
let logged: string[];
let now: number;
let events: OwnerEvents;

beforeEach(async () => {
  server = await startApiServer();
  logged = [];
  now = 0;
  events = createOwnerEvents({
    client: createKubeClient(server.connection),
    instance: 'doka-tracing-1',
    logger: createLogger('info', { write: (line) => void logged.push(line) }),
    now: () => now,
  });
});

afterEach(() => server.stop());

/** Records that a pod of an owner was skipped. */
function record(uid = 'a-uid', codes: readonly string[] = ['container-not-found']): void {
  const owner = { ...OWNER, uid };
  events.record({ namespace: 'shop', owner, reason: 'InjectionSkipped', codes, note: 'It was skipped.' });
}

const written = (count: number): Promise<readonly Stored[]> =>
  until(
    () => server.store.list(EVENTS),
    (found) => found.length === count,
  );
const countCalls = (): number => server.requests.filter(({ verb }) => verb === 'create').length;

test('an Event is about the owner, and says why in the form of events.k8s.io', async () => {
  record();
  const [event] = await written(1);
  expect(event).toMatchObject({
    metadata: { name: like.stringMatching(/^orders-6d4c7\../), namespace: 'shop' },
    regarding: { ...OWNER, namespace: 'shop' },
    eventTime: like.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/),
    ...{ type: 'Warning', reason: 'InjectionSkipped', action: 'Inject', note: 'It was skipped.' },
    reportingController: 'tracing.dokaseca.io/doka-tracing',
    reportingInstance: 'doka-tracing-1',
  });
});

test('the pods of one owner are reported once, another reason and another owner by themselves', async () => {
  for (let pod = 0; pod < 10; pod += 1) record();
  record('a-uid', ['pod-security']);
  record('another');
  await written(3);
  expect(countCalls()).toBe(3);
});

test('it is reported again after a while', async () => {
  record();
  now += EVENT_REPEAT_MS - 1;
  record();
  now += 1;
  record();
  await written(2);
  expect(countCalls()).toBe(2);
});

test('many owners at once get so many Events, and then one for each pause', async () => {
  for (let owner = 0; owner < EVENT_BURST + 5; owner += 1) record(`owner-${owner}`);
  await written(EVENT_BURST);
  expect(logged.join('')).toContain('Events were left out because there were too many.');
  now += 2 * EVENT_MS;
  for (let owner = 0; owner < 5; owner += 1) record(`late-${owner}`);
  await written(EVENT_BURST + 2);
  expect(countCalls()).toBe(EVENT_BURST + 2);
});

test('an owner that was left out is reported later', async () => {
  for (let owner = 0; owner < EVENT_BURST; owner += 1) record(`owner-${owner}`);
  record('last');
  now += EVENT_MS;
  record('last');
  await written(EVENT_BURST + 1);
  expect(server.store.list(EVENTS).map(({ regarding }) => (regarding as { uid: string }).uid)).toContain(
    'last',
  );
});

test('a failure is logged once, and nothing is thrown', async () => {
  await server.stop();
  record('one');
  record('two');
  await until(
    () => logged.filter((line) => line.includes('An Event could not be written.')),
    (lines) => lines.length > 0,
  );
  expect(logged.filter((line) => line.includes('could not be written'))).toHaveLength(1);
});

test('the note has each refusal with its remedy, without credentials; notices alone are no Event', async () => {
  const tell = createOwnerTeller(events);
  const pod = { namespace: 'shop', owner: OWNER, status: 'partial' } as const;
  tell({ ...pod, findings: [buildFinding('endpoint-qualified')] });
  tell({
    ...pod,
    findings: [
      buildFinding('container-not-found', 'java: the pod has no container ap; it has app.'),
      buildFinding('instrumentation-not-found', 'go: there is no "https://user:hunter2@x".'),
    ],
  });
  const [event] = await written(1);
  expect(event?.['reason']).toBe('InjectionPartial');
  expect(event?.['note']).toContain('it has app. Correct the name;');
  expect(event?.['note']).not.toContain('hunter2');
});
