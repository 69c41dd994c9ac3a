import { expect, test } from 'vitest';
import type { AdmissionRequest } from '../../src/core/review.js';
import { buildCreationRequest } from '../../src/core/review.js';
import { EMPTY_SNAPSHOT, type ClusterSnapshot } from '../../src/core/snapshot.js';
import type { JudgedAdmission } from '../../src/http/admission.js';
import { createRememberedAnswers } from '../../src/http/remembered-answers.js';

interface Parts {
  readonly suffix?: string;
  readonly image?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly metadata?: object;
  readonly request?: Partial<AdmissionRequest>;
}

const ASKING = { 'instrumentation.opentelemetry.io/inject-java': 'true' };

function requestOf({
  suffix = 'abcde',
  image = 'app',
  annotations = {},
  metadata = {},
  request = {},
}: Parts) {
  const name = `kube-api-access-${suffix}`;
  const container = { name: 'app', image, volumeMounts: [{ name, mountPath: '/var/run/secrets' }] };
  const pod = {
    metadata: { ...metadata, generateName: 'app-', annotations: { ...ASKING, ...annotations } },
    spec: { volumes: [{ name }], containers: [container] },
  };
  return { ...buildCreationRequest(pod, 'shop'), ...request };
}

const ANSWER: JudgedAdmission = { operations: '["kube-api-access-abcde"]', fields: '', result: 'injected' };

/** Judges the usual pod and then another one, and says what was given, or that it was judged again. */
function second(
  other: Parts,
  first: JudgedAdmission = ANSWER,
  held: ClusterSnapshot = EMPTY_SNAPSHOT,
): string {
  const answers = createRememberedAnswers();
  answers.judge(requestOf({}), EMPTY_SNAPSHOT, () => first);
  return answers.judge(requestOf(other), held, () => ({ ...ANSWER, operations: 'judged' })).operations;
}

test.each<[string, Parts]>([
  ['another volume for the token', { suffix: 'z9z9z' }],
  ['another uid', { request: { uid: 'another' } }],
  ['other managed fields', { metadata: { managedFields: [{ time: 'now' }] } }],
])('a pod with %s gets the remembered answer', (_what, other) => {
  expect(second(other)).toBe(`["kube-api-access-${other.suffix ?? 'abcde'}"]`);
});

test.each<[string, Parts]>([
  ['another image', { image: 'other' }],
  ['another annotation', { annotations: { a: 'b' } }],
  ['a name of its own', { metadata: { name: 'app-0' } }],
  ['another namespace', { request: { namespace: 'other' } }],
  ['a dry run', { request: { dryRun: false } }],
  ['the name of the volume elsewhere', { suffix: 'z9z9z', annotations: { a: 'kube-api-access-z9z9z' } }],
  ['what stands for that name', { annotations: { a: 'kube-api-access-\u2026' } }],
])('a pod with %s is judged', (_what, other) => {
  expect(second(other)).toBe('judged');
});

test('another cluster is asked again', () => {
  expect(second({}, ANSWER, { ...EMPTY_SNAPSHOT })).toBe('judged');
});

test.each<[string, JudgedAdmission]>([
  ['a sentence with the name of the volume', { ...ANSWER, fields: ',"warnings":["kube-api-access-abcde"]' }],
  ['a long answer', { ...ANSWER, operations: 'x'.repeat(40_000) }],
  [
    'a failure of the engine',
    { ...ANSWER, record: { kind: 'failed', namespace: 'shop', pod: 'app-*', dryRun: false, error: 'a bug' } },
  ],
])('%s is not remembered', (_what, first) => {
  expect(second({}, first)).toBe('judged');
});

test('a pod that asks for nothing is judged each time, and the oldest answer goes first', () => {
  const answers = createRememberedAnswers(2);
  const judged: string[] = [];
  const judge = (image: string, annotations = {}): void => {
    answers.judge(requestOf({ image, annotations }), EMPTY_SNAPSHOT, () => {
      judged.push(image);
      return ANSWER;
    });
  };
  for (const image of ['a', 'b', 'b', 'c', 'b', 'a']) judge(image);
  expect(judged).toEqual(['a', 'b', 'c', 'a']);
  const silent = { 'instrumentation.opentelemetry.io/inject-java': 'false' };
  judge('silent', silent);
  judge('silent', silent);
  expect(judged.slice(4)).toEqual(['silent', 'silent']);
});
