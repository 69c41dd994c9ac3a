import { describe, expect, test } from 'vitest';
import type { RunningPod } from '../../../demo/downward-api.js';
import type { Span } from '../../../demo/otlp-spans.js';
import { parseResourceAttributes, checkTrace, type Expectation } from '../../../demo/verification.js';
import { TRACE } from './sample-trace.js';

const podOf = (name: string): RunningPod => ({
  metadata: { name: `${name}-7c5-x2x9p`, namespace: 'shop', uid: `uid-of-${name}` },
  spec: { nodeName: 'node-1', containers: [{ name }] },
  status: { hostIP: '192.0.2.1', podIP: '10.0.0.5' },
});

const attributesOf = (name: string): string =>
  [
    'team=a',
    `k8s.deployment.name=${name}`,
    'k8s.namespace.name=shop',
    `k8s.pod.name=${name}-7c5-x2x9p`,
    `k8s.pod.uid=uid-of-${name}`,
    'k8s.node.name=node-1',
    `k8s.container.name=${name}`,
  ].join(',');

const expectationOf = (name: string): Expectation => ({
  service: name,
  deployment: name,
  container: name,
  pod: podOf(name),
  environment: { OTEL_RESOURCE_ATTRIBUTES: attributesOf(name) },
});

const EXPECTATIONS = ['storefront', 'checkout'].map(expectationOf);

const GOOD: readonly Span[] = TRACE.map((span) => {
  const name = String(span.resource['service.name']);
  const resource = {
    ...parseResourceAttributes(attributesOf(name)),
    'service.name': name,
    'telemetry.sdk.language': 'nodejs',
  };
  return { ...span, resource };
});

const failures = (trace: readonly Span[], expectations = EXPECTATIONS): readonly (string | undefined)[] =>
  checkTrace(trace, expectations).flatMap(({ holds, found }) => (holds ? [] : [found]));
const withResource = (id: string, change: Readonly<Record<string, string>>): readonly Span[] =>
  GOOD.map((span) => (span.spanId === id ? { ...span, resource: { ...span.resource, ...change } } : span));

test('a good trace passes all six checks', () => {
  const checks = checkTrace(GOOD, EXPECTATIONS);
  expect(checks).toHaveLength(6);
  expect(checks.filter(({ holds }) => !holds)).toEqual([]);
});

describe('what must not pass', () => {
  test('two trace ids', () => {
    const trace = GOOD.map((span) => (span.spanId === 'c1' ? { ...span, traceId: 'other' } : span));
    expect(failures(trace)).toEqual(['trace ids 4bf92f3577b34da6a3ce929d0e0e4736, other']);
  });
  test('a service without a span', () => {
    const trace = GOOD.filter((span) => span.resource['service.name'] === 'storefront');
    expect(failures(trace)).toEqual([
      'no span of checkout',
      'every parent is of the same service as its child',
      'no span of this service',
      'no span of this service',
    ]);
  });
  test('services that do not call each other', () => {
    const trace = GOOD.map((span) => (span.spanId.startsWith('c') ? { ...span, parentSpanId: '' } : span));
    expect(failures(trace)).toEqual(['every parent is of the same service as its child']);
  });
  test('a span that names another pod, even when only one does', () => {
    const name = 'k8s.pod.name is "other", not "checkout-7c5-x2x9p"';
    expect(failures(withResource('c2', { 'k8s.pod.name': 'other' }))).toEqual([name, name]);
  });
  test('a patch that names the wrong deployment, though the spans say what the pod says', () => {
    const [storefront, checkout] = EXPECTATIONS;
    if (storefront === undefined || checkout === undefined) throw new Error('two are expected');
    const environment = {
      OTEL_RESOURCE_ATTRIBUTES: attributesOf('checkout').replace(
        'deployment.name=checkout',
        'deployment.name=wrong',
      ),
    };
    const trace = GOOD.map((span) =>
      span.resource['service.name'] === 'checkout'
        ? { ...span, resource: { ...span.resource, 'k8s.deployment.name': 'wrong' } }
        : span,
    );
    expect(failures(trace, [storefront, { ...checkout, environment }])).toEqual([
      'k8s.deployment.name is "wrong", not "checkout"',
    ]);
  });
  test('an attribute of the user that was lost', () => {
    const lost = GOOD.map((span) => ({
      ...span,
      resource: Object.fromEntries(Object.entries(span.resource).filter(([key]) => key !== 'team')),
    }));
    expect(failures(lost)).toEqual(['team is not set, not "a"', 'team is not set, not "a"']);
  });
  test('a pod without OTEL_RESOURCE_ATTRIBUTES', () => {
    const expectations = EXPECTATIONS.map((each) => ({ ...each, environment: {} }));
    expect(failures(GOOD, expectations)).toEqual(['the variable is not set', 'the variable is not set']);
  });
});

test.each([
  ['', {}],
  ['a=1,b=2', { a: '1', b: '2' }],
  [' a = 1 , ,b=x%2Cy%20z', { a: '1', b: 'x,y z' }],
  ['a=1,a=2,novalue', { a: '2' }],
])('OTEL_RESOURCE_ATTRIBUTES=%j', (value, expected) => {
  expect(parseResourceAttributes(value)).toEqual(expected);
});
