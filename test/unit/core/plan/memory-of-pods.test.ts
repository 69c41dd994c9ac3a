import { describe, expect, test } from 'vitest';
import type { Language } from '../../../../src/core/domain.js';
import type { Container, PodSpec } from '../../../../src/core/kubernetes/pod.js';
import { codes, container, decide } from './memory-scene.js';

describe('containers that share the limit of their pod', () => {
  const decideShared = (
    memory: string,
    spec: Partial<PodSpec>,
    languages: readonly Language[] = ['nodejs'],
  ) => {
    const all = [...(spec.initContainers ?? []), ...(spec.containers ?? [])].map(({ name }) => name);
    const annotations = { 'instrumentation.opentelemetry.io/container-names': all.join(',') };
    return decide({ languages, annotations, spec: { resources: { limits: { memory } }, ...spec } });
  };
  const named = (...names: readonly string[]): Container[] => names.map((name) => container(undefined, name));
  const sidecar = (name: string): Container => ({ name, restartPolicy: 'Always' });
  const tight = (memory: string, needed: string, names: string): string =>
    `memory-tight nodejs: limits.memory of the pod is ${memory}; below ${needed} the programs with agents in ${names} may be killed.`;
  const refused = (memory: string, needed: string, names: string): string =>
    `memory-limit nodejs: limits.memory of the pod is ${memory}, and the programs with agents in ${names} need at least ${needed}.`;

  test.each<[string, Partial<PodSpec>, readonly string[]]>([
    ['192Mi', { containers: named('a', 'b', 'c') }, []],
    ['191Mi', { containers: named('a', 'b', 'c') }, [tight('191Mi', '192Mi', 'a, b, c')]],
    ['144Mi', { containers: named('a', 'b', 'c') }, [tight('144Mi', '192Mi', 'a, b, c')]],
    ['143Mi', { containers: named('a', 'b', 'c') }, [refused('143Mi', '144Mi', 'a, b, c')]],
    [
      '100Mi',
      { containers: named('a', 'b', 'c') },
      [tight('100Mi', '128Mi', 'a, b'), refused('100Mi', '144Mi', 'a, b, c')],
    ],
    // What was refused does not count.
    [
      '60Mi',
      { containers: named('a', 'b', 'c') },
      [
        'memory-tight nodejs: limits.memory of the pod is 60Mi; below 64Mi a program with the agent may be killed.',
        refused('60Mi', '96Mi', 'a, b'),
        refused('60Mi', '96Mi', 'a, c'),
      ],
    ],
    ['64Mi', { containers: named('a') }, []],
    // Limits of their own do not make room.
    [
      '100Mi',
      { containers: [container('80Mi', 'a'), container('80Mi', 'b')] },
      [tight('100Mi', '128Mi', 'a, b')],
    ],
    [
      '100Mi',
      { containers: [container('80Mi', 'a'), container('60Mi', 'b')] },
      [
        'memory-tight nodejs: limits.memory of b is 60Mi; below 64Mi a program with the agent may be killed.',
        tight('100Mi', '128Mi', 'a, b'),
      ],
    ],
    ['100Mi', { containers: [container('80Mi', 'a'), ...named('b')] }, [tight('100Mi', '128Mi', 'a, b')]],
    // One after the other, and before the containers.
    ['64Mi', { initContainers: named('i', 'j'), containers: named('a') }, []],
    ['64Mi', { initContainers: [...named('i'), sidecar('s')], containers: [] }, []],
    ['100Mi', { initContainers: [sidecar('s')], containers: named('a') }, [tight('100Mi', '128Mi', 's, a')]],
    [
      '100Mi',
      { initContainers: [sidecar('s'), ...named('i')], containers: [] },
      [tight('100Mi', '128Mi', 's, i')],
    ],
  ])('%s, %j', (memory, spec, said) => {
    expect(decideShared(memory, spec).said).toEqual(said);
  });

  test('need what all their agents need', () => {
    const spec = { containers: named('a', 'b') };
    const python = refused('320Mi', '352Mi', 'NAMES').replace('nodejs', 'python');
    expect(decideShared('320Mi', spec, ['java', 'python']).said).toEqual([
      tight('320Mi', '448Mi', 'a, b').replace('nodejs', 'java'),
      python.replace('NAMES', 'b, a'),
      python.replace('NAMES', 'a, b'),
    ]);
    // Java needs 224, and 32 more beside Python.
    expect(decideShared('512Mi', spec, ['java', 'python']).said).toEqual([]);
    expect(decideShared('511Mi', spec, ['java', 'python']).said).toEqual([
      tight('511Mi', '512Mi', 'a, b').replace('nodejs', 'python'),
    ]);
  });

  test('are not counted where their agents have no figures, or run elsewhere', () => {
    expect(decideShared('64Mi', { containers: named('a', 'b') }, ['sdk']).said).toEqual([]);
    const annotations = { 'instrumentation.opentelemetry.io/container-names': 'a' };
    const spec = { resources: { limits: { memory: '64Mi' } }, containers: named('a', 'b') };
    expect(decide({ languages: ['nodejs'], annotations, spec })).toEqual({
      injected: ['nodejs a'],
      said: [],
    });
  });

  test('a limit of zero, or one that is none, is not judged', () => {
    for (const memory of ['0', 'much'])
      expect(decideShared(memory, { containers: named('a', 'b') }).said).toEqual([]);
  });

  test('the check can be switched off', () => {
    const annotations = {
      'instrumentation.opentelemetry.io/container-names': 'a,b',
      'tracing.dokaseca.io/memory-check': 'false',
    };
    const spec = { resources: { limits: { memory: '64Mi' } }, containers: named('a', 'b') };
    expect(codes({ languages: ['nodejs'], annotations, spec })).toEqual([]);
  });
});
