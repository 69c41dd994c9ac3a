import { describe, expect, test } from 'vitest';
import { resolveFieldRef, resolveResourceFieldRef, type ResourceField } from '../../../demo/downward-api.js';
import { POD } from './sample-pod.js';

describe('fields of the pod', () => {
  test.each([
    ['metadata.name', 'web-7c5ddbdf54-x2x9p'],
    ['metadata.namespace', 'shop'],
    ['metadata.uid', '3b0e6a9c-0000-4000-8000-000000000001'],
    ["metadata.labels['app']", 'web'],
    ["metadata.labels['app.kubernetes.io/name']", 'web-name'],
    ["metadata.labels['missing']", ''],
    ["metadata.labels['toString']", ''],
    ["metadata.annotations['example.com/owner']", 'team a'],
    ["metadata.annotations['missing']", ''],
    ['spec.nodeName', 'node-1'],
    ['spec.serviceAccountName', 'web-account'],
    ['status.hostIP', '192.0.2.1'],
    ['status.hostIPs', '192.0.2.1'],
    ['status.podIP', '10.0.0.5'],
    ['status.podIPs', '10.0.0.5'],
  ])('%s', (path, expected) => {
    expect(resolveFieldRef(path, POD)).toEqual({ ok: true, value: expected });
  });

  test.each(['metadata.labels', 'spec.containers', 'toString', "metadata.labels['']"])(
    '%s is refused',
    (path) => {
      expect(resolveFieldRef(path, POD)).toEqual({
        ok: false,
        error: `field path "${path}" is not supported for a variable`,
      });
    },
  );
});

describe('resources', () => {
  const container = { name: 'app', resources: { limits: { cpu: '500m' }, requests: { memory: '1.5Gi' } } };
  const value = (field: ResourceField): unknown =>
    resolveResourceFieldRef(field, container, POD, { cpu: '4', memory: '8Gi' });
  test.each<[string, ResourceField, string]>([
    ['a limit, rounded up', { resource: 'limits.cpu' }, '1'],
    ['a limit by divisor', { resource: 'limits.cpu', divisor: '1m' }, '500'],
    ['a divisor of 0 is none', { resource: 'limits.cpu', divisor: '0' }, '1'],
    ['a limit that is not set', { resource: 'limits.memory' }, '8589934592'],
    ['a limit that no one knows', { resource: 'limits.ephemeral-storage' }, '0'],
    ['a request', { resource: 'requests.memory', divisor: '1Mi' }, '1536'],
    ['a request that is not set is the limit', { resource: 'requests.cpu', divisor: '1m' }, '500'],
    ['a request of a resource without either', { resource: 'requests.ephemeral-storage' }, '0'],
    ['another container', { resource: 'limits.cpu', containerName: 'other', divisor: '100m' }, '15'],
    ['a binary unit', { resource: 'limits.memory', containerName: 'other' }, '67108864'],
    ['an exponent', { resource: 'requests.memory', containerName: 'other' }, '1000'],
  ])('%s', (_, ref, expected) => {
    expect(value(ref)).toEqual({ ok: true, value: expected });
  });

  test.each<[ResourceField, string]>([
    [{ resource: 'limits.cpu', containerName: 'none' }, 'container none not found'],
    [{ resource: 'pods' }, 'resource "pods" is not supported for a variable'],
    [{}, 'resource "" is not supported for a variable'],
  ])('%j is refused', (ref, error) => {
    expect(value(ref)).toEqual({ ok: false, error });
  });
});
