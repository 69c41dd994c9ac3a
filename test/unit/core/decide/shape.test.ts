import { describe, expect, test } from 'vitest';
import { findMalformedPart, readMetadata, readPod } from '../../../../src/core/decide/shape.js';

const podOfContainer = (container: unknown): unknown => ({ spec: { containers: [container] } });
const podOfSpec = (part: object): unknown => ({ spec: { containers: [], ...part } });

describe('podOf takes', () => {
  test.each<[string, unknown]>([
    ['no container', { spec: { containers: [] } }],
    ['a container with a name alone', podOfContainer({ name: 'a' })],
    [
      'fields that it does not know',
      { spec: { containers: [{ name: 'a', later: [1, { x: 2 }] }], later: true }, later: 1 },
    ],
    [
      'a variable by value and by reference',
      podOfContainer({
        name: 'a',
        env: [
          { name: 'A', value: '' },
          { name: 'B', valueFrom: { secretKeyRef: { name: 's', key: 'k' } } },
        ],
      }),
    ],
    [
      'amounts as numbers',
      podOfContainer({ name: 'a', resources: { limits: { cpu: 1 }, requests: { memory: '1Gi' } } }),
    ],
    ['an owner', { metadata: { ownerReferences: [{ kind: 'Job', name: 'j' }] }, spec: { containers: [] } }],
  ])('%s, and gives it back as it is', (_, object) => {
    expect(readPod(object)).toBe(object);
  });
});

describe('podOf refuses', () => {
  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['a list', []],
    ['text', 'pod'],
    ['no spec', {}],
    ['a spec that is null', { spec: null }],
    ['no containers', { spec: {} }],
    ['containers that are null', { spec: { containers: null } }],
    ['containers that are an object', { spec: { containers: {} } }],
    ['a container that is null', podOfContainer(null)],
    ['a container without a name', podOfContainer({})],
    ['a container with a number as its name', podOfContainer({ name: 1 })],
    ['an image that is no text', podOfContainer({ name: 'a', image: 1 })],
    ['variables as a map', podOfContainer({ name: 'a', env: { A: '1' } })],
    ['a variable without a name', podOfContainer({ name: 'a', env: [{ value: '1' }] })],
    ['a number as a value', podOfContainer({ name: 'a', env: [{ name: 'A', value: 1 }] })],
    ['text as a source', podOfContainer({ name: 'a', env: [{ name: 'A', valueFrom: 'x' }] })],
    [
      'text as a reference',
      podOfContainer({ name: 'a', env: [{ name: 'A', valueFrom: { secretKeyRef: 'x' } }] }),
    ],
    ['a source of variables that is no object', podOfContainer({ name: 'a', envFrom: ['x'] })],
    ['a prefix that is no text', podOfContainer({ name: 'a', envFrom: [{ prefix: 1 }] })],
    ['a mount without a path', podOfContainer({ name: 'a', volumeMounts: [{ name: 'v' }] })],
    ['resources as a list', podOfContainer({ name: 'a', resources: [] })],
    ['an amount that is an object', podOfContainer({ name: 'a', resources: { limits: { cpu: {} } } })],
    ['text as a security context', podOfContainer({ name: 'a', securityContext: 'x' })],
    ['text as a seccomp profile', podOfContainer({ name: 'a', securityContext: { seccompProfile: 'x' } })],
    ['init containers as an object', podOfSpec({ initContainers: {} })],
    ['an init container without a name', podOfSpec({ initContainers: [{}] })],
    ['an ephemeral container without a name', podOfSpec({ ephemeralContainers: [{}] })],
    ['a volume without a name', podOfSpec({ volumes: [{ emptyDir: {} }] })],
    ['text as os', podOfSpec({ os: 'linux' })],
    ['a number in a node selector', podOfSpec({ nodeSelector: { a: 1 } })],
    ['text as a pull secret', podOfSpec({ imagePullSecrets: ['x'] })],
    ['text as the security context of the pod', podOfSpec({ securityContext: 'x' })],
    ['metadata as a list', { metadata: [], spec: { containers: [] } }],
    ['a name that is no text', { metadata: { name: 1 }, spec: { containers: [] } }],
    ['a number in the labels', { metadata: { labels: { a: 1 } }, spec: { containers: [] } }],
    ['true in the annotations', { metadata: { annotations: { a: true } }, spec: { containers: [] } }],
    ['an owner without a kind', { metadata: { ownerReferences: [{ name: 'x' }] }, spec: { containers: [] } }],
    [
      'an owner with a number as its UID',
      { metadata: { ownerReferences: [{ kind: 'Job', name: 'x', uid: 1 }] }, spec: { containers: [] } },
    ],
  ])('%s', (_, object) => {
    expect(readPod(object)).toBeUndefined();
  });
});

const app = (part: object): unknown => podOfContainer({ name: 'app', ...part });

describe('the part that does not fit is named', () => {
  test.each<[string, unknown, string]>([
    ['the pod', 'pod', 'The pod is text; it must be an object.'],
    ['a spec', {}, 'spec is missing; it must be an object.'],
    ['no containers', { spec: { containers: null } }, 'spec.containers is null; it must be a list.'],
    ['containers as a map', { spec: { containers: {} } }, 'spec.containers is an object; it must be a list.'],
    ['a container that is text', podOfContainer('app'), 'spec.containers[0] is text; it must be an object.'],
    [
      'a container without a name',
      podOfContainer({}),
      'spec.containers[0].name is missing; it must be text.',
    ],
    [
      'a number as a value',
      app({
        env: [
          { name: 'A', value: '1' },
          { name: 'FOO', value: 8080 },
        ],
      }),
      'spec.containers[0].env[1].value (container app, variable FOO) is a number; it must be text, so put it in quotes.',
    ],
    [
      'true as a value of an init container',
      podOfSpec({ initContainers: [{ name: 'init', env: [{ name: 'A', value: true }] }] }),
      'spec.initContainers[0].env[0].value (init container init, variable A) is a boolean; it must be text, so put it in quotes.',
    ],
    [
      'variables as a map',
      app({ env: { A: '1' } }),
      'spec.containers[0].env (container app) is an object; it must be a list.',
    ],
    [
      'a variable without a name',
      app({ env: [{ value: '1' }] }),
      'spec.containers[0].env[0].name (container app) is missing; it must be text.',
    ],
    [
      'a reference that is text',
      app({ env: [{ name: 'A', valueFrom: { secretKeyRef: 'x' } }] }),
      'spec.containers[0].env[0].valueFrom.secretKeyRef (container app, variable A) is text; it must be an object.',
    ],
    [
      'a mount without a path',
      app({ volumeMounts: [{ name: 'v' }] }),
      'spec.containers[0].volumeMounts[0].mountPath (container app, mount v) is missing; it must be text.',
    ],
    [
      'an amount that is an object',
      app({ resources: { limits: { 'nvidia.com/gpu': {} } } }),
      'spec.containers[0].resources.limits["nvidia.com/gpu"] (container app) is an object; it must be a number or text.',
    ],
    [
      'a volume without a name',
      podOfSpec({ volumes: [{ name: 'a' }, { emptyDir: {} }] }),
      'spec.volumes[1].name is missing; it must be text.',
    ],
    [
      'a number in a node selector',
      podOfSpec({ nodeSelector: { zone: 1 } }),
      'spec.nodeSelector.zone is a number; it must be text, so put it in quotes.',
    ],
    [
      'a number in the labels',
      { metadata: { labels: { version: 2 } }, spec: { containers: [] } },
      'metadata.labels.version is a number; it must be text, so put it in quotes.',
    ],
    [
      'an owner without a kind',
      { metadata: { ownerReferences: [{ name: 'x' }] }, spec: { containers: [] } },
      'metadata.ownerReferences[0].kind (owner x) is missing; it must be text.',
    ],
    [
      'annotations that are too many',
      { metadata: { annotations: { a: 'x'.repeat(262_144) } }, spec: { containers: [] } },
      'metadata.annotations takes 262145 bytes; Kubernetes allows 262144.',
    ],
  ])('%s', (_, object, sentence) => {
    expect(findMalformedPart(object)?.sentence).toBe(sentence);
  });

  test('without the value, which may be a credential, and in few words', () => {
    const name = 'N'.repeat(1000);
    const { sentence = '' } = findMalformedPart(app({ env: [{ name, value: 271_828 }] })) ?? {};
    expect(sentence).not.toContain('271828');
    expect(sentence.length).toBeLessThan(300);
  });

  test('and there is none in a pod that can be read', () => {
    expect(findMalformedPart(app({ env: [{ name: 'A', value: '1' }] }))).toBeUndefined();
  });
});

describe('null counts as absent', () => {
  test.each<[string, unknown, unknown]>([
    ['metadata', { metadata: null, spec: { containers: [] } }, { spec: { containers: [] } }],
    [
      'lists and maps of the metadata',
      {
        metadata: { labels: null, annotations: null, ownerReferences: null, name: 'p' },
        spec: { containers: [] },
      },
      { metadata: { name: 'p' }, spec: { containers: [] } },
    ],
    [
      'lists of the spec',
      podOfSpec({ initContainers: null, volumes: null, os: null }),
      { spec: { containers: [] } },
    ],
    [
      'parts of a container',
      podOfContainer({ name: 'a', env: null, volumeMounts: null, resources: null }),
      podOfContainer({ name: 'a' }),
    ],
    [
      'parts of a variable',
      podOfContainer({ name: 'a', env: [{ name: 'A', value: null, valueFrom: null }] }),
      podOfContainer({ name: 'a', env: [{ name: 'A' }] }),
    ],
    [
      'parts of a source',
      podOfContainer({
        name: 'a',
        env: [{ name: 'A', valueFrom: { fieldRef: null, secretKeyRef: { name: 's' } } }],
      }),
      podOfContainer({ name: 'a', env: [{ name: 'A', valueFrom: { secretKeyRef: { name: 's' } } }] }),
    ],
    [
      'parts of resources',
      podOfContainer({ name: 'a', resources: { limits: null, requests: { cpu: 1 } } }),
      podOfContainer({ name: 'a', resources: { requests: { cpu: 1 } } }),
    ],
  ])('%s', (_, object, expected) => {
    expect(readPod(object)).toEqual(expected);
  });

  test('the received object is not changed, and what holds no null is shared', () => {
    const labels = { a: 'b' };
    const object = { metadata: { labels, annotations: null }, spec: { containers: [] } };
    const pod = readPod(object);
    expect(object.metadata).toEqual({ labels, annotations: null });
    expect(pod?.metadata?.labels).toBe(labels);
    expect(pod?.spec).toBe(object.spec);
  });

  test('data of the user’s further down is not walked', () => {
    const data = { a: { b: { c: null } } };
    expect(readPod(podOfContainer({ name: 'a', later: [{ data }] }))).toEqual(
      podOfContainer({ name: 'a', later: [{ data }] }),
    );
  });
});

test.each<[string, unknown, unknown]>([
  ['metadata', { metadata: { labels: { a: 'b' } } }, { labels: { a: 'b' } }],
  ['no metadata', {}, {}],
  ['null', null, {}],
  ['metadata that is text', { metadata: 'x' }, {}],
  ['metadata that is a list', { metadata: [] }, {}],
])('metadataOf reads %s', (_, object, expected) => {
  expect(readMetadata(object)).toEqual(expected);
});
