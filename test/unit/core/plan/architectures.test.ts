import { expect, test } from 'vitest';
import { buildSampleHints, getInjectKey } from '../../../../src/core/annotations.js';
import { type Language } from '../../../../src/core/domain.js';
import type { PodSpec } from '../../../../src/core/kubernetes/pod.js';
import { admitInShop, podWith } from '../contexts.js';

const ENDPOINT = { exporter: { endpoint: 'http://otel-collector:4317' } };

/** Whether a language goes into a pod that is bound to nodes. */
function isInjected(language: Language, bound: Partial<PodSpec>, spec: object = {}): boolean {
  const annotations = { [getInjectKey(language)]: 'true', ...buildSampleHints(language) };
  const outcome = admitInShop(podWith(bound, { annotations }), { asked: { ...ENDPOINT, ...spec } });
  const codes = outcome.findings.map(({ code }) => code);
  const isRefused = codes.includes('architecture-unsupported');
  expect(outcome.status === 'injected').toBe(!isRefused);
  return !isRefused;
}

const selected = (architecture: string): Partial<PodSpec> => ({
  nodeSelector: { 'kubernetes.io/arch': architecture },
});
const bound = (...values: readonly string[]): Partial<PodSpec> => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'kubernetes.io/arch', operator: 'In', values }] }],
      },
    },
  },
});

const ALL = ['amd64', 'arm64', 's390x', 'ppc64le', 'arm', 'riscv64'];
const FOUR = ['amd64', 'arm64', 's390x', 'ppc64le'];
const TWO = ['amd64', 'arm64'];

test.each<[Language, readonly string[]]>([
  ['java', FOUR],
  ['nodejs', FOUR],
  ['python', FOUR],
  ['php', FOUR],
  ['dotnet', TWO],
  ['go', TWO],
  ['apache-httpd', ['amd64']],
  ['nginx', ['amd64']],
  // Of its image nothing is known.
  ['ruby', ALL],
  ['sdk', ALL],
])('%s goes to nodes with %j', (language, made) => {
  expect(ALL.filter((each) => isInjected(language, selected(each)))).toEqual(made);
});

test.each<[string, Partial<PodSpec>, boolean]>([
  ['by affinity to one that has an image', bound('arm64'), true],
  ['by affinity to one that has none', bound('s390x'), false],
  ['by affinity to one of each', bound('s390x', 'amd64'), true],
  ['by the older label', { nodeSelector: { 'beta.kubernetes.io/arch': 's390x' } }, false],
  ['by affinity to no value', bound(), true],
  ['to nothing', {}, true],
])('.NET, bound %s', (_, spec, expected) => {
  expect(isInjected('dotnet', spec)).toBe(expected);
});

test('an image of one’s own may be for anything', () => {
  const spec = { dotnet: { image: 'registry.example/dotnet-agent:1' } };
  expect(isInjected('dotnet', selected('s390x'), spec)).toBe(true);
});
