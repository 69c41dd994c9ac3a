import { describe, expect, test } from 'vitest';
import { INJECT_LABEL, MIRROR_POD } from '../../src/core/annotations.js';
import { WEBHOOK_CONFIGURATION } from '../../src/kube/own-objects.js';
import { only, type Manifest } from '../support/kustomize.js';
import { installation, INSTALLATIONS, OVERLAYS, type Overlay } from './installations.js';
import { like } from '../support/like.js';

type Registration = Readonly<Record<string, unknown>>;

const webhooksOf = (manifests: readonly Manifest[], kind: string): readonly Registration[] =>
  only(manifests, kind)['webhooks'] as readonly Registration[];

const mutating = (overlay: Overlay): Registration => {
  const [webhook, ...more] = webhooksOf(installation(overlay), 'MutatingWebhookConfiguration');
  expect(more).toEqual([]);
  return webhook ?? {};
};

const service = (path: string): object => ({
  service: { name: 'doka-tracing', namespace: 'doka-tracing', path, port: 443 },
});

const OUTSIDE = {
  key: 'kubernetes.io/metadata.name',
  operator: 'NotIn',
  values: ['kube-system', 'doka-tracing'],
};

describe.each(OVERLAYS)('%s asks about pods', (overlay) => {
  test('that are created, once more after other webhooks, and goes on without an answer', () => {
    const { namespaceSelector, matchConditions, ...rest } = mutating(overlay);
    expect([namespaceSelector, matchConditions]).not.toContain(undefined);
    expect(rest).toEqual({
      name: 'pods.tracing.dokaseca.io',
      admissionReviewVersions: ['v1'],
      clientConfig: service('/mutate'),
      rules: [
        {
          apiGroups: [''],
          apiVersions: ['v1'],
          resources: ['pods'],
          operations: ['CREATE'],
          scope: 'Namespaced',
        },
      ],
      matchPolicy: 'Equivalent',
      failurePolicy: 'Ignore',
      timeoutSeconds: 2,
      reinvocationPolicy: 'IfNeeded',
      sideEffects: 'NoneOnDryRun',
    });
  });

  test('but not about mirror pods and its own', () => {
    expect(mutating(overlay)['matchConditions']).toEqual([
      {
        name: 'not-a-mirror-pod',
        expression: `!has(object.metadata.annotations) || !('${MIRROR_POD}' in object.metadata.annotations)`,
      },
      {
        name: 'not-the-webhook-itself',
        expression:
          "!has(object.metadata.labels) || !('app.kubernetes.io/name' in object.metadata.labels) || " +
          "object.metadata.labels['app.kubernetes.io/name'] != 'doka-tracing'",
      },
    ]);
  });
});

test.each<[Overlay, object]>([
  ['cluster-wide', { key: INJECT_LABEL, operator: 'NotIn', values: ['disabled'] }],
  ['opt-in', { key: INJECT_LABEL, operator: 'In', values: ['enabled'] }],
])('%s selects namespaces', (overlay, label) => {
  expect(mutating(overlay)['namespaceSelector']).toEqual({ matchExpressions: [OUTSIDE, label] });
});

test('objects are judged when they are created or changed, never when they are deleted', () => {
  const judged = (name: string, group: string, resource: string, scope: string): object => ({
    name,
    admissionReviewVersions: ['v1'],
    clientConfig: service('/validate'),
    rules: [
      {
        apiGroups: [group],
        apiVersions: ['v1alpha1'],
        resources: [resource],
        operations: ['CREATE', 'UPDATE'],
        scope,
      },
    ],
    matchPolicy: 'Equivalent',
    failurePolicy: 'Ignore',
    timeoutSeconds: 2,
    sideEffects: 'None',
  });
  expect(webhooksOf(installation(), 'ValidatingWebhookConfiguration')).toEqual([
    judged('instrumentations.tracing.dokaseca.io', 'opentelemetry.io', 'instrumentations', 'Namespaced'),
    judged('platforms.tracing.dokaseca.io', 'tracing.dokaseca.io', 'tracingplatforms', 'Cluster'),
    like.objectContaining({ name: 'workloads.tracing.dokaseca.io' }),
  ]);
});

test('workloads are warned of in every namespace but the system’s own, and never held up', () => {
  const [, , workloads] = webhooksOf(installation(), 'ValidatingWebhookConfiguration');
  const rule = (group: string, ...resources: readonly string[]): object => ({
    ...{ apiGroups: [group], apiVersions: ['v1'], operations: ['CREATE', 'UPDATE'], scope: 'Namespaced' },
    resources,
  });
  expect(workloads).toMatchObject({
    clientConfig: service('/warn'),
    rules: [
      rule('apps', 'deployments', 'statefulsets', 'daemonsets', 'replicasets'),
      rule('batch', 'jobs', 'cronjobs'),
    ],
    failurePolicy: 'Ignore',
    timeoutSeconds: 1,
    sideEffects: 'None',
    namespaceSelector: {
      matchExpressions: [
        { key: 'kubernetes.io/metadata.name', operator: 'NotIn', values: ['kube-system', 'doka-tracing'] },
      ],
    },
  });
});

describe.each(INSTALLATIONS)('%s', (_, manifests) => {
  test('names its registrations as the code does, before the Operator’s', () => {
    for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'])
      expect(only(manifests, kind).metadata.name).toBe(WEBHOOK_CONFIGURATION);
    const names = ['opentelemetry-operator-mutation', WEBHOOK_CONFIGURATION];
    expect(names.sort()[0]).toBe(WEBHOOK_CONFIGURATION);
  });

  test('reaches a port of its Service', () => {
    expect(only(manifests, 'Service').spec).toMatchObject({
      ports: like.arrayContaining([{ name: 'https', port: 443, targetPort: 'https' }]),
    });
  });
});

test('with cert-manager its cainjector writes the caBundle', () => {
  const manifests = installation('cluster-wide', ['cert-manager']);
  const certificate = only(manifests, 'Certificate', 'doka-tracing');
  const { namespace = '', name } = certificate.metadata;
  for (const kind of ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'])
    expect(only(manifests, kind).metadata.annotations).toEqual({
      'cert-manager.io/inject-ca-from': `${namespace}/${name}`,
    });
  expect(certificate.spec).toMatchObject({ dnsNames: ['doka-tracing.doka-tracing.svc'] });
});
