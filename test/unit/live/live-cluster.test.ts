import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { KubeObject } from '../../../src/kube/object.js';
import type { LiveFailureKind } from '../../../src/live/live-failure.js';
import type { LiveAnswer } from '../../../src/live/live-cluster.js';
import { startLiveRig, type LiveRig } from '../../support/live-rig.js';

let rig: LiveRig;

beforeEach(async () => {
  rig = await startLiveRig();
});

afterEach(() => rig.end());

const POD = { apiVersion: 'v1', kind: 'Pod' };
const pod = (name: string, labels = {}): Readonly<Record<string, unknown>> => ({
  metadata: { name, namespace: 'team-a', labels },
});

test('an object comes as the API server wrote it', async () => {
  const limits = [{ type: 'Container', default: { cpu: '1' } }];
  rig.put('/v1/limitranges', {
    metadata: { name: 'range', namespace: 'team-a', creationTimestamp: '2026-01-01T00:00:00Z' },
    spec: { limits, newField: 1 },
  });
  const reference = { apiVersion: 'v1', kind: 'LimitRange', name: 'range', namespace: 'team-a' };
  expect(await rig.cluster.read(reference)).toMatchObject({
    value: { metadata: { creationTimestamp: '2026-01-01T00:00:00Z' }, spec: { limits, newField: 1 } },
  });
});

test('a list has all pages, of the labels that are asked for, with API version and kind', async () => {
  for (let count = 0; count < 1100; count += 1)
    rig.put('/v1/pods', pod(`p${count}`, { half: `${count % 2}` }));
  const listed = await rig.cluster.list({ ...POD, namespace: 'team-a', labelSelector: 'half=1' });
  if (!listed.ok) throw new Error(listed.error.message);
  expect(listed.value).toMatchObject({ isCut: false, items: { length: 550 } });
  expect(listed.value.items[0]).toMatchObject({ apiVersion: 'v1', kind: 'Pod' });
  expect(rig.server.requests.filter(({ verb }) => verb === 'list').length).toBe(3);
});

test('a dry run keeps nothing', async () => {
  const object = { ...POD, metadata: { name: 'try', namespace: 'team-a' } };
  expect(await rig.cluster.create(object, { isDryRun: true })).toMatchObject({ ok: true });
  expect(rig.server.store.list('/v1/pods')).toEqual([]);
  expect(await rig.cluster.create(object)).toMatchObject({ ok: true });
  expect(rig.server.store.list('/v1/pods')).toHaveLength(1);
  expect(await rig.cluster.create(object)).toMatchObject({ error: { kind: 'conflict' } });
  expect(await rig.cluster.remove({ ...POD, name: 'try', namespace: 'team-a' })).toMatchObject({ ok: true });
  expect(rig.server.store.list('/v1/pods')).toEqual([]);
});

describe('a failure says what it is', () => {
  const read = async (kind = 'Pod', apiVersion = 'v1'): Promise<LiveAnswer<KubeObject>> =>
    rig.cluster.read({ apiVersion, kind, name: 'x', namespace: 'team-a' });

  test.each<readonly [string, () => unknown, LiveFailureKind, string]>([
    [
      'no such object',
      (): void => undefined,
      'not-found',
      'get Pod x in namespace team-a: /v1/pods "x" not found.',
    ],
    [
      'no right',
      () => {
        rig.server.deny('get', '/v1/pods');
      },
      'forbidden',
      'get Pod x in namespace team-a: cannot get resource "/v1/pods".',
    ],
    [
      'no login',
      () => {
        rig.server.failNext(401);
      },
      'unauthorized',
      'told to answer 401.',
    ],
    [
      'too many requests',
      () => {
        rig.server.failNext(429);
      },
      'unreachable',
      'told to answer 429.',
    ],
    [
      'a server in trouble',
      () => {
        rig.server.failNext(500);
      },
      'unreachable',
      'told to answer 500.',
    ],
    [
      'a refusal',
      () => {
        rig.server.failNext(422);
      },
      'rejected',
      'told to answer 422.',
    ],
    ['no server', () => rig.server.stop(), 'unreachable', 'the API server cannot be reached ('],
  ])('%s', async (_, happen, kind, sentence) => {
    await read('Node');
    await happen();
    const answer = await read();
    if (answer.ok) throw new Error('it is there');
    expect(answer.error).toMatchObject({ kind });
    expect(answer.error.message).toContain(sentence);
    expect(answer.error.remedy).not.toBe('');
    await rig.server.start().catch(() => undefined);
  });

  test.each([
    ['of a group that is there', 'Gadget', 'v1'],
    ['of a group that is not there', 'Gadget', 'gadgets.example/v1'],
  ])('a kind that is not there, %s', async (_, kind, apiVersion) => {
    const answer = await read(kind, apiVersion);
    expect(answer).toMatchObject({
      error: { kind: 'kind-absent', message: `The cluster has no kind ${kind} of ${apiVersion}.` },
    });
  });

  test('a kind that is not installed, among those that are', async () => {
    rig.server.uninstall('opentelemetry.io/v1alpha1/instrumentations');
    const answer = await rig.cluster.list({
      apiVersion: 'opentelemetry.io/v1alpha1',
      kind: 'Instrumentation',
    });
    expect(answer).toMatchObject({ error: { kind: 'kind-absent' } });
    rig.server.install('opentelemetry.io/v1alpha1/instrumentations');
    expect(
      await rig.cluster.list({ apiVersion: 'opentelemetry.io/v1alpha1', kind: 'Instrumentation' }),
    ).toMatchObject({ ok: true });
  });
});
