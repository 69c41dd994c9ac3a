import { describe, test } from 'vitest';
import { ARG, check, ratio, type Row, SAMPLER, sampler, variables } from './sampled.js';

describe('without a platform', () => {
  test.each<Row>([
    ['nothing is asked', { languages: ['java'] }, {}],
    [
      'a sampler',
      { languages: ['java'], asked: sampler('always_on') },
      { variables: [`${SAMPLER}=always_on`] },
    ],
    [
      'with an argument',
      { languages: ['java'], asked: sampler('traceidratio', '0.5') },
      { variables: [`${SAMPLER}=traceidratio`, `${ARG}=0.5`] },
    ],
    [
      'with an empty argument',
      { languages: ['java'], asked: sampler('always_on', '') },
      { variables: [`${SAMPLER}=always_on`] },
    ],
    ['an argument alone', { languages: ['java'], asked: { sampler: { argument: '0.5' } } }, {}],
    [
      'probabilistic is no name that an agent knows',
      { languages: ['java'], asked: sampler('probabilistic', '0.5') },
      { variables: [`${SAMPLER}=parentbased_traceidratio`, `${ARG}=0.5`] },
    ],
    [
      'one that an agent lacks is kept, with a notice',
      { languages: ['nodejs'], asked: sampler('jaeger_remote') },
      { variables: [`${SAMPLER}=jaeger_remote`], findings: ['sampler-unsupported nodejs'] },
    ],
    [
      'one notice for each agent that lacks it',
      { languages: ['java', 'python', 'dotnet'], asked: sampler('jaeger_remote') },
      {
        variables: [`${SAMPLER}=jaeger_remote`],
        findings: ['sampler-unsupported python', 'sampler-unsupported dotnet'],
      },
    ],
    [
      'a web server reads none',
      { languages: ['nginx'], asked: sampler('jaeger_remote') },
      { variables: [`${SAMPLER}=jaeger_remote`] },
    ],
    [
      'as a variable it stays in its place',
      { languages: ['java'], asked: variables(`${SAMPLER}=always_on`) },
      {},
    ],
    [
      'as a variable by the platform’s page’s name',
      { languages: ['java'], asked: variables(`${SAMPLER}=probabilistic`, `${ARG}=0.5`) },
      { variables: [`${SAMPLER}=parentbased_traceidratio`, `${ARG}=0.5`], dropped: [SAMPLER] },
    ],
    [
      'a variable beats the section',
      { languages: ['java'], asked: { ...sampler('always_off'), ...variables(`${SAMPLER}=always_on`) } },
      {},
    ],
    [
      'a lone argument as a variable rules the section out',
      { languages: ['java'], asked: { ...sampler('traceidratio'), ...variables(`${ARG}=0.5`) } },
      {},
    ],
    [
      'a name outside the closed set is told',
      { languages: ['java'], asked: variables(`${SAMPLER}=mine`) },
      { findings: ['sampler-unsupported java'] },
    ],
  ])('%s', (_, situation, settled) => {
    check(situation, settled);
  });
});

describe('the container’s own choice stays whole', () => {
  test.each<Row>([
    [
      'a sampler',
      {
        languages: ['java'],
        env: [{ name: SAMPLER, value: 'always_on' }],
        asked: sampler('traceidratio', '1'),
        platform: ratio,
      },
      {},
    ],
    [
      'an argument alone',
      {
        languages: ['java'],
        env: [{ name: ARG, value: '0.5' }],
        asked: sampler('traceidratio', '1'),
        platform: ratio,
      },
      {},
    ],
    [
      'by reference',
      {
        languages: ['java'],
        env: [{ name: SAMPLER, valueFrom: { secretKeyRef: { name: 's' } } }],
        platform: ratio,
      },
      {},
    ],
    [
      'without a platform',
      { languages: ['java'], env: [{ name: ARG, value: '0.5' }], asked: sampler('traceidratio', '1') },
      {},
    ],
  ])('%s', (_, situation, settled) => {
    check(situation, settled);
  });
});
