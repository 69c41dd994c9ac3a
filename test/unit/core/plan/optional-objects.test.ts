import { expect, test } from 'vitest';
import { getInjectKey } from '../../../../src/core/annotations.js';
import { type Language } from '../../../../src/core/domain.js';
import type { Container, EnvVar } from '../../../../src/core/kubernetes/pod.js';
import { admitInShop, podWith } from '../contexts.js';

const ENDPOINT = { endpoint: 'https://otel-collector:4318' };

interface Scene {
  readonly spec?: object;
  readonly language?: Language;
  readonly container?: Partial<Container>;
  readonly platform?: object;
}

/** What the pod says of references that may be missing; ConfigMap `known` of its namespace has the key `k`. */
function readNotices({ spec = {}, language = 'java', container, platform }: Scene): readonly string[] {
  const pod = podWith(
    { containers: [{ name: 'app', ...container }] },
    { annotations: { [getInjectKey(language)]: 'true' } },
  );
  const configMaps = new Map([
    ['shop/known', { k: 'v' }],
    ['other/elsewhere', { k: 'v' }],
  ]);
  const outcome = admitInShop(pod, {
    asked: { exporter: ENDPOINT, ...spec },
    snapshot: { configMaps },
    ...(platform === undefined ? {} : { platform }),
  });
  return outcome.findings.flatMap(({ code, message }) => (code === 'reference-optional' ? [message] : []));
}

const secret = (more: object = {}): EnvVar => ({
  name: 'TOKEN',
  valueFrom: { secretKeyRef: { name: 'vendor', key: 'k', ...more } },
});
const configMap = (name: string, key = 'k'): EnvVar => ({
  name: 'LEVEL',
  valueFrom: { configMapKeyRef: { name, key } },
});
const told = (names: string, missing = 'it is missing'): readonly string[] => [
  `app refers to ${names}; if ${missing}, the pod starts, but may send no traces.`,
];

test.each<[string, Scene, readonly string[]]>([
  ['nothing', {}, []],
  ['a value', { spec: { env: [{ name: 'TOKEN', value: 'x' }] } }, []],
  [
    'a field of the pod',
    { spec: { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] } },
    [],
  ],
  ['a Secret', { spec: { env: [secret()] } }, told('Secret vendor')],
  ['a Secret for the language', { spec: { java: { env: [secret()] } } }, told('Secret vendor')],
  ['a Secret for another language', { spec: { nodejs: { env: [secret()] } } }, []],
  ['a Secret said to be required', { spec: { env: [secret({ optional: false })] } }, told('Secret vendor')],
  ['a Secret that the Instrumentation makes optional', { spec: { env: [secret({ optional: true })] } }, []],
  [
    'a variable that the container sets',
    { spec: { env: [secret()] }, container: { env: [{ name: 'TOKEN', value: '' }] } },
    [],
  ],
  ['a Secret of the container’s own', { container: { env: [secret()] } }, []],
  ['a ConfigMap', { spec: { env: [configMap('levels')] } }, told('ConfigMap levels')],
  ['a ConfigMap that is there', { spec: { env: [configMap('known')] } }, []],
  ['a key that is not there', { spec: { env: [configMap('known', 'other')] } }, told('ConfigMap known')],
  [
    'a ConfigMap of another namespace',
    { spec: { env: [configMap('elsewhere')] } },
    told('ConfigMap elsewhere'),
  ],
  [
    'two of them',
    { spec: { env: [secret(), configMap('levels')] } },
    told('Secret vendor, ConfigMap levels', 'one is missing'),
  ],
  ['one of them twice', { spec: { env: [secret(), { ...secret(), name: 'OTHER' }] } }, told('Secret vendor')],
  [
    'a Secret with certificates',
    { spec: { exporter: { ...ENDPOINT, tls: { secretName: 'tls', ca_file: 'ca.crt' } } } },
    told('Secret tls'),
  ],
  [
    'a ConfigMap with certificates that is there',
    { spec: { exporter: { ...ENDPOINT, tls: { configMapName: 'known', ca_file: 'ca.crt' } } } },
    [],
  ],
  [
    'the sidecar of Go',
    { language: 'go', spec: { go: { env: [secret(), { name: 'OTEL_GO_AUTO_TARGET_EXE', value: '/app' }] } } },
    told('Secret vendor'),
  ],
  ['the containers of a web server', { language: 'nginx', spec: { env: [secret()] } }, told('Secret vendor')],
  [
    'the address of the node',
    { spec: { env: [{ ...configMap('nodes'), name: 'OTEL_NODE_IP' }] } },
    told('ConfigMap nodes'),
  ],
  [
    'credentials of the platform',
    {
      spec: { exporter: {} },
      platform: {
        route: 'direct',
        backends: {
          tempo: {
            endpoint: 'http://tempo.monitoring.svc:4318',
            headers: [{ name: 'Authorization', secretName: 'access', key: 'k' }],
          },
        },
      },
    },
    told('Secret access'),
  ],
])('%s', (_, scene, expected) => {
  expect(readNotices(scene)).toEqual(expected);
});
