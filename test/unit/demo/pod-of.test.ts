import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { buildAdmissionReview } from '../../../demo/api-server.js';
import { buildSubmittedPod, type Deployment } from '../../../demo/pod-of.js';
import { readShop } from '../../../demo/shop.js';
import { like } from '../../support/like.js';

const DEPLOYMENT: Deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop', labels: { of: 'the deployment' } },
  spec: {
    template: {
      metadata: { labels: { app: 'web' }, annotations: { a: 'b' } },
      spec: { containers: [{ name: 'app', image: 'web:1' }] },
    },
  },
};

test('the pod is what the ReplicaSet controller sends', () => {
  const pod = buildSubmittedPod(DEPLOYMENT);
  const hash = pod.metadata.labels?.['pod-template-hash'] ?? '';
  expect(hash).toMatch(/^[bcdfghjklmnpqrstvwxz2456789]{1,10}$/);
  expect(pod).toEqual({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      generateName: `web-${hash}-`,
      namespace: 'shop',
      labels: { app: 'web', 'pod-template-hash': hash },
      annotations: { a: 'b' },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'ReplicaSet',
          name: `web-${hash}`,
          uid: like.stringMatching(/^[0-9a-f]{8}-0000-4000-8000-[0-9a-f]{12}$/),
          controller: true,
        },
      ],
    },
    spec: { containers: [{ name: 'app', image: 'web:1' }] },
  });
});

test('the hash depends on the template and on nothing else', () => {
  const hashOf = (deployment: Deployment): string | undefined =>
    buildSubmittedPod(deployment).metadata.labels?.['pod-template-hash'];
  const renamed = { ...DEPLOYMENT, metadata: { ...DEPLOYMENT.metadata, name: 'other' } };
  const template = { spec: { containers: [{ name: 'app', image: 'web:2' }] } };
  expect(hashOf(renamed)).toBe(hashOf(DEPLOYMENT));
  expect(hashOf({ ...DEPLOYMENT, spec: { template } })).not.toBe(hashOf(DEPLOYMENT));
});

test('a Deployment without namespace and template metadata', () => {
  const { metadata } = buildSubmittedPod({
    ...DEPLOYMENT,
    metadata: { name: 'web' },
    spec: { template: { spec: DEPLOYMENT.spec.template.spec } },
  });
  expect(metadata.namespace).toBe('default');
  expect(metadata).not.toHaveProperty('annotations');
  expect(Object.keys(metadata.labels ?? {})).toEqual(['pod-template-hash']);
});

test('the example holds what the demo reads', async () => {
  const { deployments, services } = await readShop();
  expect(deployments.map(({ metadata }) => metadata)).toMatchObject([
    { name: 'checkout', namespace: 'shop' },
    { name: 'storefront', namespace: 'shop' },
  ]);
  for (const { spec } of deployments) {
    expect(spec.template.metadata?.annotations).toEqual({
      'instrumentation.opentelemetry.io/inject-nodejs': 'true',
    });
    expect(spec.template.spec.containers).toHaveLength(1);
  }
  expect(services.map(({ metadata, spec }) => [metadata.name, spec.ports?.[0]?.port])).toEqual([
    ['checkout', 8080],
    ['storefront', 8080],
  ]);
});

test('review.json of the example is the review of the storefront', async () => {
  const { deployments, folder } = await readShop();
  const storefront = deployments.find(({ metadata }) => metadata.name === 'storefront');
  if (storefront === undefined) throw new Error('The example has no storefront.');
  const review = JSON.parse(readFileSync(join(folder, 'review.json'), 'utf8')) as {
    readonly request: { readonly uid: string };
  };
  expect(review).toEqual(buildAdmissionReview(buildSubmittedPod(storefront), review.request.uid));
});

test('a folder without the example is reported', async () => {
  await expect(readShop('no-such-folder')).rejects.toThrow(/The demo needs no-such-folder.checkout\.yaml/);
});
