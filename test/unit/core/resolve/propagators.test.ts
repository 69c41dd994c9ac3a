import { describe, expect, test } from 'vitest';
import { resolvePropagators } from '../../../../src/core/resolve/propagators.js';
import { containerContextWith, shownSettings, type Situation } from '../contexts.js';

const NAME = 'OTEL_PROPAGATORS';
const listed = (...propagators: readonly string[]): object => ({ propagators });
const variable = (value: string): object => ({ env: [{ name: NAME, value }] });
const reference = { env: [{ name: NAME, valueFrom: { configMapKeyRef: { name: 'c', key: 'k' } } }] };

interface Settled {
  readonly variable?: string;
  readonly dropped?: boolean;
  readonly findings?: readonly string[];
}

test.each<[string, Situation, Settled]>([
  ['nothing is asked', { languages: ['java'] }, {}],
  [
    'a list',
    { languages: ['java'], asked: listed('b3', 'tracecontext') },
    { variable: 'b3,tracecontext (instrumentation)' },
  ],
  ['an empty list', { languages: ['java'], asked: listed() }, {}],
  [
    'one that an agent lacks is kept, with a notice',
    { languages: ['nodejs'], asked: listed('tracecontext', 'xray') },
    { variable: 'tracecontext,xray (instrumentation)', findings: ['propagator-unsupported nodejs'] },
  ],
  [
    'a notice for each agent and propagator',
    { languages: ['java', 'nodejs', 'dotnet'], asked: listed('jaeger', 'xray') },
    {
      variable: 'jaeger,xray (instrumentation)',
      findings: [
        'propagator-unsupported dotnet',
        'propagator-unsupported nodejs',
        'propagator-unsupported dotnet',
      ],
    },
  ],
  ['a variable stays in its place', { languages: ['java'], asked: variable('b3') }, {}],
  [
    'a variable with one that is lacked',
    { languages: ['dotnet'], asked: variable('b3, jaeger') },
    { findings: ['propagator-unsupported dotnet'] },
  ],
  [
    'a name outside the closed set is told',
    { languages: ['java'], asked: variable('mine') },
    { findings: ['propagator-unsupported java'] },
  ],
  [
    'what a reference holds is not known',
    { languages: ['dotnet'], asked: { ...reference, ...listed('xray') } },
    {},
  ],
  [
    'web servers read none',
    { languages: ['nginx'], asked: listed('xray') },
    { variable: 'xray (instrumentation)' },
  ],
])('without a platform: %s', (_, situation, settled) => {
  check(situation, settled);
});

describe('with a platform', () => {
  const chosen = { propagators: ['tracecontext', 'jaeger'] };
  test.each<[string, Situation, Settled]>([
    [
      'its default',
      { languages: ['java'], platform: {} },
      { variable: 'tracecontext,baggage,b3 (default)', dropped: true },
    ],
    [
      'what it chose',
      { languages: ['java'], platform: chosen },
      { variable: 'tracecontext,jaeger (platform)', dropped: true },
    ],
    [
      'what it chose and an agent lacks is left out',
      { languages: ['dotnet'], platform: chosen },
      { variable: 'tracecontext (platform)', dropped: true, findings: ['propagator-dropped dotnet'] },
    ],
    [
      'of the default that is no news',
      { languages: ['go'], platform: {} },
      { variable: 'tracecontext (default)', dropped: true },
    ],
    [
      'it is left out for all that share',
      { languages: ['java', 'dotnet'], platform: chosen },
      { variable: 'tracecontext (platform)', dropped: true, findings: ['propagator-dropped dotnet'] },
    ],
    [
      'the Instrumentation’s beat it',
      { languages: ['java'], asked: listed('b3'), platform: chosen },
      { variable: 'b3 (instrumentation)', dropped: true },
    ],
    [
      'the Instrumentation’s that are lacked are left out',
      { languages: ['nodejs'], asked: listed('xray', 'b3'), platform: chosen },
      { variable: 'b3 (instrumentation)', dropped: true, findings: ['propagator-dropped nodejs'] },
    ],
    [
      'the platform’s where nothing is left',
      { languages: ['nodejs'], asked: listed('xray'), platform: chosen },
      {
        variable: 'tracecontext,jaeger (platform)',
        dropped: true,
        findings: ['propagator-dropped nodejs'],
      },
    ],
    [
      'the Instrumentation’s variable',
      { languages: ['nodejs'], asked: variable('b3, xray'), platform: chosen },
      { variable: 'b3 (instrumentation)', dropped: true, findings: ['propagator-dropped nodejs'] },
    ],
    [
      'a name outside the closed set is left out',
      { languages: ['nodejs'], asked: variable('mine,b3'), platform: chosen },
      { variable: 'b3 (instrumentation)', dropped: true, findings: ['propagator-dropped nodejs'] },
    ],
    [
      'what a reference holds is not known',
      { languages: ['dotnet'], asked: reference, platform: chosen },
      {},
    ],
    [
      'web servers read none',
      { languages: ['apache-httpd', 'nginx'], asked: listed('xray'), platform: chosen },
      {},
    ],
  ])('%s', (_, situation, settled) => {
    check(situation, settled);
  });
});

function check(situation: Situation, { variable: value, dropped = false, findings = [] }: Settled): void {
  const settled = resolvePropagators(containerContextWith(situation));
  expect({
    variables: shownSettings(settled.variables),
    dropped: settled.dropped,
    findings: settled.findings.map(({ code, language }) => `${code} ${language ?? ''}`),
  }).toEqual({
    variables: value === undefined ? [] : [`${NAME}=${value}`],
    dropped: dropped ? [NAME] : [],
    findings,
  });
}
