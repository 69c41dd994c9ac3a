import { expect, test } from 'vitest';
import type { KubeObject } from '../../../src/kube/object.js';
import { buildBundlePatch, readRegistration } from '../../../src/kube/registrations.js';

const OWN = { name: 'doka-tracing', namespace: 'tracing' };

const webhook = (name: string, clientConfig: unknown): object => ({
  name,
  clientConfig,
  sideEffects: 'None',
});
const configuration = (metadata: object, webhooks: unknown): KubeObject => ({
  metadata: { name: 'doka-tracing', uid: 'u', resourceVersion: '7', generation: 3, ...metadata },
  webhooks,
});

const read = (metadata: object, webhooks: unknown): ReturnType<typeof readRegistration> =>
  readRegistration(configuration(metadata, webhooks), 'MutatingWebhookConfiguration', OWN);

test('webhooks that call our Service or a URL are ours, with their position among all', () => {
  const { webhooks } = read({}, [
    webhook('a', { service: { name: 'other', namespace: 'tracing' } }),
    webhook('b', { service: OWN }),
    webhook('c', { service: { name: 'doka-tracing', namespace: 'other' } }),
    webhook('d', { url: 'https://webhook.example/mutate' }),
  ]);
  expect(webhooks).toEqual([
    { index: 1, name: 'b', trusted: [] },
    { index: 3, name: 'd', trusted: [] },
  ]);
});

test.each([[undefined], [null], ['x'], [[null, 'x', {}, { clientConfig: null }]]])(
  'webhooks that are none are passed over: %j',
  (webhooks) => {
    expect(read({}, webhooks)).toEqual({
      kind: 'MutatingWebhookConfiguration',
      name: 'doka-tracing',
      uid: 'u',
      resourceVersion: '7',
      generation: 3,
      injector: undefined,
      writer: undefined,
      webhooks: [],
    });
  },
);

test.each([
  ['cert-manager.io/inject-ca-from', 'tracing/certificate'],
  ['service.beta.openshift.io/inject-cabundle', 'true'],
])('what fills the bundles is seen: %s', (annotation, value) => {
  expect(read({ annotations: { a: 'b', [annotation]: value } }, []).injector).toBe(annotation);
});

test('the last writer beside us is known', () => {
  const managedFields = [
    { manager: 'helm', time: '2030-01-01T00:00:00Z' },
    { manager: 'argocd-controller', time: '2030-01-03T00:00:00Z' },
    { manager: 'doka-tracing', time: '2030-01-04T00:00:00Z' },
    { manager: 'no-time' },
    null,
  ];
  expect(read({ managedFields }, []).writer).toBe('argocd-controller');
});

test('a patch names the version that was read, and bundles alone', () => {
  expect(buildBundlePatch(read({}, []), [{ index: 3, name: 'd', text: 'é' }])).toEqual([
    { op: 'replace', path: '/metadata/resourceVersion', value: '7' },
    { op: 'add', path: '/webhooks/3/clientConfig/caBundle', value: 'w6k=' },
  ]);
});
