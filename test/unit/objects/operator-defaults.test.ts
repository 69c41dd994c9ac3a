import { describe, expect, test } from 'vitest';
import { AGENTS } from '../../../src/core/agents/agents.js';
import { removeOperatorDefaults, removeEmptyStructs } from '../../../src/core/objects/operator-defaults.js';
import { parseInstrumentation } from '../../../src/core/objects/parse-instrumentation.js';

describe('what a Go client writes for absent fields is absent', () => {
  test.each([
    [{ sampler: {} }, {}],
    [{ java: { volumeClaimTemplate: { metadata: {}, spec: { resources: {} } } } }, {}],
    [{ java: { resources: {}, image: 'a' } }, { java: { image: 'a' } }],
    [{ java: { resources: { limits: {} } } }, { java: { resources: { limits: {} } } }],
    [
      { initContainerSecurityContext: { seccompProfile: {} } },
      { initContainerSecurityContext: { seccompProfile: {} } },
    ],
    [{ env: [{ name: 'X', valueFrom: {} }] }, { env: [{ name: 'X', valueFrom: {} }] }],
  ])('%j is %j', (value, expected) => {
    expect(removeEmptyStructs(value)).toEqual(expected);
  });
});

const KEY = 'instrumentation.opentelemetry.io/default-auto-instrumentation-java-image';
const OURS = AGENTS.java.files?.image ?? '';
const RESOURCES = {
  limits: { cpu: '500m', memory: '256Mi' },
  requests: { cpu: '50m', memory: '64Mi' },
};

describe('what the Operator filled in is nobody’s choice', () => {
  test.each([
    ['its default image', { image: OURS }, { [KEY]: OURS }, {}, 0],
    ['an older default of it', { image: 'op/java:1' }, { [KEY]: 'op/java:1' }, {}, 1],
    ['an image that somebody chose', { image: 'mine/java:1' }, { [KEY]: OURS }, { image: 'mine/java:1' }, 0],
    ['no annotation', { image: 'op/java:1' }, {}, { image: 'op/java:1' }, 0],
    ['its resources', { image: OURS, resources: RESOURCES }, { [KEY]: OURS }, {}, 0],
    [
      'resources that somebody chose',
      { image: OURS, resources: { limits: { memory: '1Gi' } } },
      { [KEY]: OURS },
      { resources: { limits: { memory: '1Gi' } } },
      0,
    ],
    ['annotations that are none', { image: OURS }, 'x', { image: OURS }, 0],
  ])('%s', (...[, java, annotations, expected, told]) => {
    const { spec, notices } = removeOperatorDefaults({ java }, annotations);
    expect(spec.java).toEqual(expected);
    expect(notices).toHaveLength(told);
  });
});

test('an Instrumentation as the Operator stores it is read without a notice', () => {
  const volumeClaimTemplate = { metadata: {}, spec: { resources: {} } };
  const read = parseInstrumentation({
    metadata: { name: 'std', namespace: 'shop', annotations: { [KEY]: OURS } },
    spec: {
      defaults: {},
      exporter: { endpoint: 'http://otel-collector:4318' },
      java: { image: OURS, resources: RESOURCES, volumeClaimTemplate },
      go: { volumeClaimTemplate, resourceRequirements: {} },
      resource: {},
      sampler: {},
    },
  });
  expect(read).toMatchObject({
    ok: true,
    value: {
      notices: [],
      instrumentation: { spec: { exporter: { endpoint: 'http://otel-collector:4318' }, java: {} } },
    },
  });
  if (read.ok) expect(read.value.instrumentation.ignored).toEqual([]);
});
