import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiComponents } from './control-plane/components.js';
import { startComponent, stopComponent, waitForApiServer } from './control-plane/lifecycle.js';
import { burst, burstDuring, expectOnlyLate } from './suite/burst.js';
import { failedOpen } from './suite/api-metrics.js';
import { watchFailedCalls } from './suite/failed-calls.js';
import { applyPlatform } from './suite/platform.js';
import { kubectl, paths } from './suite/test-cluster.js';
import {
  dryRun,
  INJECT,
  installWebhook,
  podWith,
  statusOf,
  untilInjecting,
  untilPod,
  WEBHOOK,
} from './suite/webhook.js';
import { namesOf, untilGone, untilReplaced, webhookPods } from './suite/webhook-pods.js';

const NAMESPACE = 'availability';
const CLIENTS = 32;
const asking = podWith({ [`${INJECT}java`]: 'true' });

const webhook = (...args: readonly string[]): string => kubectl(...args, `--namespace=${WEBHOOK}`);
const rolledOut = (): string => webhook('rollout', 'status', `deployment/${WEBHOOK}`, '--timeout=180s');

beforeAll(async () => {
  installWebhook('cluster-wide');
  kubectl('create', 'namespace', NAMESPACE);
  applyPlatform({});
  await untilInjecting(NAMESPACE);
});

afterAll(() => {
  kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
  kubectl('delete', 'tracingplatforms', '--all');
});

describe('the API server is restarted', () => {
  test('and the same webhook pods go on with what changes after it', async () => {
    const before = namesOf(await webhookPods());
    const [, apiServer] = apiComponents(paths);
    if (apiServer === undefined) throw new Error('There is no API server among the components.');
    await stopComponent(paths, apiServer.name);
    startComponent(paths, apiServer);
    await waitForApiServer(paths);
    kubectl('annotate', 'namespace', NAMESPACE, 'resource.opentelemetry.io/after=restart', '--overwrite');
    await untilPod('What changed after the restart is not seen', NAMESPACE, {
      pod: asking,
      is: (pod) => JSON.stringify(pod.spec).includes('after=restart'),
    });
    const after = await webhookPods();
    expect(namesOf(after)).toEqual(before);
    for (const { status } of after) expect(status.containerStatuses?.[0]?.restartCount).toBe(0);
  });
});

describe('the webhook is gone', () => {
  afterAll(async () => {
    webhook('scale', `deployment/${WEBHOOK}`, '--replicas=2');
    rolledOut();
    await untilInjecting(NAMESPACE);
  });

  test('and pods are created as they are', async () => {
    webhook('scale', `deployment/${WEBHOOK}`, '--replicas=0');
    await untilGone();
    const opened = await failedOpen();
    const pod = await dryRun(NAMESPACE, asking);
    expect(statusOf(pod)).toBeUndefined();
    expect(pod.spec.initContainers).toBeUndefined();
    expect(await failedOpen()).toBeGreaterThan(opened);
  });
});

describe(`a burst of 1,000 pods by ${CLIENTS} clients`, () => {
  test('creates all of them, and loses no call', async () => {
    const failedCalls = watchFailedCalls(paths.state);
    const { created, missed, refused } = await burst(NAMESPACE, {
      clients: CLIENTS,
      isOver: (started) => started >= 1000,
    });
    process.stderr.write(`burst: ${created} created, ${missed} missed\n`);
    expect(refused).toEqual([]);
    expect(created).toBe(1000);
    expectOnlyLate({ created, missed }, failedCalls());
  });

  test('creates all of them while one replica is killed', async () => {
    const [victim] = await webhookPods();
    let isKilled = false;
    const { created, missed, refused } = await burst(NAMESPACE, {
      clients: CLIENTS,
      isOver: (started) => {
        if (started >= 300 && !isKilled && victim !== undefined) {
          isKilled = true;
          webhook('delete', 'pod', victim.metadata.name, '--grace-period=0', '--force', '--wait=false');
        }
        return started >= 1000;
      },
    });
    process.stderr.write(`burst, one replica killed: ${created} created, ${missed} missed\n`);
    expect(refused).toEqual([]);
    expect(created).toBe(1000);
    expect(isKilled).toBe(true);
    rolledOut();
  });

  test('creates all of them while the webhook is rolled out anew, and loses no call', async () => {
    const failedCalls = watchFailedCalls(paths.state);
    const old = namesOf(await webhookPods());
    webhook('rollout', 'restart', `deployment/${WEBHOOK}`);
    const { created, missed, refused } = await burstDuring(NAMESPACE, {
      clients: CLIENTS,
      work: () => untilReplaced(old),
    });
    process.stderr.write(`burst, rollout: ${created} created, ${missed} missed\n`);
    expect(refused).toEqual([]);
    expect(created).toBeGreaterThanOrEqual(1000);
    expectOnlyLate({ created, missed }, failedCalls());
  });
});
