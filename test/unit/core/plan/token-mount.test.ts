import { describe, expect, test } from 'vitest';
import type { PodEdit } from '../../../../src/core/edits.js';
import { addTokenMounts } from '../../../../src/core/plan/token-mount.js';
import type { PodSpec } from '../../../../src/core/kubernetes/pod.js';

const TOKEN = {
  name: 'kube-api-access-x2x7q',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
};

/** A pod as the API server sends it. */
const POD: PodSpec = {
  containers: [{ name: 'app', volumeMounts: [{ name: 'data', mountPath: '/data' }, TOKEN] }],
  volumes: [
    { name: 'data', emptyDir: {} },
    { name: TOKEN.name, projected: { sources: [] } },
  ],
};

const FILES = { name: 'agent', mountPath: '/agent' };
const initContainer = (...volumeMounts: readonly (typeof FILES)[]): PodEdit => ({
  op: 'init-container',
  spec: { name: 'copies', volumeMounts },
});

test('an added init container gets the mount that the others have, after its own', () => {
  expect(addTokenMounts([initContainer(FILES)], POD)).toEqual([initContainer(FILES, TOKEN)]);
});

test('an added sidecar gets it, too', () => {
  const edit: PodEdit = { op: 'sidecar', spec: { name: 'agent' } };
  expect(addTokenMounts([edit], POD)).toEqual([
    { op: 'sidecar', spec: { name: 'agent', volumeMounts: [TOKEN] } },
  ]);
});

test('what mounts something there already, and what adds no container, stays', () => {
  const own = initContainer({ name: 'other', mountPath: TOKEN.mountPath });
  const volume: PodEdit = { op: 'volume', volume: { name: 'agent', emptyDir: {} } };
  expect(addTokenMounts([own, volume], POD)).toEqual([own, volume]);
});

describe('no mount is added where the API server adds none', () => {
  const withoutVolume: PodSpec = { ...POD, volumes: [] };
  const switchedOff: PodSpec = { ...POD, automountServiceAccountToken: false };
  const tokenOfItsOwn: PodSpec = {
    ...POD,
    containers: [{ name: 'app', volumeMounts: [{ ...TOKEN, mountPath: '/tokens' }] }],
  };
  test.each([
    ['no token', withoutVolume],
    ['automountServiceAccountToken: false', switchedOff],
    ['the volume mounted elsewhere', tokenOfItsOwn],
  ])('%s', (_, spec) => {
    expect(addTokenMounts([initContainer(FILES)], spec)).toEqual([initContainer(FILES)]);
  });
});
