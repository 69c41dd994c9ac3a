import { describe, expect, test } from 'vitest';
import request from 'supertest';
import { admit } from '../../src/core/admit.js';
import { nested } from '../support/deep.js';
import { until } from '../support/until.js';
import { PARTIAL, reviewOf, rigOf, UNCHANGED, type Rig } from './admission-fixture.js';

interface Review {
  readonly response: {
    readonly uid: string;
    readonly allowed: boolean;
    readonly patchType?: string;
    readonly patch?: string;
    readonly warnings?: readonly string[];
    readonly auditAnnotations?: Readonly<Record<string, string>>;
  };
}

const admissions = (result: string): string => `doka_tracing_admissions_total{result="${result}"}`;

async function mutate(rig: Rig, review: unknown): Promise<Review['response']> {
  const send = () =>
    request(rig.app)
      .post('/mutate?timeout=2s')
      .send(review as object);
  // A large body has a time limit, which a machine that does much else may exceed.
  const answer = await until(send, ({ status }) => status !== 503);
  expect(answer.status).toBe(200);
  expect(answer.headers['content-type']).toBe('application/json');
  return (answer.body as Review).response;
}

describe('a review that is answered', () => {
  test('echoes the uid and leaves an unchanged pod without patch, warnings and annotations', async () => {
    const uid = 'quoted"and\\escaped';
    const response = await mutate(
      rigOf(() => UNCHANGED),
      reviewOf({ uid }),
    );
    expect(response).toEqual({ uid, allowed: true });
  });

  test('carries the patch, the audit annotations and a warning for each refusal', async () => {
    const rig = rigOf(() => PARTIAL);
    const response = await mutate(rig, reviewOf());
    expect(response.allowed).toBe(true);
    expect(response.patchType).toBe('JSONPatch');
    expect(JSON.parse(Buffer.from(response.patch ?? '', 'base64').toString('utf8'))).toEqual([
      { op: 'add', path: '/metadata/annotations', value: { a: 'é' } },
    ]);
    expect(response.auditAnnotations).toEqual({ status: 'partial', reason: 'injected,options-optional' });
    expect(response.warnings).toEqual(['tracing: options-optional: NODE_OPTIONS of app is optional.']);
    expect(await rig.count(admissions('partial'))).toBe(1);
    expect(await rig.count('doka_tracing_findings_total{reason="options-optional",language="nodejs"}')).toBe(
      1,
    );
    expect(await rig.count('doka_tracing_injections_total{language="java",backend="tempo"}')).toBe(1);
    expect(rig.decisions.list()).toMatchObject([
      { namespace: 'shop', pod: 'shop-7d9f-*', status: 'partial' },
    ]);
  });

  test('names the reason `injected` where there is nothing else to say, but counts no finding', async () => {
    const rig = rigOf(() => ({ ...PARTIAL, status: 'injected', findings: [] }) as typeof PARTIAL);
    const response = await mutate(rig, reviewOf());
    expect(response.auditAnnotations).toEqual({ status: 'injected', reason: 'injected' });
    expect(response.warnings).toBeUndefined();
    expect(rig.lines).toMatchObject([{ status: 'injected', reason: 'injected' }]);
    expect(rig.decisions.list()).toMatchObject([{ findings: [{ code: 'injected' }] }]);
    expect(await rig.count('doka_tracing_findings_total{reason="injected",language="none"}')).toBe(0);
  });

  test('hands the request and the snapshot to the engine', async () => {
    const seen: unknown[] = [];
    const rig = rigOf((admissionRequest, snapshot) => {
      seen.push(admissionRequest.namespace, admissionRequest.kind, snapshot.platform);
      return UNCHANGED;
    });
    await mutate(rig, reviewOf());
    expect(seen).toEqual(['shop', 'Pod', { kind: 'absent' }]);
  });

  test('leaves no trace of a dry run but its count', async () => {
    const rig = rigOf(() => PARTIAL);
    const response = await mutate(rig, reviewOf({ dryRun: true }));
    expect(response.patch).toBeDefined();
    expect(rig.decisions.list()).toEqual([]);
    expect(rig.lines).toEqual([]);
    expect(await rig.count(admissions('dry-run'))).toBe(1);
    expect(await rig.count('doka_tracing_injections_total{language="java",backend="tempo"}')).toBe(0);
  });
});

describe('a pod that passes unjudged', () => {
  test.each([
    [
      'throws',
      () => {
        throw new Error('outer', { cause: new Error('inner') });
      },
    ],
    [
      'returns what cannot be written',
      () => ({ ...PARTIAL, operations: [{ op: 'add' as const, path: '/x', value: 1n }] }),
    ],
  ])('is allowed, counted and logged when the engine %s', async (_what, admit) => {
    const rig = rigOf(admit);
    const response = await mutate(rig, reviewOf());
    expect(response.allowed).toBe(true);
    expect(response.patch).toBeUndefined();
    expect(response.auditAnnotations).toEqual({ reason: 'internal-error' });
    expect(response.warnings).toHaveLength(1);
    expect(await rig.count(admissions('internal-error'))).toBe(1);
    expect(rig.lines).toMatchObject([{ level: 'error', namespace: 'shop', pod: 'shop-7d9f-*' }]);
    expect(rig.decisions.list()).toMatchObject([
      { status: 'unchanged', findings: [{ code: 'internal-error' }] },
    ]);
  });

  test('keeps the cause of a failure in the log', async () => {
    const rig = rigOf(() => {
      throw new Error('outer', { cause: new Error('inner') });
    });
    await mutate(rig, reviewOf());
    expect(JSON.stringify(rig.lines)).toContain('inner');
  });

  test('is allowed and counted when it comes too late to be heard, and judged again afterwards', async () => {
    let waitMs = 1501;
    const rig = rigOf(
      () => PARTIAL,
      () => waitMs,
    );
    const shed = await mutate(rig, reviewOf());
    expect(shed).toEqual({ uid: 'a-uid', allowed: true, auditAnnotations: { reason: 'overloaded' } });
    expect(await rig.count(admissions('overloaded'))).toBe(1);
    await mutate(rig, reviewOf());
    expect(rig.lines.filter(({ level }) => level === 'warn')).toHaveLength(1);
    waitMs = 1500;
    expect((await mutate(rig, reviewOf())).patch).toBeDefined();
  });
});

describe('a body that is no review', () => {
  const engineless = (): never => {
    throw new Error('the engine was asked');
  };

  test.each([
    ['text that is not JSON', '{"kind":', /^The body is not JSON: .+\n$/],
    ['nothing', '', /^The body is not JSON: /],
    ['a list', '[]', /^The body is no AdmissionReview/],
    [
      'v1beta1',
      JSON.stringify({ ...reviewOf(), apiVersion: 'admission.k8s.io/v1beta1' }),
      /v1beta1.+must be/,
    ],
    ['no uid', JSON.stringify(reviewOf({ uid: '' })), /request\.uid/],
  ])('%s is refused with a sentence', async (_what, body, sentence) => {
    const rig = rigOf(engineless);
    const answer = await request(rig.app).post('/mutate').set('Content-Type', 'application/json').send(body);
    expect(answer.status).toBe(400);
    expect(answer.headers['content-type']).toContain('text/plain');
    expect(answer.text).toMatch(sentence);
    expect(await rig.count(admissions('bad-request'))).toBe(1);
  });

  test.each([
    ['application/json; charset=utf-8', 200],
    ['Application/JSON ;charset="utf-8"', 200],
    ['text/plain', 415],
    ['application/json-patch+json', 415],
    ['application/x-www-form-urlencoded', 415],
  ])('the media type %s gives %i', async (type, status) => {
    const rig = rigOf(() => UNCHANGED);
    const answer = await request(rig.app)
      .post('/mutate')
      .set('Content-Type', type)
      .serialize(String)
      .send(JSON.stringify(reviewOf()));
    expect(answer.status).toBe(status);
  });

  test('a body without a media type gives 415', async () => {
    const rig = rigOf(engineless);
    const answer = await request(rig.app).post('/mutate').set('Content-Type', '');
    expect(answer.status).toBe(415);
    expect(answer.text).toBe('The Content-Type must be application/json.\n');
    expect(await rig.count(admissions('unsupported-media-type'))).toBe(1);
  });

  const LIMIT = 4 * 1024 * 1024;
  const padded = (size: number): string => {
    const review = JSON.stringify(reviewOf());
    return review + ' '.repeat(size - review.length);
  };

  test.each([
    ['of exactly 4 MiB', LIMIT, 200],
    ['of one byte more', LIMIT + 1, 413],
  ])('a body %s gives the right status', async (_what, size, status) => {
    const rig = rigOf(() => UNCHANGED);
    const answer = await request(rig.app)
      .post('/mutate')
      .set('Content-Type', 'application/json')
      .send(padded(size));
    expect(answer.status).toBe(status);
    expect(await rig.count(admissions(status === 200 ? 'not-requested' : 'too-large'))).toBe(1);
  });
});

describe('a pod that is nested deeper than can be read', () => {
  const asked = { annotations: { 'instrumentation.opentelemetry.io/inject-java': 'true' } };
  const app = { name: 'app', image: 'shop:1' };
  const deep = nested();

  test.each([
    ['beside its spec', { metadata: asked, spec: { containers: [app] }, x: deep }],
    ['in its metadata', { metadata: { ...asked, x: deep }, spec: { containers: [app] } }],
    ['in its spec', { metadata: asked, spec: { containers: [app], affinity: deep } }],
    ['in a container', { metadata: asked, spec: { containers: [{ ...app, lifecycle: deep }] } }],
    ['in a variable', { metadata: asked, spec: { containers: [{ ...app, env: [{ name: 'A', x: deep }] }] } }],
    [
      'in a value',
      { metadata: asked, spec: { containers: [{ ...app, env: [{ name: 'A', value: deep }] }] } },
    ],
    ['as a whole', deep],
  ])('%s is allowed, and nothing fails', async (_where, object) => {
    const rig = rigOf(admit);
    const response = await mutate(rig, reviewOf({ object }));
    expect(response.allowed).toBe(true);
    expect(await rig.count(admissions('internal-error'))).toBe(0);
  });
});

describe('other requests', () => {
  test.each([
    ['get', '/readyz', 200, 'ok\n'],
    ['get', '/livez', 200, 'ok\n'],
    ['get', '/mutate', 405, /GET is not allowed on \/mutate/],
    ['put', '/mutate', 405, /POST/],
    ['get', '/nowhere', 404, /There is no \/nowhere here; there is POST \/mutate/],
    ['post', '/mutated', 404, /POST \/mutate/],
  ] as const)('%s %s gives %i', async (method, path, status, text) => {
    const answer = await request(rigOf(() => UNCHANGED).app)[method](path);
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(text);
    expect(answer.headers['x-powered-by']).toBeUndefined();
  });
});
