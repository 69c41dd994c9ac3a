import { afterEach, expect, test } from 'vitest';
import { X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { createWebhookServer } from '../../src/http/server.js';
import { listen } from '../../src/http/listen.js';
import { createKubeconfigConnection } from '../../src/kube/connection.js';
import type { AuthoritySource } from '../../src/tls/authority/authority-source.js';
import type { Json } from '../support/api-admin.js';
import { authorityRig, type AuthorityRig } from '../support/authority/rig.js';
import type { Place } from '../support/authority/stage.js';
import { authoritySuite } from '../support/authority/suite.js';
import { until } from '../support/authority/until.js';
import { paths } from './suite/test-cluster.js';

/** The objects are of this file alone. */
const NAME = 'doka-tracing-authority-test';
const LABEL = { 'doka-tracing-test': 'authority' };

async function place(): Promise<Place> {
  const connection = await createKubeconfigConnection(join(paths.state, 'pki', 'admin.kubeconfig'));
  if (!connection.ok) throw new Error(connection.error);
  return [connection.value, { service: NAME, secret: NAME, configuration: NAME }];
}

authoritySuite(place);

const ends: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** A webhook that allows every pod and asks for a new connection each time; it counts calls by the CA of its leaf. */
async function startWebhook(certificates: AuthoritySource) {
  const calls = new Map<string, number>();
  const { server, drain } = createWebhookServer({
    certificates,
    onConnectionEnd: () => undefined,
    app: (_request, response) => response.writeHead(404).end(),
    mutate: (request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const review = JSON.parse(Buffer.concat(chunks).toString()) as {
          readonly request: { readonly uid: string };
        };
        const { issuer } = new X509Certificate(certificates.current().cert);
        calls.set(issuer, (calls.get(issuer) ?? 0) + 1);
        response.writeHead(200, { 'Content-Type': 'application/json', Connection: 'close' });
        const answer = { uid: review.request.uid, allowed: true };
        response.end(
          JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', response: answer }),
        );
      });
    },
  });
  const port = await listen(server, { port: 0, host: '127.0.0.1' });
  if (!port.ok) throw new Error(port.error);
  ends.push(() => drain(0));
  return { url: `https://127.0.0.1:${port.value}/mutate`, calls };
}

/** Registers the webhook for pods of the test, so that one that is not called is refused. */
const registerFor = (rig: AuthorityRig, url: string): Promise<void> =>
  rig.createRegistrations((object) => {
    const [, ours] = object['webhooks'] as readonly Json[];
    const isMutating = object['kind'] === 'MutatingWebhookConfiguration';
    const strict = {
      ...{ clientConfig: { url }, failurePolicy: 'Fail', objectSelector: { matchLabels: LABEL } },
      // The webhook shares its process with the clients: it may be slow, but never be distrusted.
      timeoutSeconds: 30,
    };
    return { ...object, webhooks: [isMutating ? { ...ours, ...strict } : { ...ours }] };
  });

/** Creates pods, dry, one after the other until it is told to stop; gives why some were refused. */
async function createPods(
  { admin }: AuthorityRig,
  namespace: string,
  stop: AbortSignal,
): Promise<readonly string[]> {
  const refusals: string[] = [];
  while (!stop.aborted) {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { generateName: 'authority-', labels: LABEL },
      spec: { automountServiceAccountToken: false, containers: [{ name: 'app', image: 'app' }] },
    };
    await admin.create(`/api/v1/namespaces/${namespace}/pods?dryRun=All`, pod).catch((error: unknown) => {
      refusals.push(String(error));
    });
  }
  return refusals;
}

test('every pod is admitted while the CA is replaced', async () => {
  const [connection, objects] = await place();
  const rig = authorityRig(connection, objects);
  ends.push(() => rig.clear());
  await rig.clear();
  const replica = await rig.start({ names: ['127.0.0.1'], tickMs: 1000 });
  const { url, calls } = await startWebhook(replica);
  await registerFor(rig, url);
  await until(() => replica.isReady());
  // A configuration works about a second after it was written.
  await delay(2000);
  const stop = new AbortController();
  const load = Promise.all(
    Array.from({ length: 4 }, () => createPods(rig, connection.namespace, stop.signal)),
  );
  await delay(2000);
  await rig.admin.remove(rig.paths.secret);
  await until(
    () => replica.lines.some(({ cause }) => cause === 'ca-changed'),
    () => JSON.stringify(replica.lines),
    100_000,
  );
  await delay(5000);
  stop.abort();
  expect((await load).flat()).toEqual([]);
  expect(calls.size).toBe(2);
  for (const count of calls.values()) expect(count).toBeGreaterThan(50);
}, 180_000);
