import { describe, expect, test } from 'vitest';
import { PINS } from '../../../../src/core/pins.js';
import { findCollectorSampling } from '../../../../src/core/platform/platform.js';
import { buildTailSampling } from '../../../../src/render/collector/sampling.js';
import { ALL_FLAGS, renderSettings } from '../../../support/platforms.js';

interface Policy {
  readonly name: string;
  readonly type: string;
  readonly composite?: Readonly<Record<string, unknown>>;
  readonly drop?: {
    readonly drop_sub_policy: readonly { readonly ottl_condition: { readonly span: readonly string[] } }[];
  };
}

interface Config {
  readonly decision_wait: string;
  readonly policies: readonly Policy[];
}

function samplingUnder(sampling: object, replicas = 1): Config | undefined {
  const spec = { addons: ALL_FLAGS, collector: { version: PINS.collector.version }, sampling };
  const done = findCollectorSampling(renderSettings(spec).platform.sampling);
  return done === undefined ? undefined : (buildTailSampling(done, replicas).config as unknown as Config);
}

test.each<[string, object]>([
  ['probabilistic', { strategy: 'probabilistic', ratio: 0.1 }],
  ['jaeger-remote', { strategy: 'adaptive', mode: 'jaeger-remote', ratio: 0.1 }],
])('%s leaves nothing to the Collector', (_, sampling) => {
  expect(samplingUnder(sampling)).toBeUndefined();
});

describe('tail', () => {
  test.each<[string, object, readonly string[]]>([
    ['errors by default', { percent: 10 }, ['errors', 'rest']],
    ['slow ones too', { percent: 10, slowMs: 500 }, ['errors', 'slow', 'rest']],
    ['no errors', { percent: 10, keepErrors: false }, ['rest']],
    ['what is dropped first', { percent: 10, drop: ['/healthz'] }, ['drop', 'errors', 'rest']],
  ])('keeps %s', (_, sampling, policies) => {
    const config = samplingUnder({ strategy: 'tail', ...sampling });
    expect(config?.policies.map(({ name }) => name)).toEqual(policies);
  });

  test.each<[number | undefined, string]>([
    [undefined, '10s'],
    [500, '11s'],
    [2000, '12s'],
    [30_000, '40s'],
  ])('with traces of %s ms waits for %s', (slowMs, wait) => {
    const slow = slowMs === undefined ? {} : { slowMs };
    expect(samplingUnder({ strategy: 'tail', percent: 1, ...slow })?.decision_wait).toBe(wait);
  });

  test('drops by the path of the root span, whatever stands in the path', () => {
    const [drop] = samplingUnder({ strategy: 'tail', percent: 1, drop: ['/a"b\\c(d)'] })?.policies ?? [];
    expect(drop?.drop?.drop_sub_policy[0]?.ottl_condition.span).toEqual([
      String.raw`IsRootSpan() and span.attributes["url.path"] == "/a\"b\\c(d)"`,
      String.raw`IsRootSpan() and span.attributes["http.route"] == "/a\"b\\c(d)"`,
      String.raw`IsRootSpan() and IsMatch(span.attributes["http.target"], "^/a\"b\\\\c\\(d\\)(\\?.*)?$$")`,
    ]);
  });
});

describe('a dollar sign is none of a variable', () => {
  test('in a path that is dropped', () => {
    const [drop] = samplingUnder({ strategy: 'tail', percent: 1, drop: ['/a${b}'] })?.policies ?? [];
    expect(drop?.drop?.drop_sub_policy[0]?.ottl_condition.span).toEqual([
      'IsRootSpan() and span.attributes["url.path"] == "/a$${b}"',
      'IsRootSpan() and span.attributes["http.route"] == "/a$${b}"',
      String.raw`IsRootSpan() and IsMatch(span.attributes["http.target"], "^/a\\$$\\{b\\}(\\?.*)?$$")`,
    ]);
  });

  test('in the name of a service', () => {
    const services = { a$b: 20 };
    const sampling = samplingUnder({ strategy: 'adaptive', spansPerSecond: 9, services });
    expect(sampling?.policies[0]?.composite).toMatchObject({
      policy_order: ['service-a$$b', 'rest'],
      composite_sub_policy: [{ string_attribute: { values: ['a$$b'] } }, {}],
      rate_allocation: [{ policy: 'service-a$$b' }, {}],
    });
  });
});

describe('adaptive', () => {
  const composite = (sampling: object, replicas?: number): unknown =>
    samplingUnder({ strategy: 'adaptive', ...sampling }, replicas)?.policies[0]?.composite;

  test('the rest takes what the services leave, in whole percents that make a hundred', () => {
    expect(composite({ spansPerSecond: 1000, services: { checkout: 30, payment: 20 } })).toMatchObject({
      max_total_spans_per_second: 1000,
      policy_order: ['service-checkout', 'service-payment', 'rest'],
      rate_allocation: [
        { policy: 'service-checkout', percent: 30 },
        { policy: 'service-payment', percent: 20 },
        { policy: 'rest', percent: 50 },
      ],
    });
  });

  test('a share is that of one namespace or of all, and one namespace goes before all', () => {
    const services = { checkout: 30, 'team-a/checkout': 10, 'pay$/a"b': 5, '/x': 1, 'x/': 1 };
    const order = ['team-a/checkout', 'pay$$/a"b', 'checkout', '/x', 'x/'].map((name) => `service-${name}`);
    const ofName = (name: string): unknown => ({
      type: 'string_attribute',
      string_attribute: { key: 'service.name', values: [name] },
    });
    const ofBoth = (namespace: string, name: string): unknown => ({
      type: 'ottl_condition',
      ottl_condition: {
        span: [
          `resource.attributes["service.namespace"] == ${namespace} and resource.attributes["service.name"] == ${name}`,
        ],
      },
    });
    expect(composite({ spansPerSecond: 1000, services })).toMatchObject({
      policy_order: [...order, 'rest'],
      composite_sub_policy: [
        ofBoth('"team-a"', '"checkout"'),
        ofBoth('"pay$$"', String.raw`"a\"b"`),
        ...['checkout', '/x', 'x/'].map(ofName),
        {},
      ],
    });
  });

  test.each([
    [1000, 2, 500],
    [1000, 3, 333],
    [3, 3, 1],
  ])('%s spans a second among %s instances are %s for each', (spansPerSecond, replicas, expected) => {
    expect(composite({ spansPerSecond }, replicas)).toMatchObject({
      max_total_spans_per_second: expected,
      policy_order: ['rest'],
    });
  });
});
