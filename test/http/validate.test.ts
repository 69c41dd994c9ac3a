import { describe, expect, test } from 'vitest';
import request from 'supertest';
import { validate } from '../../src/core/rules/validate.js';
import { nested } from '../support/deep.js';
import { reviewOf, rigOf, UNCHANGED, type Rig } from './admission-fixture.js';
import { like } from '../support/like.js';

interface Response {
  readonly uid: string;
  readonly allowed: boolean;
  readonly warnings?: readonly string[];
  readonly status?: Readonly<Record<string, unknown>>;
}

const rig = (judge = validate): Rig => rigOf(() => UNCHANGED, undefined, judge);
const validations = (result: string): string => `doka_tracing_validations_total{result="${result}"}`;

const review = (spec: unknown, over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> =>
  reviewOf({
    kind: { group: 'opentelemetry.io', version: 'v1alpha1', kind: 'Instrumentation' },
    object: { metadata: { name: 'main', namespace: 'shop' }, spec },
    ...over,
  });

async function answerTo({ app }: Rig, body: unknown): Promise<Response> {
  const answer = await request(app)
    .post('/validate?timeout=2s')
    .send(body as object);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('application/json');
  const { apiVersion, kind, response } = answer.body as Record<string, unknown>;
  expect([apiVersion, kind]).toEqual(['admission.k8s.io/v1', 'AdmissionReview']);
  return response as Response;
}

const BAD = {
  sampler: { type: 'traceidratio', argument: '2' },
  go: {
    volumeLimitSize: 1,
    volumeClaimTemplate: {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    },
  },
};

test('refuses as the API server’s own schema does, with a cause for each place', async () => {
  const under = rig();
  const response = await answerTo(under, review(BAD));
  expect(response).toMatchObject({ uid: 'a-uid', allowed: false });
  expect(response.status).toEqual({
    status: 'Failure',
    code: 422,
    reason: 'Invalid',
    message:
      'spec.sampler.argument: is "2"; allowed: a number from 0 to 1; correct it; ' +
      'spec.go.volumeLimitSize: is set together with volumeClaimTemplate; allowed: one of the two; remove volumeLimitSize',
    details: {
      name: 'main',
      group: 'opentelemetry.io',
      kind: 'Instrumentation',
      causes: [
        {
          reason: 'FieldValueInvalid',
          field: 'spec.sampler.argument',
          message: 'is "2"; allowed: a number from 0 to 1; correct it',
        },
        {
          reason: 'FieldValueInvalid',
          field: 'spec.go.volumeLimitSize',
          message:
            'is set together with volumeClaimTemplate; allowed: one of the two; remove volumeLimitSize',
        },
      ],
    },
  });
  expect(response.warnings).toContain('spec.go.volumeLimitSize: is deprecated; use volumeClaimTemplate');
  expect(await under.count(validations('refused'))).toBe(1);
  expect(under.lines).toMatchObject([
    {
      kind: 'Instrumentation',
      namespace: 'shop',
      paths: ['spec.sampler.argument', 'spec.go.volumeLimitSize'],
    },
  ]);
});

test('leaves no trace of a refused dry run but its count', async () => {
  const under = rig();
  expect(await answerTo(under, review(BAD, { dryRun: true }))).toMatchObject({ allowed: false });
  expect(under.lines).toEqual([]);
  expect(await under.count(validations('refused'))).toBe(1);
});

test('names twenty places, and how many more there are', async () => {
  const propagators = Array.from({ length: 25 }, (_, index) => index);
  const { status } = await answerTo(rig(), review({ propagators }));
  expect((status?.['details'] as { causes: unknown[] }).causes).toHaveLength(20);
  expect(status?.['message']).toMatch(/; and 5 more$/);
});

test('warns of what works otherwise than it reads, ten times at most', async () => {
  const under = rig();
  const few = await answerTo(under, review({ exporter: { endpoint: 'otel' } }));
  expect(few).toEqual({
    uid: 'a-uid',
    allowed: true,
    warnings: [
      'spec.exporter.endpoint: is not a base URL; allowed: http:// or https://, a host, and optionally a port and a path; correct it',
    ],
  });
  const many = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`field${index}`, 1]));
  expect((await answerTo(under, review(many))).warnings).toHaveLength(10);
  expect(await under.count(validations('accepted'))).toBe(2);
});

test('says nothing about what is fine, and about what it does not judge', async () => {
  const under = rig();
  expect(await answerTo(under, review({}))).toEqual({ uid: 'a-uid', allowed: true });
  expect(await answerTo(under, review({}, { operation: 'DELETE', object: null }))).toEqual({
    uid: 'a-uid',
    allowed: true,
  });
  expect(await under.count(validations('not-judged'))).toBe(1);
});

test('allows the object when it fails itself', async () => {
  const under = rig(() => {
    throw new Error('outer', { cause: new Error('inner') });
  });
  expect(await answerTo(under, review(BAD))).toEqual({ uid: 'a-uid', allowed: true });
  expect(await under.count(validations('internal-error'))).toBe(1);
  expect(under.lines).toMatchObject([{ level: 'error', kind: 'Instrumentation' }]);
  expect(JSON.stringify(under.lines)).toContain('inner');
});

describe('a body that is no review', () => {
  const LARGE = ' '.repeat(256 * 1024 + 1);

  test.each([
    { what: 'no JSON', body: '{"kind":', status: 400, result: 'bad-request' },
    { what: 'no review', body: '[]', status: 400, result: 'bad-request' },
    {
      what: 'another media type',
      type: 'text/plain',
      body: '{}',
      status: 415,
      result: 'unsupported-media-type',
    },
    { what: 'above 256 KiB', body: LARGE, status: 413, result: 'too-large' },
  ])('$what is refused with a sentence and counted', async ({ type, body, status, result }) => {
    const under = rig();
    const answer = await request(under.app)
      .post('/validate')
      .set('Content-Type', type ?? 'application/json')
      .send(body);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(/\.\n$/);
    expect(await under.count(validations(result))).toBe(1);
    expect(await under.count('doka_tracing_admissions_total{result="bad-request"}')).toBe(0);
  });

  test('another method is told which one is allowed', async () => {
    const answer = await request(rig().app).get('/validate');
    expect(answer.status).toBe(405);
    expect(answer.headers['allow']).toBe('POST');
    expect(answer.text).toMatch(/GET is not allowed on \/validate/);
  });
});

test('an overloaded webhook lets objects pass unjudged', async () => {
  let waitMs = 1501;
  const under = rigOf(
    () => UNCHANGED,
    () => waitMs,
  );
  expect(await answerTo(under, review(BAD))).toEqual({ uid: 'a-uid', allowed: true });
  expect(await under.count(validations('not-judged'))).toBe(1);
  waitMs = 1500;
  expect(await answerTo(under, review(BAD))).toMatchObject({ allowed: false });
});

describe('an object that is nested deeper than can be read', () => {
  const DEEP = { env: [{ name: 'A', x: nested() }] };
  const SENTENCE = like.stringMatching(/^is nested deeper than 100 levels; /);

  test('is refused with a sentence when it is created', async () => {
    const under = rig();
    const response = await answerTo(under, review(DEEP));
    expect(response).toMatchObject({ allowed: false, status: { code: 422, message: SENTENCE } });
    expect(under.lines).toMatchObject([{ kind: 'Instrumentation', paths: [''] }]);
  });

  test('can be changed when it is stored already, and mended', async () => {
    const stored = { metadata: { name: 'main', namespace: 'shop' }, spec: DEEP };
    const update = { operation: 'UPDATE', oldObject: stored };
    expect(await answerTo(rig(), review(DEEP, update))).toMatchObject({
      allowed: true,
      warnings: [SENTENCE],
    });
    const mended = await answerTo(rig(), review({ exporter: { endpoint: 'http://otel:4318' } }, update));
    expect(mended).toEqual({ uid: 'a-uid', allowed: true });
  });
});
