import type { RequestOptions } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Result } from '../../src/core/result.js';
import { createAuthorityPorts } from '../../src/kube/authority-ports.js';
import { createKubeClient, type KubeClient } from '../../src/kube/client.js';
import { createKubeconfigConnection, type Connection } from '../../src/kube/connection.js';
import { CA_SECRET, SERVICE, WEBHOOK_CONFIGURATION } from '../../src/kube/own-objects.js';
import { createLogger } from '../../src/telemetry/logger.js';
import type { AuthorityPorts } from '../../src/tls/authority/ports.js';
import { issueSelfSigned } from '../../src/tls/certificates.js';
import { eventually, kubectl, paths, read } from './suite/test-cluster.js';
import { DRY, ELSEWHERE, put, secret, TO_REGISTRATIONS, TO_SECRETS } from './suite/stolen-token.js';
import { connectAs, send, type RawCall } from './suite/token-client.js';
import { manifests, uninstallWebhook, WEBHOOK } from './suite/webhook.js';

/** What the ServiceAccount's rights are about, without the pods. */
const OBJECTS = ['namespace', 'service-account', 'rbac', 'mutating-webhook', 'validating-webhook'].flatMap(
  (name) => ['-f', manifests('base', `${name}.yaml`)],
);
const POLICIES = ['registrations', 'secret'].flatMap((name) => [
  '-f',
  manifests('components', 'write-policy', `${name}.yaml`),
]);

let stolen: Connection;
let admin: Connection;

const isWholeCluster = paths.network === 'namespace';

beforeAll(async () => {
  // Other suites leave the webhook there, with the policies.
  if (isWholeCluster) await uninstallWebhook('cluster-wide');
  kubectl('apply', ...OBJECTS);
  stolen = await connectAs(WEBHOOK, WEBHOOK);
  const found = await createKubeconfigConnection(join(paths.state, 'pki', 'admin.kubeconfig'));
  if (!found.ok) throw new Error(found.error);
  admin = found.value;
});

afterAll(() => {
  // Without controllers a namespace is never gone.
  kubectl('delete', '--ignore-not-found', `--wait=${String(isWholeCluster)}`, ...POLICIES, ...OBJECTS);
});

/** The calls of the webhook itself. */
const clientOf = (connection: Connection): KubeClient =>
  createKubeClient(connection, {
    'ca-secret': [CA_SECRET],
    'mutating-webhooks': [WEBHOOK_CONFIGURATION],
    'validating-webhooks': [WEBHOOK_CONFIGURATION],
  });

const portsOf = (connection: Connection): AuthorityPorts =>
  createAuthorityPorts({
    client: clientOf(connection),
    objects: { service: SERVICE, secret: CA_SECRET, configuration: WEBHOOK_CONFIGURATION },
    logger: createLogger('silent', { write: () => undefined }),
  });

function valueOf<T>(result: Result<T, string>): T {
  if (result.ok) return result.value;
  throw new Error(result.error);
}

interface PolicyStatus {
  readonly observedGeneration?: number;
  readonly typeChecking?: object;
}

/** What was found out about the types in a policy; undefined where nobody has looked yet. */
function typesOf(policy: string): object | undefined {
  const { status } = read('validatingadmissionpolicy', policy) as { readonly status?: PolicyStatus };
  return status?.observedGeneration === undefined ? undefined : (status.typeChecking ?? {});
}

describe('by RBAC alone, whoever has the token can', () => {
  test.each([...TO_REGISTRATIONS, ...TO_SECRETS])('$name', async (change) => {
    const { status, told } = await send(stolen, change);
    expect([200, 201]).toContain(status);
    expect(told).not.toBe('');
  });
});

describe('with the policies', () => {
  beforeAll(async () => {
    kubectl('apply', ...POLICIES);
    for (const change of [TO_REGISTRATIONS[0], TO_SECRETS[0]])
      await eventually('The policy is not in force', async () =>
        change && (await send(stolen, change)).status === 422 ? true : undefined,
      );
  });

  test.each([...TO_REGISTRATIONS, ...TO_SECRETS])('whoever has the token cannot: $name', async (change) => {
    const { status, told } = await send(stolen, change);
    expect(told).toContain('doka-tracing may ');
    expect(status).toBe(422);
  });

  test.each([...TO_REGISTRATIONS, ...TO_SECRETS])('an administrator can: $name', async (change) => {
    expect([200, 201]).toContain((await send(admin, change)).status);
  });

  test('the webhook can write what it writes', async () => {
    const { readSecret, writeSecret, readRegistrations, writeBundles } = portsOf(stolen);
    expect(valueOf(await writeSecret({ 'current.crt': 'a' }, undefined))).toBe('written');
    expect(valueOf(await writeSecret({ 'next.crt': 'b' }, valueOf(await readSecret())))).toBe('written');
    const { cert } = await issueSelfSigned({
      names: ['doka-tracing'],
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + 3_600_000),
    });
    for (const text of [cert, cert + cert, '']) {
      const registrations = valueOf(await readRegistrations());
      expect(registrations.map(({ webhooks }) => webhooks.length)).toEqual([1, 3]);
      for (const registration of registrations) {
        const bundles = registration.webhooks.map(({ index, name }) => ({ index, name, text }));
        expect(valueOf(await writeBundles(registration, bundles))).toBe('written');
      }
    }
  });

  test('the webhook cannot make its Secret immutable, so that it could not be renewed', async () => {
    const client = clientOf(stolen);
    const found = await client.read('ca-secret', CA_SECRET);
    if (!found.ok) throw new Error(found.error.message);
    const sealed = await client.replace('ca-secret', CA_SECRET, { ...found.value, immutable: true });
    expect(sealed).toMatchObject({ ok: false, error: { kind: 'rejected' } });
    expect(JSON.stringify(sealed)).toContain('doka-tracing may not make its Secret immutable');
  });

  // A controller looks, which an API server alone does not have.
  (isWholeCluster ? test : test.skip)('no expression misuses a type', async () => {
    for (const name of ['doka-tracing-registrations', 'doka-tracing-secret'])
      expect(await eventually('The types are not checked', () => typesOf(name))).toEqual({});
  });

  test('it is held in whichever namespace it is installed', async () => {
    const headers = {
      'impersonate-user': `system:serviceaccount:default:${WEBHOOK}`,
      'impersonate-group': 'system:masters',
    };
    const options = async (): Promise<RequestOptions> => {
      const own = await admin.options();
      return { ...own, headers: { ...(own.headers as Record<string, string>), ...headers } };
    };
    const moved: Connection = { ...admin, options };
    const inNamespace = (namespace: string): RawCall => ({
      ...{ method: 'POST', path: `/api/v1/namespaces/${namespace}/secrets${DRY}` },
      body: secret('any', 'Opaque'),
    });
    const calls = [inNamespace('default'), put('call a URL', '/webhooks/0/clientConfig', ELSEWHERE)];
    for (const call of calls) expect(await send(moved, call)).toMatchObject({ status: 422 });
    // An account of this name does elsewhere what its own rights allow.
    expect(await send(moved, inNamespace('kube-public'))).toMatchObject({ status: 201 });
  });
});
