import type { RequestOptions } from 'node:https';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Result } from '../../src/core/result.js';
import { authorityPorts } from '../../src/kube/authority-ports.js';
import { createKubeClient, type KubeClient } from '../../src/kube/client.js';
import { kubeconfigConnection, type Connection } from '../../src/kube/connection.js';
import { CA_SECRET, SERVICE, WEBHOOK_CONFIGURATION } from '../../src/kube/own-objects.js';
import { createLogger } from '../../src/telemetry/logger.js';
import type { AuthorityPorts } from '../../src/tls/authority/ports.js';
import { SECRET_TYPE } from '../../src/tls/authority/secret.js';
import { issueSelfSigned } from '../../src/tls/certificates.js';
import { eventually, kubectl, paths } from './suite/test-cluster.js';
import { connectAs, send, type RawCall } from './suite/token-client.js';
import { manifests, WEBHOOK } from './suite/webhook.js';

/** What the ServiceAccount's rights are about, without the pods. */
const OBJECTS = ['namespace', 'service-account', 'rbac', 'mutating-webhook', 'validating-webhook'].flatMap(
  (name) => ['-f', manifests('base', `${name}.yaml`)],
);
const POLICIES = ['registrations', 'secret'].flatMap((name) => [
  '-f',
  manifests('components', 'write-policy', `${name}.yaml`),
]);

const MUTATING = `/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/${WEBHOOK_CONFIGURATION}`;
const VALIDATING = MUTATING.replace('mutating', 'validating');
const SECRETS = `/api/v1/namespaces/${WEBHOOK}/secrets`;
const DRY = '?dryRun=All';

interface Change extends RawCall {
  readonly name: string;
}

const patch = (name: string, path: string, ...operations: readonly object[]): Change => ({
  ...{ name, method: 'PATCH', path: `${path}${DRY}`, contentType: 'application/json-patch+json' },
  body: operations,
});

const put = (name: string, field: string, value: unknown, path = MUTATING): Change =>
  patch(name, path, { op: 'add', path: field, value });

const ELSEWHERE = { url: 'https://attacker.example/mutate' };
const ANOTHER = {
  ...{ name: 'pods.attacker.example', clientConfig: ELSEWHERE, admissionReviewVersions: ['v1'] },
  ...{ sideEffects: 'None', rules: [] },
};

/** What a stolen token could do to the configurations by RBAC alone. */
const TO_REGISTRATIONS: readonly Change[] = [
  put('call a URL', '/webhooks/0/clientConfig', ELSEWHERE),
  put('call another Service', '/webhooks/0/clientConfig/service/name', 'attacker'),
  put('call a Service of another namespace', '/webhooks/0/clientConfig/service/namespace', 'attacker'),
  put('call another path', '/webhooks/0/clientConfig/service/path', '/other'),
  put('call another port', '/webhooks/0/clientConfig/service/port', 444),
  patch('call no path', MUTATING, { op: 'remove', path: '/webhooks/0/clientConfig/service/path' }),
  put('take in every namespace', '/webhooks/0/namespaceSelector', {}),
  put('leave pods out', '/webhooks/0/objectSelector', { matchLabels: { is: 'never' } }),
  put('ask about Secrets', '/webhooks/0/rules/0/resources', ['secrets']),
  put('ask about updates', '/webhooks/0/rules/0/operations', ['CREATE', 'UPDATE']),
  put('hold up pods', '/webhooks/0/failurePolicy', 'Fail'),
  put('hold up pods for long', '/webhooks/0/timeoutSeconds', 30),
  put('be called once', '/webhooks/0/reinvocationPolicy', 'Never'),
  put('match less', '/webhooks/0/matchPolicy', 'Exact'),
  put('have side effects', '/webhooks/0/sideEffects', 'None'),
  put('speak another version', '/webhooks/0/admissionReviewVersions', ['v1', 'v1beta1']),
  put('have another condition', '/webhooks/0/matchConditions/-', { name: 'never', expression: 'false' }),
  patch('have no condition', MUTATING, { op: 'remove', path: '/webhooks/0/matchConditions' }),
  put('have another webhook', '/webhooks/-', ANOTHER),
  put('rename the webhook', '/webhooks/0/name', 'other.tracing.dokaseca.io'),
  patch('remove the webhook', MUTATING, { op: 'remove', path: '/webhooks/0' }),
  patch('remove all webhooks', MUTATING, { op: 'remove', path: '/webhooks' }),
  put('replace all webhooks', '/webhooks', [ANOTHER]),
  patch('remove one of two webhooks', VALIDATING, { op: 'remove', path: '/webhooks/1' }),
  put('judge by another server', '/webhooks/1/clientConfig', ELSEWHERE, VALIDATING),
  put('hold up platforms', '/webhooks/1/failurePolicy', 'Fail', VALIDATING),
  put('hand caBundle to an injector', '/metadata/annotations/cert-manager.io~1inject-ca-from', 'a/b'),
  put('have a label', '/metadata/labels/owner', 'attacker'),
  put('stay when deleted', '/metadata/finalizers', ['attacker.example/stay']),
  put('be removed with an owner', '/metadata/ownerReferences', [
    { apiVersion: 'v1', kind: 'Node', name: 'none', uid: '00000000-0000-0000-0000-000000000000' },
  ]),
  {
    ...{
      name: 'hold up pods, by apply',
      method: 'PATCH',
      path: `${MUTATING}${DRY}&fieldManager=a&force=true`,
    },
    contentType: 'application/apply-patch+yaml',
    body: {
      ...{ apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration' },
      metadata: { name: WEBHOOK_CONFIGURATION },
      webhooks: [{ name: 'pods.tracing.dokaseca.io', failurePolicy: 'Fail' }],
    },
  },
];

const secret = (name: string, type: string, more: object = {}): object => ({
  ...{ apiVersion: 'v1', kind: 'Secret', type },
  ...{ metadata: { name }, ...more },
});

const createSecret = (name: string, body: object): Change => ({
  name,
  method: 'POST',
  path: `${SECRETS}${DRY}`,
  body,
});

const TOKEN_TYPE = 'kubernetes.io/service-account-token';

/** What a stolen token could create by RBAC alone. */
const TO_SECRETS: readonly Change[] = [
  createSecret('another Secret', secret('another', SECRET_TYPE)),
  createSecret('a Secret of another type', secret(CA_SECRET, 'Opaque')),
  createSecret('a token of another account', {
    ...secret('token', TOKEN_TYPE),
    metadata: { name: 'token', annotations: { 'kubernetes.io/service-account.name': 'default' } },
  }),
  createSecret('a Secret with a generated name', {
    ...secret('', SECRET_TYPE),
    metadata: { generateName: CA_SECRET },
  }),
  createSecret('a Secret that cannot be changed', secret(CA_SECRET, SECRET_TYPE, { immutable: true })),
];

let stolen: Connection;
let admin: Connection;

beforeAll(async () => {
  kubectl('apply', ...OBJECTS);
  stolen = await connectAs(WEBHOOK, WEBHOOK);
  const found = await kubeconfigConnection(join(paths.state, 'pki', 'admin.kubeconfig'));
  if (!found.ok) throw new Error(found.error);
  admin = found.value;
});

afterAll(() => {
  // Without controllers a namespace is never gone.
  const wait = `--wait=${String(paths.network === 'namespace')}`;
  kubectl('delete', '--ignore-not-found', wait, ...POLICIES, ...OBJECTS);
});

/** The calls of the webhook itself. */
const clientOf = (connection: Connection): KubeClient =>
  createKubeClient(connection, {
    'ca-secret': [CA_SECRET],
    'mutating-webhooks': [WEBHOOK_CONFIGURATION],
    'validating-webhooks': [WEBHOOK_CONFIGURATION],
  });

const portsOf = (connection: Connection): AuthorityPorts =>
  authorityPorts({
    client: clientOf(connection),
    objects: { service: SERVICE, secret: CA_SECRET, configuration: WEBHOOK_CONFIGURATION },
    logger: createLogger('silent', { write: () => undefined }),
  });

function valueOf<T>(result: Result<T, string>): T {
  if (result.ok) return result.value;
  throw new Error(result.error);
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
      expect(registrations.map(({ webhooks }) => webhooks.length)).toEqual([1, 2]);
      for (const registration of registrations) {
        const bundles = registration.webhooks.map(({ index, name }) => ({ index, name, text }));
        expect(valueOf(await writeBundles(registration, bundles))).toBe('written');
      }
    }
  });

  test('the webhook cannot make its Secret immutable, so that it could not be renewed', async () => {
    const client = clientOf(stolen);
    const read = await client.read('ca-secret', CA_SECRET);
    if (!read.ok) throw new Error(read.error.message);
    const sealed = await client.replace('ca-secret', CA_SECRET, { ...read.value, immutable: true });
    expect(sealed).toMatchObject({ ok: false, error: { kind: 'rejected' } });
    expect(JSON.stringify(sealed)).toContain('doka-tracing may not make its Secret immutable');
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
