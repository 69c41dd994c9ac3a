import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../../src/core/agents/agents.js';
import { LANGUAGES, type Language } from '../../../../src/core/domain.js';
import type { LimitRangeItem } from '../../../../src/core/kubernetes/limit-range.js';
import { codes, container, decide, limited, type Scene } from './memory-scene.js';

const ON = ['memory-limit'];

describe.each(LANGUAGES)('%s', (language) => {
  const { memory } = AGENTS[language];
  const judge = (bytes: number): readonly string[] => codes({ languages: [language], spec: limited(bytes) });

  test('is refused below the least that it needs, and told below what is ample', () => {
    const { least, ample } = memory ?? {};
    if (least !== undefined) {
      expect(judge(least - 1)).toEqual(['memory-limit']);
      expect(judge(least)).toEqual(['memory-tight']);
    }
    if (ample !== undefined) {
      expect(judge(ample - 1)).toEqual(['memory-tight']);
      expect(judge(ample)).toEqual([]);
    }
    if (memory === undefined) expect(judge(2 ** 20)).toEqual([]);
  });

  test('is not looked at without a limit', () => {
    expect(decide({ languages: [language], spec: {} }).said).toEqual([]);
  });
});

test('the figures grow from the share of an agent to what is ample', () => {
  for (const language of LANGUAGES) {
    const { least, ample, share } = AGENTS[language].memory ?? { least: 1, ample: 2, share: 0 };
    expect([share, least ?? share, ample]).toEqual([share, least ?? share, ample].sort((a, b) => a - b));
  }
});

describe('quantities', () => {
  test.each([
    '128Mi',
    '134217728',
    134217728,
    '0.125Gi',
    '128M',
    '1e8',
    '1E8',
    '131072Ki',
    '100000000000m',
    '+128Mi',
  ])('%p is too little', (memory) => {
    expect(decide({ spec: limited(memory) })).toEqual({
      injected: [],
      said: [
        `memory-limit java: limits.memory of app is ${String(memory)}, and a program with the agent needs at least 160Mi.`,
      ],
    });
  });

  test.each(['1Gi', '1G', 1e9, '1e9', '0.25Gi', '1Ti', '1E'])('%p is enough', (memory) => {
    expect(decide({ spec: limited(memory) })).toEqual({ injected: ['java app'], said: [] });
  });

  test.each(['0', 0, '0Mi', '', 'much', '64MiB', '-64Mi', '64 Mi'])('%p is not judged', (memory) => {
    expect(decide({ spec: limited(memory) }).said).toEqual([]);
  });
});

describe('the limit that counts', () => {
  const item = (kind: 'default' | 'max' | 'defaultRequest', type = 'Container'): LimitRangeItem => ({
    type,
    [kind]: { memory: '64Mi' },
  });
  test.each<[string, Omit<Scene, 'languages'>, string]>([
    ['the container’s', { spec: limited('64Mi') }, 'limits.memory of app is 64Mi'],
    [
      'the pod’s',
      { spec: { resources: { limits: { memory: '64Mi' } } } },
      'limits.memory of the pod is 64Mi',
    ],
    [
      'a LimitRange’s default',
      { spec: {}, items: [item('default')] },
      'default.memory of LimitRange bounds is 64Mi',
    ],
    [
      'a LimitRange’s maximum, which stands for its default',
      { spec: {}, items: [item('max')] },
      'max.memory of LimitRange bounds is 64Mi',
    ],
    [
      'a LimitRange’s default, where the container limits something else',
      {
        spec: { containers: [{ name: 'app', resources: { limits: { cpu: 1 } } }] },
        items: [item('default')],
      },
      'default.memory of LimitRange bounds is 64Mi',
    ],
    [
      'the default before the maximum',
      { spec: {}, items: [{ type: 'Container', default: { memory: '96Mi' }, max: { memory: '1Gi' } }] },
      'default.memory of LimitRange bounds is 96Mi',
    ],
    [
      'the container’s before the pod’s',
      { spec: { ...limited('100Mi'), resources: { limits: { memory: '120Mi' } } } },
      'limits.memory of app is 100Mi',
    ],
    [
      'the pod’s before a LimitRange’s',
      { spec: { resources: { limits: { memory: '100Mi' } } }, items: [item('default')] },
      'limits.memory of the pod is 100Mi',
    ],
  ])('%s', (_, scene, found) => {
    expect(decide(scene).said).toEqual([
      `memory-limit java: ${found}, and a program with the agent needs at least 160Mi.`,
    ]);
  });

  test.each<[string, Omit<Scene, 'languages'>]>([
    ['the container’s, with a LimitRange that is lower', { spec: limited('1Gi'), items: [item('default')] }],
    [
      'the container’s, which is zero',
      { spec: { ...limited('0'), resources: { limits: { memory: '64Mi' } } } },
    ],
    ['of another container', { spec: { containers: [container(), container('64Mi', 'other')] } }],
    ['a request', { spec: { containers: [{ name: 'app', resources: { requests: { memory: '64Mi' } } }] } }],
    ['a LimitRange’s default request', { spec: {}, items: [item('defaultRequest')] }],
    ['of a LimitRange for pods', { spec: {}, items: [item('max', 'Pod')] }],
  ])('not %s', (_, scene) => {
    expect(decide(scene)).toEqual({ injected: ['java app'], said: [] });
  });

  test('is that of an init container where this is meant', () => {
    const annotations = { 'instrumentation.opentelemetry.io/container-names': 'app,migrate' };
    const spec = { initContainers: [container('64Mi', 'migrate')], containers: [container('1Gi')] };
    expect(decide({ annotations, spec })).toEqual({
      injected: ['java app'],
      said: [
        'memory-limit java: limits.memory of migrate is 64Mi, and a program with the agent needs at least 160Mi.',
      ],
    });
  });
});

describe('several agents in one container', () => {
  const together = (memory: string, ...languages: readonly Language[]): ReturnType<typeof decide> =>
    decide({ languages, spec: limited(memory) });

  test('need their shares beside one another', () => {
    expect(together('192Mi', 'java', 'python')).toEqual({
      injected: ['java app', 'python app'],
      said: [
        'memory-tight java: limits.memory of app is 192Mi; below 224Mi a program with the agent may be killed.',
      ],
    });
    expect(together('175Mi', 'java', 'python')).toEqual({
      injected: ['java app'],
      said: [
        'memory-tight java: limits.memory of app is 175Mi; below 224Mi a program with the agent may be killed.',
        'memory-limit python: limits.memory of app is 175Mi, and a program with this agent and java needs at least 176Mi.',
      ],
    });
  });

  test('do not count where they were refused, or are elsewhere', () => {
    expect(together('64Mi', 'java', 'python')).toMatchObject({ injected: ['python app'] });
    expect(together('64Mi', 'python', 'sdk')).toEqual({ injected: ['python app', 'sdk app'], said: [] });
  });
});

describe('the check can be switched', () => {
  const KEY = 'tracing.dokaseca.io/memory-check';
  const off = { agents: { memoryCheck: false } };
  test.each<[string, Omit<Scene, 'spec' | 'languages'>, readonly string[]]>([
    ['off by the pod', { annotations: { [KEY]: 'false' } }, []],
    ['off in any case', { annotations: { [KEY]: 'False' } }, []],
    ['off by the namespace', { namespace: { [KEY]: 'false' } }, []],
    ['off by the platform', { platform: off }, []],
    [
      'on by the pod, over its namespace',
      { annotations: { [KEY]: 'true' }, namespace: { [KEY]: 'false' } },
      ON,
    ],
    [
      'off by the pod, over its namespace',
      { annotations: { [KEY]: 'false' }, namespace: { [KEY]: 'true' } },
      [],
    ],
    ['on by the pod, over the platform', { annotations: { [KEY]: 'true' }, platform: off }, ON],
    ['on by the namespace, over the platform', { namespace: { [KEY]: 'true' }, platform: off }, ON],
    ['on by the platform', { platform: { agents: { memoryCheck: true } } }, ON],
    ['not by nothing', { annotations: { [KEY]: '' } }, ON],
    ['not by another word', { annotations: { [KEY]: 'no' } }, ['annotation-value-ignored', ...ON]],
    [
      'not by another word of the namespace',
      { namespace: { [KEY]: '0' } },
      ['annotation-value-ignored', ...ON],
    ],
    [
      'not by another word, over the platform',
      { annotations: { [KEY]: 'no' }, platform: off },
      ['annotation-value-ignored'],
    ],
  ])('%s', (_, scene, expected) => {
    expect(codes({ ...scene, spec: limited('64Mi') })).toEqual(expected);
  });

  test('and then nothing is said of what is tight either', () => {
    expect(codes({ annotations: { [KEY]: 'false' }, spec: limited('200Mi') })).toEqual([]);
  });

  test('by a word that is reported where it is not known', () => {
    expect(decide({ annotations: { [KEY]: 'off' }, spec: limited('1Gi') })).toEqual({
      injected: ['java app'],
      said: [`annotation-value-ignored ${KEY} is "off" and is ignored; allowed: true, false.`],
    });
  });
});
