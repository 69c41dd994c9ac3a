import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { burst, burstDuring, expectOnlyLate } from './suite/burst.js';
import { watchFailedCalls } from './suite/failed-calls.js';
import { applyPlatform } from './suite/platform.js';
import { bringPreviousRelease, REPLICA_BEFORE, type Release } from './suite/previous-release.js';
import { apply, eventually, kubectl, paths, read } from './suite/test-cluster.js';
import {
  installWebhook,
  manifests,
  statusOf,
  uninstallWebhook,
  untilInjecting,
  WEBHOOK,
  type AnsweredPod,
} from './suite/webhook.js';
import { namesOf, untilReplaced, webhookPods } from './suite/webhook-pods.js';

/** From the release before to this one, and back, while pods are created all the time. */

const NAMESPACE = 'upgrade';
const CLIENTS = 16;
const SPEC = { addons: { enable_jaeger: true }, sampling: { strategy: 'probabilistic', ratio: 0.25 } };

const webhook = (...args: readonly string[]): string => kubectl(...args, `--namespace=${WEBHOOK}`);
const rolledOut = (): string => webhook('rollout', 'status', `deployment/${WEBHOOK}`, '--timeout=180s');

interface Stored {
  readonly metadata: { readonly generation: number; readonly resourceVersion: string };
  readonly spec: unknown;
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

const platform = (): Stored => read('tracingplatform', 'default') as Stored;
const instrumentation = (): Stored => read('instrumentation', 'shop', `--namespace=${NAMESPACE}`) as Stored;
const caOf = (): unknown =>
  (read('secret', 'doka-tracing-ca', `--namespace=${WEBHOOK}`) as { readonly data: unknown }).data;

/** Creates pods all the while, and expects that each of them was judged. */
async function expectNoneMissed(what: string, work: () => Promise<unknown>): Promise<void> {
  const failedCalls = watchFailedCalls(paths.state);
  const { created, missed, refused } = await burstDuring(NAMESPACE, { clients: CLIENTS, work });
  process.stderr.write(`${what}: ${created} created, ${missed} missed\n`);
  expect(refused).toEqual([]);
  expectOnlyLate({ created, missed }, failedCalls());
}

let before: Release;
let stored: { readonly platform: Stored; readonly instrumentation: Stored; readonly ca: unknown };

beforeAll(async () => {
  before = await bringPreviousRelease();
  kubectl('apply', '--server-side', '-k', manifests('components', 'instrumentation-crd'));
  apply(before.manifests);
  rolledOut();
  kubectl('create', 'namespace', NAMESPACE);
  applyPlatform(SPEC);
  apply(
    JSON.stringify({
      apiVersion: 'opentelemetry.io/v1alpha1',
      kind: 'Instrumentation',
      metadata: { name: 'shop', namespace: NAMESPACE },
      spec: { propagators: ['tracecontext', 'baggage'], java: { env: [{ name: 'A', value: '1' }] } },
    }),
  );
  await untilInjecting(NAMESPACE);
  await untilAccepted();
  stored = { platform: platform(), instrumentation: instrumentation(), ca: caOf() };
  process.stderr.write(`upgrade from ${before.ref}\n`);
}, 600_000);

afterAll(async () => {
  kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
  await uninstallWebhook('cluster-wide');
});

const untilAccepted = (): Promise<true> =>
  eventually('The platform is not accepted', () =>
    platform().status?.conditions?.some(({ type, status }) => type === 'Accepted' && status === 'True') ===
    true
      ? true
      : undefined,
  );

/** Rolls the manifests out, and waits until none of the pods before is left. */
async function rollOut(change: () => unknown): Promise<void> {
  const old = namesOf(await webhookPods());
  change();
  await untilReplaced(old);
  rolledOut();
}

describe('the release before is replaced by this one', () => {
  test('while pods are created, and no call is lost', async () => {
    await expectNoneMissed('upgrade', () =>
      rollOut(() => {
        installWebhook('cluster-wide');
      }),
    );
  });

  test('and what was stored stays as it was: objects, generation, and the CA', async () => {
    await untilAccepted();
    expect(platform().spec).toEqual(stored.platform.spec);
    expect(platform().metadata.generation).toBe(stored.platform.metadata.generation);
    expect(instrumentation().spec).toEqual(stored.instrumentation.spec);
    expect(caOf()).toEqual(stored.ca);
  });
});

describe('a replica of each release', () => {
  beforeAll(async () => {
    // One replica of the release before beside those of this one, behind the same Service.
    apply(before.replica);
    await eventually('The other replica is not ready', () => (isReady(REPLICA_BEFORE) ? true : undefined));
  });

  afterAll(() => {
    webhook('delete', 'deployment', REPLICA_BEFORE);
  });

  test('both inject, and no call is lost', async () => {
    const failedCalls = watchFailedCalls(paths.state);
    const { created, missed, refused } = await burst(NAMESPACE, {
      clients: CLIENTS,
      isOver: (started) => started >= 600,
    });
    expect(refused).toEqual([]);
    expectOnlyLate({ created, missed }, failedCalls());
  });

  test('do not write over each other for ever', async () => {
    applyPlatform({ ...SPEC, sampling: { strategy: 'probabilistic', ratio: 0.5 } });
    await untilAccepted();
    await eventually('The platform is written again and again', async () => {
      const version = platform().metadata.resourceVersion;
      await new Promise((resolve) => setTimeout(resolve, 5000));
      return platform().metadata.resourceVersion === version ? true : undefined;
    });
  });
});

test('back to the release before, while pods are created, and no call is lost', async () => {
  await expectNoneMissed('downgrade', () => rollOut(() => apply(before.manifests)));
  const { items } = read('pods', `--namespace=${NAMESPACE}`) as { readonly items: readonly AnsweredPod[] };
  expect(items.filter((pod) => statusOf(pod) !== undefined).length).toBeGreaterThan(1000);
});

const isReady = (name: string): boolean =>
  webhook('get', 'deployment', name, '--output=jsonpath={.status.readyReplicas}') === '1';
