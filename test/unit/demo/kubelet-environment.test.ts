import { describe, expect, test } from 'vitest';
import type { Container, EnvVar } from '../../../src/core/kubernetes/pod.js';
import { resolveEnvironment, NO_SOURCES, type KubeletSources } from '../../../demo/kubelet-environment.js';
import { POD } from './sample-pod.js';

const SOURCES: KubeletSources = {
  configMaps: new Map([
    ['settings', { LEVEL: 'info', 'log.format': 'json' }],
    ['more', { LEVEL: 'debug', REF: '$(LEVEL)' }],
  ]),
  secrets: new Map([['keys', { TOKEN: 's3cret', LEVEL: 'from-secret' }]]),
  services: { WEB_SERVICE_HOST: '10.96.0.7', LEVEL: 'from-service' },
  allocatable: { cpu: '4', memory: '8Gi' },
};

const run = (container: Partial<Container>, sources: KubeletSources = NO_SOURCES): unknown =>
  resolveEnvironment({ name: 'app', ...container }, POD, sources);
const value = (name: string, text: string): EnvVar => ({ name, value: text });
const field = (fieldPath: string): EnvVar => ({ name: 'X', valueFrom: { fieldRef: { fieldPath } } });
const SERVICE = { WEB_SERVICE_HOST: '10.96.0.7' };

describe('env', () => {
  test.each<[string, readonly EnvVar[], Record<string, string>]>([
    ['nothing', [], {}],
    ['values', [value('A', '1'), value('B', '')], { A: '1', B: '' }],
    ['a name alone is empty', [{ name: 'A' }], { A: '' }],
    ['an earlier variable', [value('A', '1'), value('B', '$(A)2')], { A: '1', B: '12' }],
    ['a later variable is not known yet', [value('B', '$(A)'), value('A', '1')], { A: '1', B: '$(A)' }],
    ['a variable itself is not known yet', [value('A', 'x$(A)')], { A: 'x$(A)' }],
    ['the later one of a name wins', [value('A', '1'), value('A', '2')], { A: '2' }],
    ['and may refer to the earlier one', [value('A', '1'), value('A', '$(A)2')], { A: '12' }],
    ['a chain', [value('A', '1'), value('B', '$(A)'), value('C', '$(B)$(B)')], { A: '1', B: '1', C: '11' }],
    ['a name that every object has', [value('A', '$(toString)')], { A: '$(toString)' }],
    ['an escaped reference stays literal', [value('A', '1'), value('B', '$$(A)')], { A: '1', B: '$(A)' }],
    [
      'an escape in a chain is resolved once',
      [value('A', '$$(X)'), value('B', '$(A)')],
      { A: '$(X)', B: '$(X)' },
    ],
    [
      'a field can be referred to',
      [field('metadata.name'), value('B', 'p=$(X)')],
      { X: 'web-7c5ddbdf54-x2x9p', B: 'p=web-7c5ddbdf54-x2x9p' },
    ],
  ])('%s', (_, env, expected) => {
    expect(run({ env })).toEqual({ ok: true, value: expected });
  });
});

describe('services', () => {
  test.each<[string, Partial<Container>, Record<string, string>]>([
    ['are added', {}, { ...SERVICE, LEVEL: 'from-service' }],
    [
      'can be referred to',
      { env: [value('URL', 'http://$(WEB_SERVICE_HOST)')] },
      { ...SERVICE, LEVEL: 'from-service', URL: 'http://10.96.0.7' },
    ],
    ['give way to env', { env: [value('LEVEL', 'mine')] }, { ...SERVICE, LEVEL: 'mine' }],
    [
      'give way to envFrom, in references too',
      { envFrom: [{ configMapRef: { name: 'settings' } }], env: [value('A', '$(LEVEL)')] },
      { ...SERVICE, LEVEL: 'info', 'log.format': 'json', A: 'info' },
    ],
  ])('%s', (_, container, expected) => {
    expect(run(container, SOURCES)).toEqual({ ok: true, value: expected });
  });
});

describe('envFrom', () => {
  const sources = { ...SOURCES, services: {} };
  test.each<[string, Partial<Container>, Record<string, string>]>([
    [
      'a ConfigMap',
      { envFrom: [{ configMapRef: { name: 'settings' } }] },
      { LEVEL: 'info', 'log.format': 'json' },
    ],
    ['a Secret', { envFrom: [{ secretRef: { name: 'keys' } }] }, { TOKEN: 's3cret', LEVEL: 'from-secret' }],
    [
      'a prefix',
      { envFrom: [{ prefix: 'P_', secretRef: { name: 'keys' } }] },
      { P_TOKEN: 's3cret', P_LEVEL: 'from-secret' },
    ],
    [
      'values are not expanded',
      { envFrom: [{ configMapRef: { name: 'more' } }] },
      { LEVEL: 'debug', REF: '$(LEVEL)' },
    ],
    [
      'a later source wins',
      { envFrom: [{ secretRef: { name: 'keys' } }, { configMapRef: { name: 'more' } }] },
      { TOKEN: 's3cret', LEVEL: 'debug', REF: '$(LEVEL)' },
    ],
    [
      'env wins',
      { envFrom: [{ configMapRef: { name: 'more' } }], env: [value('LEVEL', 'env')] },
      { LEVEL: 'env', REF: '$(LEVEL)' },
    ],
    [
      'env may refer to it',
      { envFrom: [{ configMapRef: { name: 'more' } }], env: [value('LEVEL', '$(LEVEL)!')] },
      { LEVEL: 'debug!', REF: '$(LEVEL)' },
    ],
    [
      'optional and missing',
      {
        envFrom: [
          { configMapRef: { name: 'none', optional: true } },
          { secretRef: { name: 'none', optional: true } },
        ],
      },
      {},
    ],
    ['neither of the two', { envFrom: [{ prefix: 'P_' }] }, {}],
  ])('%s', (_, container, expected) => {
    expect(run(container, sources)).toEqual({ ok: true, value: expected });
  });

  test.each<[string, Partial<Container>, string]>([
    ['a missing ConfigMap', { envFrom: [{ configMapRef: { name: 'none' } }] }, 'configmap "none" not found'],
    ['a missing Secret', { envFrom: [{ secretRef: { name: 'none' } }] }, 'secret "none" not found'],
  ])('%s keeps the container from starting', (_, container, error) => {
    expect(run(container, sources)).toEqual({ ok: false, error });
  });
});

describe('references', () => {
  const sources = { ...SOURCES, services: {} };
  const config = (ref: object): EnvVar => ({ name: 'X', valueFrom: { configMapKeyRef: ref } });
  const secret = (ref: object): EnvVar => ({ name: 'X', valueFrom: { secretKeyRef: ref } });
  test.each<[string, readonly EnvVar[], Record<string, string>]>([
    [
      'a resource, by the node where there is no limit',
      [{ name: 'X', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }],
      { X: '4' },
    ],
    ['a ConfigMap', [config({ name: 'settings', key: 'LEVEL' })], { X: 'info' }],
    ['a Secret', [secret({ name: 'keys', key: 'TOKEN' })], { X: 's3cret' }],
    [
      'their values are not expanded',
      [value('LEVEL', 'l'), config({ name: 'more', key: 'REF' })],
      { LEVEL: 'l', X: '$(LEVEL)' },
    ],
    ['optional, no such object', [secret({ name: 'none', key: 'A', optional: true })], {}],
    ['optional, no such key', [config({ name: 'settings', key: 'A', optional: true })], {}],
    [
      'an optional one that is missing leaves an earlier one',
      [value('X', 'kept'), secret({ name: 'none', key: 'A', optional: true })],
      { X: 'kept' },
    ],
    [
      'a reference to an optional one that is missing stays',
      [secret({ name: 'none', key: 'A', optional: true }), value('Y', '$(X)')],
      { Y: '$(X)' },
    ],
  ])('%s', (_, env, expected) => {
    expect(run({ env }, sources)).toEqual({ ok: true, value: expected });
  });

  test.each<[string, EnvVar, string]>([
    ['no such ConfigMap', config({ name: 'none', key: 'A' }), 'variable X: configmap "none" not found'],
    [
      'no such key in a ConfigMap',
      config({ name: 'settings', key: 'A' }),
      'variable X: no key "A" in configmap "settings"',
    ],
    ['no such Secret', secret({ name: 'none', key: 'A' }), 'variable X: secret "none" not found'],
    [
      'no such key in a Secret',
      secret({ name: 'keys', key: 'A', optional: false }),
      'variable X: no key "A" in secret "keys"',
    ],
    [
      'a source of an unknown kind',
      { name: 'X', valueFrom: {} },
      'variable X: a source of a kind that is not known',
    ],
  ])('%s keeps the container from starting', (_, entry, error) => {
    expect(run({ env: [entry] }, sources)).toEqual({ ok: false, error });
  });
});

test('what an injection writes resolves to the facts of the pod', () => {
  const env: readonly EnvVar[] = [
    { name: 'NODE', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName', apiVersion: 'v1' } } },
    { name: 'POD', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } },
    value('NODE_OPTIONS', '--max-old-space-size=128 --require /agent/autoinstrumentation.js'),
    value('OTEL_RESOURCE_ATTRIBUTES', 'team=a,k8s.pod.name=$(POD),k8s.node.name=$(NODE)'),
  ];
  expect(run({ env })).toEqual({
    ok: true,
    value: {
      NODE: 'node-1',
      POD: 'web-7c5ddbdf54-x2x9p',
      NODE_OPTIONS: '--max-old-space-size=128 --require /agent/autoinstrumentation.js',
      OTEL_RESOURCE_ATTRIBUTES: 'team=a,k8s.pod.name=web-7c5ddbdf54-x2x9p,k8s.node.name=node-1',
    },
  });
});
