import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createKubeClient } from '../../../src/kube/client.js';
import {
  createInClusterConnection,
  isInCluster,
  createKubeconfigConnection,
} from '../../../src/kube/connection.js';
import { issueSelfSigned } from '../../../src/tls/certificates.js';
import type { ServingCertificate } from '../../../src/tls/source.js';
import { startApiServer, type ApiServer } from '../../support/api-server/api-server.js';
import { like } from '../../support/like.js';

let folder: string;
let server: ApiServer;
let cert: string;

const issue = (): Promise<ServingCertificate> =>
  issueSelfSigned({
    names: ['127.0.0.1'],
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 600_000),
  });

beforeEach(async () => {
  const issued = await issue();
  cert = issued.cert;
  server = await startApiServer({ tls: issued });
  folder = await mkdtemp(join(tmpdir(), 'doka-tracing-'));
});

afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const put = (name: string, text: string | Uint8Array): Promise<void> => writeFile(join(folder, name), text);
const seenToken = (): string | undefined => server.requests.at(-1)?.headers.authorization;

describe('in a pod', () => {
  const environment = (): Record<string, string> => ({
    KUBERNETES_SERVICE_HOST: '127.0.0.1',
    KUBERNETES_SERVICE_PORT: new URL(server.url).port,
  });

  test('the ServiceAccount is used, and its token again when it was replaced', async () => {
    await Promise.all([put('namespace', 'tracing'), put('token', 'first\n'), put('ca.crt', cert)]);
    const connection = await createInClusterConnection(environment(), folder);
    if (!connection.ok) throw new Error(connection.error);
    const client = createKubeClient(connection.value);
    expect(client.namespace).toBe('tracing');
    expect(await client.list('namespaces')).toMatchObject({ ok: true });
    expect(seenToken()).toBe('Bearer first');
    await put('token', 'second\n');
    expect(await client.list('namespaces')).toMatchObject({ ok: true });
    expect(seenToken()).toBe('Bearer second');
  });

  test('another CA than that of the ServiceAccount is not trusted', async () => {
    const { cert: foreign } = await issue();
    await Promise.all([put('namespace', 'tracing'), put('token', 'first'), put('ca.crt', foreign)]);
    const connection = await createInClusterConnection(environment(), folder);
    if (!connection.ok) throw new Error(connection.error);
    const answer = await createKubeClient(connection.value).list('namespaces');
    expect(answer).toMatchObject({ ok: false, error: { kind: 'unreachable' } });
    expect(server.requests).toEqual([]);
  });

  test('files that are missing are named', async () => {
    const connection = await createInClusterConnection(environment(), folder);
    expect(connection).toMatchObject({
      ok: false,
      error: like.stringContaining('automountServiceAccountToken'),
    });
  });

  test('is recognised by the environment', () => {
    expect(isInCluster({})).toBe(false);
    expect(isInCluster(environment())).toBe(true);
  });
});

describe('with a kubeconfig', () => {
  // Loading the client library takes seconds on a busy machine.
  beforeAll(() => import('@kubernetes/client-node'), 60_000);

  const kubeconfig = (): string =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'test',
      clusters: [
        {
          name: 'test',
          cluster: {
            server: server.url,
            'certificate-authority-data': Buffer.from(cert).toString('base64'),
          },
        },
      ],
      users: [{ name: 'me', user: { token: 'mine' } }],
      contexts: [{ name: 'test', context: { cluster: 'test', user: 'me', namespace: 'shop' } }],
    });

  test('its current context is used', async () => {
    await put('config', kubeconfig());
    const connection = await createKubeconfigConnection(join(folder, 'config'));
    if (!connection.ok) throw new Error(connection.error);
    const client = createKubeClient(connection.value);
    expect(client.namespace).toBe('shop');
    expect(await client.list('namespaces')).toMatchObject({ ok: true });
    expect(seenToken()).toBe('Bearer mine');
  });

  test('one that is not UTF-8 is refused, whatever would become of it', async () => {
    await put('config', Buffer.from(`${kubeconfig()}\n# é\n`, 'latin1'));
    expect(await createKubeconfigConnection(join(folder, 'config'))).toMatchObject({
      ok: false,
      error: like.stringMatching(
        /config:\d+:3: the byte E9 at offset \d+ is not UTF-8; save the text as UTF-8\.$/,
      ),
    });
  });

  test.each([
    ['missing', undefined],
    ['without a context', JSON.stringify({ clusters: [], users: [], contexts: [] })],
    ['no YAML', '{'],
  ])('%s is refused with its path', async (_case, text) => {
    if (text !== undefined) await put('config', text);
    const path = join(folder, 'config');
    expect(await createKubeconfigConnection(path)).toMatchObject({
      ok: false,
      error: like.stringContaining(path),
    });
  });
});
