import { describe, expect, test } from 'vitest';
import type { AdmissionRequest } from '../../../src/core/review.js';
import { validate, type Validation } from '../../../src/core/rules/validate.js';
import { acceptedPlatforms, refusedPlatforms } from '../../support/platform-fixtures.js';
import { like } from '../../support/like.js';

const instrumentation = (spec: unknown, metadata: object = {}): object => ({
  apiVersion: 'opentelemetry.io/v1alpha1',
  kind: 'Instrumentation',
  metadata: { name: 'main', namespace: 'shop', ...metadata },
  spec,
});

const requestOf = (object: unknown, over: Partial<AdmissionRequest> = {}): AdmissionRequest => ({
  uid: 'u',
  operation: 'CREATE',
  namespace: 'shop',
  group: 'opentelemetry.io',
  kind: 'Instrumentation',
  subResource: '',
  dryRun: false,
  object,
  oldObject: undefined,
  ...over,
});

const created = (spec: unknown): Validation => validate(requestOf(instrumentation(spec)));
const changed = (from: object, to: object): Validation =>
  validate(requestOf(to, { operation: 'UPDATE', oldObject: from }));

const lines = (issues: readonly { readonly path: string; readonly message: string }[]): readonly string[] =>
  issues.map(({ path, message }) => `${path}: ${message}`);

const BAD = { sampler: { type: 'traceidratio', argument: '2' } };
const BAD_LINE = 'spec.sampler.argument: is "2"; allowed: a number from 0 to 1; correct it';
const TEMPLATE = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };
const GOOD = { sampler: { type: 'traceidratio', argument: '0.2' } };

describe('an Instrumentation that is created', () => {
  test.each<[string, unknown, readonly string[]]>([
    ['a ratio that is none', BAD, [BAD_LINE]],
    [
      'an endpoint of a sampler that is empty',
      { sampler: { type: 'jaeger_remote', argument: 'endpoint=' } },
      ['spec.sampler.argument: has endpoint ""; allowed: a URL; correct it'],
    ],
    [
      'both kinds of volume',
      { python: { volumeLimitSize: '1Gi', volumeClaimTemplate: TEMPLATE } },
      [
        'spec.python.volumeLimitSize: is set together with volumeClaimTemplate; allowed: one of the two; remove volumeLimitSize',
      ],
    ],
    [
      'a field of another kind, where a definition lets it through',
      { exporter: 'http://otel:4318', propagators: [1] },
      [
        'spec.exporter: is text; allowed: a map of fields; write it without quotes',
        'spec.propagators[0]: is 1; allowed: tracecontext, baggage, b3, b3multi, jaeger, xray, ottrace, none; use one of them',
      ],
    ],
  ])('%s is refused', (_, spec, expected) => {
    const validation = created(spec);
    expect(validation.kind).toBe('refused');
    expect(lines(validation.kind === 'refused' ? validation.errors : [])).toEqual(expected);
  });

  test.each<[string, unknown, readonly string[]]>([
    ['what works', { exporter: { endpoint: 'http://otel:4318' } }, []],
    ['nothing', undefined, []],
    [
      'a field of a newer Operator',
      { config: { file: 'x' } },
      ['spec.config: is not a known field and is ignored; correct its name or remove it'],
    ],
    [
      'a propagator of a newer Operator',
      { propagators: ['b3', 'w3c'], exporter: { endpoint: 'http://otel:4318' } },
      [
        'spec.propagators[1]: is "w3c"; allowed: tracecontext, baggage, b3, b3multi, jaeger, xray, ottrace, none; use one of them',
      ],
    ],
    [
      'a value that is left out',
      { env: [{ name: 'A', value: 'a', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
      [like.stringContaining('spec.env[0]') as string],
    ],
    [
      'the sampler of the page',
      { sampler: { type: 'probabilistic', argument: '0.1' } },
      ['spec.sampler.type: is probabilistic, which agents do not know; parentbased_traceidratio is used'],
    ],
  ])('%s is accepted, with a warning where one is due', (_, spec, expected) => {
    const validation = created(spec);
    expect(validation.kind).toBe('accepted');
    expect(lines(validation.kind === 'accepted' ? validation.warnings : [])).toEqual(expected);
  });
});

describe('an Instrumentation that is changed', () => {
  test('is refused for what the change makes wrong', () => {
    expect(changed(instrumentation(GOOD), instrumentation(BAD))).toMatchObject({ kind: 'refused' });
  });

  test.each<[string, object]>([
    ['a label', instrumentation(BAD, { labels: { team: 'shop' } })],
    [
      'the last finalizer',
      instrumentation(BAD, { finalizers: [], deletionTimestamp: '2026-01-01T00:00:00Z' }),
    ],
    ['another field', instrumentation({ ...BAD, exporter: { endpoint: 'http://otel:4318' } })],
  ])('may have a fault from before: %s', (_, object) => {
    const validation = changed(instrumentation(BAD, { finalizers: ['a/b'] }), object);
    expect(validation.kind).toBe('accepted');
    expect(lines(validation.kind === 'accepted' ? validation.warnings : [])).toContain(BAD_LINE);
  });

  test('is not refused for a fault from before beside a new one, but for the new one', () => {
    const worse = { ...BAD, java: { volumeLimitSize: 1, volumeClaimTemplate: TEMPLATE } };
    const validation = changed(instrumentation(BAD), instrumentation(worse));
    expect(validation).toMatchObject({ kind: 'refused', errors: [{ path: 'spec.java.volumeLimitSize' }] });
  });

  test('may be mended', () => {
    expect(changed(instrumentation(BAD), instrumentation(GOOD))).toEqual({ kind: 'accepted', warnings: [] });
  });
});

test.each<[string, Partial<AdmissionRequest>]>([
  ['a deletion', { operation: 'DELETE', object: null, oldObject: instrumentation(BAD) }],
  ['a subresource', { subResource: 'status' }],
  ['another kind of the group', { kind: 'OpenTelemetryCollector' }],
  ['the kind of another group', { group: 'example.com' }],
  ['an operation that is not known', { operation: 'CONNECT' }],
])('%s is not judged', (_, over) => {
  expect(validate(requestOf(instrumentation(BAD), over))).toEqual({ kind: 'not-judged' });
});

describe('a TracingPlatform', () => {
  const judged = (object: unknown): Validation =>
    validate(requestOf(object, { group: 'tracing.dokaseca.io', kind: 'TracingPlatform', namespace: '' }));

  test.each(acceptedPlatforms())('$name is accepted', ({ object }) => {
    expect(judged(object).kind).toBe('accepted');
  });

  test.each(refusedPlatforms())('$name is refused', ({ object, path }) => {
    expect(judged(object)).toMatchObject({ kind: 'refused', errors: [{ path }] });
  });

  test('is told what has no effect', () => {
    const object = { metadata: { name: 'default' }, spec: { backends: { zipkin: {} } } };
    expect(judged(object)).toMatchObject({ kind: 'accepted', warnings: [{ path: 'spec.backends.zipkin' }] });
  });
});
