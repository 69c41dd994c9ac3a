import { expect, test } from 'vitest';
import request from 'supertest';
import { rigOf, UNCHANGED, type Rig } from './admission-fixture.js';

const MISPLACED = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'orders', annotations: { 'instrumentation.opentelemetry.io/inject-java': 'true' } },
  spec: { template: { spec: { containers: [{ name: 'app', image: 'orders:1' }] } } },
};

interface Answer {
  readonly allowed: boolean;
  readonly warnings?: readonly string[];
}

async function answerTo({ app }: Rig, object: unknown): Promise<Answer> {
  const kind = { group: 'apps', version: 'v1', kind: 'Deployment' };
  // In the order in which the API server writes the fields.
  const head = { uid: 'a-uid', kind, name: 'orders', namespace: 'shop', operation: 'CREATE', userInfo: {} };
  const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request: { ...head, object } };
  const answer = await request(app).post('/warn?timeout=1s').send(review);
  expect(answer.status).toBe(200);
  return (answer.body as { readonly response: Answer }).response;
}

const reviews = (result: string): string => `doka_tracing_workload_reviews_total{result="${result}"}`;

test('a workload is allowed, and whoever applies it is warned', async () => {
  const rig = rigOf(() => UNCHANGED);
  const { allowed, warnings = [] } = await answerTo(rig, MISPLACED);
  expect(allowed).toBe(true);
  const [sentence, command, ...others] = warnings;
  expect(sentence).toContain('Move it to spec.template.metadata.annotations.');
  expect(command).toContain('doka-tracing explain deployment/orders -n shop');
  expect(others).toEqual([]);
  expect(await rig.count(reviews('accepted'))).toBe(1);
});

test.each<[string, unknown]>([
  ['no object', undefined],
  ['a list', []],
  ['an object without a kind', { metadata: {} }],
  ['a template that is a text', { ...MISPLACED, spec: { template: 'x' } }],
  ['containers that are a number', { ...MISPLACED, spec: { template: { spec: { containers: 7 } } } }],
])('%s is allowed', async (_, object) => {
  expect(
    await answerTo(
      rigOf(() => UNCHANGED),
      object,
    ),
  ).toMatchObject({ allowed: true });
});

test('under load it is allowed without a word', async () => {
  const rig = rigOf(
    () => UNCHANGED,
    () => 10_000,
  );
  expect(await answerTo(rig, MISPLACED)).toEqual({ uid: 'a-uid', allowed: true });
  expect(await rig.count(reviews('not-judged'))).toBe(1);
});

test('a large one is allowed without a word', async () => {
  const rig = rigOf(() => UNCHANGED);
  const data = { ...MISPLACED, filler: 'x'.repeat(200 * 1024) };
  expect(await answerTo(rig, data)).toEqual({ uid: 'a-uid', allowed: true });
});
