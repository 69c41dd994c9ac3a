import { describe, test } from 'vitest';
import { ARG, check, ratio, type Row, SAMPLER, sampler, sampling, variables } from './sampled.js';

const tail = sampling({ strategy: 'tail', percent: 5 });
const adaptive = sampling({ strategy: 'adaptive', spansPerSecond: 100 });
const remote = sampling({ strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.2 });

const HEAD = [`${SAMPLER}=parentbased_traceidratio`, `${ARG}=0.1`];
const ALWAYS = [`${SAMPLER}=parentbased_always_on`];
const REMOTE = (url: string): readonly string[] => [
  `${SAMPLER}=parentbased_jaeger_remote`,
  `${ARG}=endpoint=${url},pollingIntervalMs=5000,initialSamplingRate=0.2`,
];

describe('strategies of the platform', () => {
  test.each<Row>([
    ['none', { languages: ['java'], platform: {} }, {}],
    ['probabilistic', { languages: ['java'], platform: ratio }, { variables: HEAD }],
    [
      'probabilistic, of nothing',
      { languages: ['java'], platform: sampling({ strategy: 'probabilistic', ratio: 0 }) },
      { variables: [`${SAMPLER}=parentbased_traceidratio`, `${ARG}=0`] },
    ],
    ['tail', { languages: ['java'], platform: tail }, { variables: ALWAYS }],
    ['adaptive', { languages: ['java'], platform: adaptive }, { variables: ALWAYS }],
    [
      'jaeger-remote for java',
      { languages: ['java'], platform: remote },
      { variables: REMOTE('http://jaeger.monitoring.svc:5779') },
    ],
    [
      'jaeger-remote for others',
      { languages: ['nodejs'], platform: remote },
      { variables: [`${SAMPLER}=parentbased_traceidratio`, `${ARG}=0.2`] },
    ],
    [
      'jaeger-remote for java beside others',
      { languages: ['java', 'python'], platform: remote },
      { variables: [`${SAMPLER}=parentbased_traceidratio`, `${ARG}=0.2`] },
    ],
    [
      'jaeger-remote with an endpoint',
      {
        languages: ['java'],
        platform: sampling({
          strategy: 'adaptive',
          mode: 'jaeger-remote',
          ratio: 0.2,
          endpoint: 'http://j:1',
        }),
      },
      { variables: REMOTE('http://j:1') },
    ],
    [
      'jaeger-remote of Jaeger 1',
      {
        languages: ['java'],
        platform: { ...remote, backends: { jaeger: { chart: '3.4.1', namespace: 'j' } } },
      },
      { variables: REMOTE('http://jaeger-collector.j.svc:14250') },
    ],
    [
      'jaeger-remote of Jaeger 2 by a chart with headless Services',
      {
        languages: ['java'],
        platform: { ...remote, backends: { jaeger: { chart: '4.1.5', namespace: 'j' } } },
      },
      { variables: REMOTE('http://jaeger-collector.j.svc:5779') },
    ],
    ['a web server reads none', { languages: ['nginx'], platform: ratio }, {}],
  ])('%s', (_, situation, settled) => {
    check(situation, settled);
  });
});

describe('an Instrumentation under a platform', () => {
  test.each<Row>([
    [
      'beats it',
      { languages: ['java'], asked: sampler('always_off'), platform: ratio },
      { variables: [`${SAMPLER}=always_off`] },
    ],
    [
      'gets the platform’s where an agent lacks its own',
      { languages: ['python'], asked: sampler('jaeger_remote'), platform: ratio },
      { variables: HEAD, dropped: [SAMPLER, ARG], findings: ['sampler-unsupported python'] },
    ],
    [
      'also where it is a variable',
      { languages: ['python'], asked: variables(`${SAMPLER}=xray`), platform: ratio },
      { variables: HEAD, dropped: [SAMPLER, ARG], findings: ['sampler-unsupported python'] },
    ],
    [
      'gets none where the platform has none',
      { languages: ['python'], asked: sampler('xray'), platform: {} },
      { dropped: [SAMPLER, ARG], findings: ['sampler-unsupported python'] },
    ],
    [
      'thins what the tail decides on',
      { languages: ['java'], asked: sampler('parentbased_traceidratio', '0.1'), platform: tail },
      { variables: HEAD, findings: ['head-thins-tail'] },
    ],
    [
      'by the page’s name, too',
      { languages: ['java'], asked: sampler('probabilistic', '0.1'), platform: adaptive },
      { variables: HEAD, findings: ['head-thins-tail'] },
    ],
    [
      'does not thin it with always_on',
      { languages: ['java'], asked: sampler('parentbased_always_on'), platform: tail },
      { variables: ALWAYS },
    ],
    [
      'does not thin a head ratio',
      { languages: ['java'], asked: sampler('traceidratio', '0.5'), platform: ratio },
      { variables: [`${SAMPLER}=traceidratio`, `${ARG}=0.5`] },
    ],
  ])('%s', (_, situation, settled) => {
    check(situation, settled);
  });
});
