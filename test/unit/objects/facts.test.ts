import { expect, test } from 'vitest';
import {
  parseConfigMap,
  parseLimitRange,
  parseNamespace,
  parseOwner,
} from '../../../src/core/objects/facts.js';

const PARSERS = { parseNamespace, parseLimitRange, parseOwner, parseConfigMap };

test.each<[keyof typeof PARSERS, object, object]>([
  [
    'parseNamespace',
    { metadata: { name: 'shop', labels: { team: 'a' }, uid: '1' }, spec: { finalizers: [] }, status: {} },
    { namespace: '', name: 'shop', value: { annotations: {}, labels: { team: 'a' } } },
  ],
  [
    'parseLimitRange',
    { metadata: { name: 'l' }, spec: { limits: [{ type: 'Container', max: { cpu: 2, memory: '1Gi' } }] } },
    {
      ...{ namespace: 'default', name: 'l' },
      value: { name: 'l', limits: [{ type: 'Container', max: { cpu: 2, memory: '1Gi' } }] },
    },
  ],
  [
    'parseOwner',
    {
      metadata: {
        name: 'web-1',
        namespace: 'shop',
        managedFields: [],
        ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true, blockOwnerDeletion: true }],
      },
      spec: { replicas: 1 },
    },
    {
      namespace: 'shop',
      name: 'web-1',
      value: {
        name: 'web-1',
        namespace: 'shop',
        ownerReferences: [{ kind: 'Deployment', name: 'web', controller: true }],
      },
    },
  ],
  [
    'parseConfigMap',
    { metadata: { name: 'c', namespace: 'shop' }, data: { A: '1' }, binaryData: { B: 'AA==' } },
    { namespace: 'shop', name: 'c', value: { A: '1' } },
  ],
  ['parseConfigMap', { metadata: { name: 'c' } }, { namespace: 'default', name: 'c', value: {} }],
])('%s takes what is needed and leaves out the rest', (parser, value, expected) => {
  expect(PARSERS[parser](value)).toEqual({ ok: true, value: { ...expected, notices: [] } });
});

test.each<[keyof typeof PARSERS, object, string]>([
  ['parseNamespace', { metadata: { name: 'a', labels: { b: true } } }, 'metadata.labels.b'],
  ['parseLimitRange', { metadata: { name: 'a' }, spec: {} }, 'spec.limits'],
  ['parseOwner', { metadata: { ownerReferences: [] } }, 'metadata.name'],
  ['parseConfigMap', { metadata: { name: 'a' }, data: { b: 1 } }, 'data.b'],
])('%s refuses a needed field of a wrong type', (parser, value, path) => {
  expect(PARSERS[parser](value)).toMatchObject({ ok: false, error: [{ path }] });
});
