import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import jsonPatch, { type Operation } from 'fast-json-patch';
import request from 'supertest';
import { admit } from '../../src/core/admit.js';
import { BACKENDS, LANGUAGES } from '../../src/core/domain.js';
import type { Pod } from '../../src/core/kubernetes/pod.js';
import { REASON_CODES } from '../../src/core/reasons.js';
import { buildCreationRequest } from '../../src/core/review.js';
import type { ClusterSnapshot } from '../../src/core/snapshot.js';
import { createApp } from '../../src/http/app.js';
import { createDecisionLog } from '../../src/http/decision-log.js';
import { createIsolatedJudge } from '../../src/http/isolation/isolated-judge.js';
import { createMutateHandler } from '../../src/http/mutate-handler.js';
import { createLogger } from '../../src/telemetry/logger.js';
import { createMetrics } from '../../src/telemetry/metrics.js';
import {
  disorder,
  discover,
  expectationOf,
  type Fixture,
  isUpdating,
  writeExpectation,
} from '../support/fixtures.js';
import { sceneOf, shownPod, summaryOf, type Scene } from './case.js';
import { like } from '../support/like.js';

const CASES = fileURLToPath(new URL('cases', import.meta.url));

interface Expectation {
  readonly outcome: Readonly<Record<string, unknown>> & { readonly reasons?: readonly string[] };
  readonly pod: unknown;
}

/** Several tests ask for the files of a case, which are read once. */
function oncePerCase<T>(read: (fixture: Fixture) => T): (fixture: Fixture) => T {
  const known = new Map<string, T>();
  return (fixture) => {
    const value = known.get(fixture.name) ?? read(fixture);
    known.set(fixture.name, value);
    return value;
  };
}

const sceneFor = oncePerCase(({ input }) => sceneOf(input));
const expectedFor = oncePerCase((fixture) => expectationOf(fixture) as Expectation);

/**
 * Every folder under cases/ goes the ways that a pod goes. `UPDATE_GOLDEN=1 npm test -- test/golden` writes what is
 * expected anew, by the first way alone, so that the others cannot bend it; read the difference before it is kept.
 */
describe.each(discover(CASES))('$name', (fixture) => {
  test('is decided as expected', () => {
    const { pod, namespace, snapshot } = sceneFor(fixture);
    const before = JSON.stringify(pod);
    const outcome = admit(buildCreationRequest(pod, namespace), snapshot);
    const result = outcome.kind === 'decided' ? outcome.pod : pod;
    const actual = { outcome: summaryOf(outcome), pod: shownPod(result) };
    if (isUpdating()) writeExpectation(fixture, actual);
    expect(actual).toEqual(expectedFor(fixture));
    expect(JSON.stringify(pod)).toBe(before);
    expect(patched(pod, outcome.kind === 'decided' ? outcome.operations : [])).toEqual(plain(result));
  });

  test('is left alone by a second admission', () => {
    const { pod, namespace, snapshot } = sceneFor(fixture);
    const first = admit(buildCreationRequest(pod, namespace), snapshot);
    const again = first.kind === 'decided' ? first.pod : pod;
    const second = admit(buildCreationRequest(again, namespace), snapshot);
    expect(second.kind === 'decided' ? second.operations : []).toEqual([]);
  });
});

/** One case of each folder; that the body makes no difference, the thread for large bodies shows with all of them. */
const OVER_HTTP = [
  ...new Map(discover(CASES).map((fixture) => [fixture.name.split('/')[0], fixture])).values(),
];

test.each(OVER_HTTP)('$name comes out of POST /mutate as expected', async (fixture) => {
  const scene = sceneFor(fixture);
  const { pod } = expectedFor(fixture);
  expect(shownPod(await mutated(scene))).toEqual(pod);
});

test('every case is one input and one expectation, and there is nothing else', () => {
  expect(disorder(CASES)).toEqual([]);
});

test('every reason that the engine gives occurs', () => {
  const notTheEngines = ['internal-error', 'overloaded'];
  const given = discover(CASES).flatMap((fixture) => expectedFor(fixture).outcome.reasons ?? []);
  const wanted = REASON_CODES.filter((code) => !notTheEngines.includes(code));
  expect([...new Set(given)].sort()).toEqual([...wanted].sort());
});

test.each(LANGUAGES)(
  '%s has cases of its own, and one of each backend that is sent to directly',
  (language) => {
    const names = discover(CASES).map(({ name }) => name);
    expect(names.filter((name) => name.startsWith(`${language}/`)).length).toBeGreaterThan(5);
    expect(names).toEqual(like.arrayContaining(BACKENDS.map((backend) => `direct/${backend}-${language}`)));
  },
);

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value)) as unknown;

/** A pod after operations, which are validated on the way; the pod itself stays as it is. */
function patched(pod: Pod, operations: readonly unknown[]): unknown {
  const { newDocument } = jsonPatch.applyPatch(plain(pod), plain(operations) as Operation[], true, true);
  return newDocument;
}

async function mutated({ pod, namespace, snapshot }: Scene): Promise<unknown> {
  const review = {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: 'golden',
      operation: 'CREATE',
      namespace,
      kind: { group: '', version: 'v1', kind: 'Pod' },
      dryRun: false,
      object: pod,
    },
  };
  const answer = await request(appOver(snapshot)).post('/mutate').send(review);
  const { response } = answer.body as { response: { uid: string; allowed: boolean; patch?: string } };
  expect(answer.status).toBe(200);
  expect(response).toMatchObject({ uid: 'golden', allowed: true });
  const patch = Buffer.from(response.patch ?? '', 'base64').toString('utf8');
  return patched(pod, patch === '' ? [] : (JSON.parse(patch) as unknown[]));
}

const metrics = createMetrics({
  version: '0.0.0',
  takeMaxLagMs: () => 0,
  certificateNotAfter: () => undefined,
  isReady: () => true,
});

function appOver(snapshot: ClusterSnapshot): ReturnType<typeof createApp> {
  const mutate = createMutateHandler({
    admit,
    snapshot: () => snapshot,
    lag: { longestWaitMs: () => 0 },
    metrics,
    decisions: createDecisionLog(),
    logger: createLogger('error', { write: () => true }),
    isolated: createIsolatedJudge({
      snapshot: () => snapshot,
      onThreadEnd: metrics.countThreadEnd,
      file: new URL('../../dist/http/isolation/judge-thread.js', import.meta.url),
    }),
  });
  return createApp({ mutate, validate: mutate, warn: mutate, waitingFor: () => [] });
}
