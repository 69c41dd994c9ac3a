import { X509Certificate } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CA_SECRET } from '../../src/kube/own-objects.js';
import { expectOnlyLate } from './suite/burst.js';
import { watchFailedCalls } from './suite/failed-calls.js';
import { sumOf } from './suite/exposition.js';
import { agedCa, replicaAddresses, secretOf, servedBy, trustedCas } from './suite/serving-certificates.js';
import { api, apply, eventually, kubectl, paths } from './suite/test-cluster.js';
import {
  dryRun,
  INJECT,
  installWebhook,
  podWith,
  statusOf,
  uninstallWebhook,
  untilInjecting,
  WEBHOOK,
} from './suite/webhook.js';

const NAMESPACE = 'certificates';
const asking = podWith({ [`${INJECT}java`]: 'true' });

let aged: X509Certificate;

beforeAll(async () => {
  await uninstallWebhook('cluster-wide');
  kubectl('create', 'namespace', NAMESPACE);
  // A CA of which two thirds have passed: the next one is due as soon as the webhook starts.
  kubectl('create', 'namespace', WEBHOOK);
  const { cert, key } = await agedCa(61);
  aged = new X509Certificate(cert);
  apply(JSON.stringify(secretOf({ 'current.crt': cert, 'current.key': key })));
  installWebhook('cluster-wide');
  await untilInjecting(NAMESPACE);
}, 300_000);

afterAll(async () => {
  kubectl('delete', 'namespace', NAMESPACE, '--wait=false');
  // The next suite must not find replicas that are about to change their CA.
  await uninstallWebhook('cluster-wide');
});

const served = async (): Promise<readonly X509Certificate[]> =>
  Promise.all((await replicaAddresses()).map(servedBy));

/** Every registration trusts what every replica serves. */
async function allTrusted(): Promise<boolean> {
  const [leaves, bundles] = [await served(), await trustedCas()];
  return (
    leaves.length === 2 &&
    bundles.length > 0 &&
    bundles.every((cas) =>
      leaves.every((leaf) => cas.some((ca) => leaf.checkIssued(ca) && leaf.verify(ca.publicKey))),
    )
  );
}

const untilTrusted = (what: string): Promise<true> =>
  eventually(what, async () => ((await allTrusted()) ? true : undefined), 150_000);

const untilNewSecret = (): Promise<true> =>
  eventually('There is no new Secret', async () => {
    const { status } = await api(`/api/v1/namespaces/${WEBHOOK}/secrets/${CA_SECRET}`);
    return status === 200 ? true : undefined;
  });

/** How often the replicas passed a pod on because they were busy. */
async function timesOverloaded(): Promise<number> {
  const texts = await Promise.all(
    (await replicaAddresses()).map(async (ip) => (await fetch(`http://${ip}:9090/metrics`)).text()),
  );
  const counted = texts.map((text) => sumOf(text, 'doka_tracing_admissions_total', { result: 'overloaded' }));
  return counted.reduce((sum, each) => sum + each, 0);
}

/** Creates pods one after another, as dry runs, until `work` is done; gives how many, and how many were missed. */
async function underLoad(
  work: () => Promise<unknown>,
): Promise<{ readonly asked: number; readonly missed: number }> {
  let isOver = false;
  let [asked, missed] = [0, 0];
  const client = async (): Promise<void> => {
    while (!isOver) {
      const pod = await dryRun(NAMESPACE, asking);
      asked += 1;
      if (statusOf(pod) === undefined) missed += 1;
    }
  };
  const clients = Array.from({ length: 4 }, client);
  await work().finally(() => {
    isOver = true;
  });
  await Promise.all(clients);
  return { asked, missed };
}

describe('two thirds of the life of the CA have passed', () => {
  test('and the next one takes over under load: published first, and no call fails', async () => {
    const [failedCalls, overloaded] = [watchFailedCalls(paths.state), await timesOverloaded()];
    for (const leaf of await served()) expect(leaf.verify(aged.publicKey)).toBe(true);
    const { asked, missed } = await underLoad(async () => {
      await eventually(
        'The next CA is not published',
        async () => ((await trustedCas()).every((cas) => cas.length >= 2) ? true : undefined),
        120_000,
      );
      await eventually(
        'The next CA does not sign',
        async () => {
          const leaves = await served();
          return leaves.length === 2 && leaves.every((leaf) => !leaf.verify(aged.publicKey))
            ? true
            : undefined;
        },
        300_000,
      );
    });
    expect(await allTrusted()).toBe(true);
    expect(asked).toBeGreaterThan(100);
    // What a busy machine makes late, or has the webhook pass on, is told from what a certificate breaks.
    const passedOn = (await timesOverloaded()) - overloaded;
    const failed = failedCalls();
    process.stderr.write(
      `rotation of the CA and both leaves: ${asked} pods, ${missed} missed; ${passedOn} passed on, ${JSON.stringify(failed)}\n`,
    );
    expect(failed).toEqual({ late: missed - passedOn, broken: [] });
    expectOnlyLate({ created: asked, missed }, failed);
  }, 600_000);
});

describe('what others do to it', () => {
  test.each(['mutatingwebhookconfiguration', 'validatingwebhookconfiguration'])(
    'the caBundle of the %s is removed, and comes back',
    async (kind) => {
      const operation = [{ op: 'remove', path: '/webhooks/0/clientConfig/caBundle' }];
      kubectl('patch', kind, WEBHOOK, '--type=json', `--patch=${JSON.stringify(operation)}`);
      await untilTrusted('The caBundle does not come back');
      await untilInjecting(NAMESPACE);
    },
  );

  test('the Secret is deleted, and both replicas agree on a new one', async () => {
    kubectl('delete', 'secret', CA_SECRET, `--namespace=${WEBHOOK}`);
    await untilNewSecret();
    await untilTrusted('What is served is not trusted');
    await untilInjecting(NAMESPACE);
  });

  test('the Secret is corrupted, and is written anew', async () => {
    const broken = { data: { 'current.crt': Buffer.from('nonsense').toString('base64') } };
    kubectl('patch', 'secret', CA_SECRET, `--namespace=${WEBHOOK}`, `--patch=${JSON.stringify(broken)}`);
    // It is looked at once a minute, and a CA that was just made has to settle before it takes the place.
    await eventually(
      'The Secret stays broken',
      async () => {
        const { body } = await api(`/api/v1/namespaces/${WEBHOOK}/secrets/${CA_SECRET}`);
        const { data } = body as { readonly data: Readonly<Record<string, string>> };
        return data['current.crt'] === broken.data['current.crt'] ? undefined : true;
      },
      300_000,
    );
    await untilTrusted('What is served is not trusted');
    await untilInjecting(NAMESPACE);
  });

  test("somebody else's Secret of that name is not touched, and the log says so", async () => {
    kubectl('delete', 'secret', CA_SECRET, `--namespace=${WEBHOOK}`);
    const foreign = secretOf({ 'tls.crt': 'theirs' }, 'Opaque');
    // Until it is faster than the webhook, which makes its own at once.
    await eventually('The foreign Secret cannot be created', () => {
      kubectl('delete', 'secret', CA_SECRET, `--namespace=${WEBHOOK}`, '--ignore-not-found');
      apply(JSON.stringify(foreign));
      return true;
    });
    await eventually('The log does not say it', () =>
      kubectl(
        'logs',
        `--namespace=${WEBHOOK}`,
        `--selector=app.kubernetes.io/name=${WEBHOOK}`,
        '--tail=200',
      ).includes('Opaque')
        ? true
        : undefined,
    );
    const { body } = await api(`/api/v1/namespaces/${WEBHOOK}/secrets/${CA_SECRET}`);
    expect(body).toMatchObject({
      type: 'Opaque',
      data: { 'tls.crt': Buffer.from('theirs').toString('base64') },
    });
    expect(statusOf(await dryRun(NAMESPACE, asking))).toBeDefined();
    kubectl('delete', 'secret', CA_SECRET, `--namespace=${WEBHOOK}`);
    await untilNewSecret();
    await untilTrusted('What is served is not trusted');
  });
});
