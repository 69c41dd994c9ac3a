import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readPlatformInput } from '../../../src/config/platform-input.js';
import { like } from '../../support/like.js';
import { readChoice } from '../../support/read-choice.js';

/** The snippets of the platform's own page on tracing, letter for letter. */
const PAGE = fileURLToPath(new URL('../../fixtures/page/', import.meta.url));
const CASES = fileURLToPath(new URL('../../golden/cases/page/', import.meta.url));

const snippet = (name: string): string => readFileSync(PAGE + name, 'utf8');

const OPERATOR = { enable_opentelemetry_operator: true };
const METRICS = { enable_victoria_metrics_k8s_stack: true };

const LEFT_OUT =
  'leaves out pods that ask for python, apache-httpd, sdk, whose agents can send nothing that zipkin takes in; set spec.route: collector to take them along';

describe('what the page shows as flags', () => {
  test.each<[string, object, { primary: string; route: string; backends: readonly string[] }]>([
    [
      'tempo.tfvars',
      { enable_tempo: true, ...OPERATOR },
      { primary: 'tempo', route: 'collector', backends: ['tempo'] },
    ],
    [
      'jaeger.tfvars',
      { enable_jaeger: true, ...OPERATOR },
      { primary: 'jaeger', route: 'collector', backends: ['jaeger'] },
    ],
    ['zipkin.tfvars', { enable_zipkin: true }, { primary: 'zipkin', route: 'direct', backends: ['zipkin'] }],
    [
      'victoria-traces.tfvars',
      { enable_victoria_traces: true, ...OPERATOR },
      { primary: 'victoria-traces', route: 'collector', backends: ['victoria-traces'] },
    ],
    [
      'collector.tfvars',
      { ...OPERATOR, enable_tempo: true },
      { primary: 'tempo', route: 'collector', backends: ['tempo'] },
    ],
    [
      'pattern-default.tfvars',
      { enable_tempo: true, ...OPERATOR, ...METRICS },
      { primary: 'tempo', route: 'collector', backends: ['tempo'] },
    ],
    [
      'pattern-jaeger.tfvars',
      { enable_jaeger: true, ...OPERATOR },
      { primary: 'jaeger', route: 'collector', backends: ['jaeger'] },
    ],
    [
      'pattern-multi-backend.tfvars',
      { enable_tempo: true, enable_jaeger: true, ...OPERATOR },
      { primary: 'tempo', route: 'collector', backends: ['tempo', 'jaeger'] },
    ],
    [
      'pattern-high-performance.tfvars',
      { enable_victoria_traces: true, ...METRICS, ...OPERATOR },
      { primary: 'victoria-traces', route: 'collector', backends: ['victoria-traces'] },
    ],
  ])('%s, named as a file and from standard input', async (name, addons, expected) => {
    for (const file of [name, '-']) {
      const { spec, platform, notices } = await readChoice(snippet(name), file);
      expect(notices.map(({ path, message }) => `${path}: ${message}`)).toEqual(
        expected.route === 'collector' ? [] : [`${file}:1:1: addons: ${LEFT_OUT}`],
      );
      expect(spec).toEqual({ addons });
      const { primary, route, backends } = platform;
      expect({ primary: primary.value, route: route.value, backends: Object.keys(backends) }).toEqual(
        expected,
      );
    }
  });
});

test.each(['collector.yaml', 'instrumentation.yaml', 'deployment.yaml', 'sampler.yaml'])(
  '%s is no choice of a platform',
  async (name) => {
    const result = await readPlatformInput(snippet(name), { file: name });
    const issues = result.ok ? [] : result.error.map(({ path, message }) => `${path}: ${message}`);
    expect(issues).toEqual([like.stringMatching(`^${name}: holds no choice of a platform; `)]);
  },
);

test.each([
  ['deployment', 'instrumentation.yaml'],
  ['deployment', 'deployment.yaml'],
  ['deployment-under-platform', 'instrumentation.yaml'],
  ['deployment-under-platform', 'deployment.yaml'],
])('the golden case %s has the %s of the page as it is', (name, file) => {
  const documents = readFileSync(`${CASES}${name}/input.yaml`, 'utf8').split(/^---\n/m);
  expect(documents).toContain(snippet(file));
});
