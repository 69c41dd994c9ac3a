import { describe, expect, test } from 'vitest';
import { buildCreationRequest, parseReview } from '../../../src/core/review.js';
import { isRecord } from '../../../src/core/json.js';

const REVIEW = {
  apiVersion: 'admission.k8s.io/v1',
  kind: 'AdmissionReview',
  request: {
    uid: 'u',
    kind: { group: 'a.b', version: 'v1', kind: 'Pod' },
    operation: 'CREATE',
    namespace: 'shop',
    subResource: 'status',
    dryRun: true,
    object: { a: 1 },
    oldObject: { b: 1 },
  },
};
const EMPTY = {
  uid: 'u',
  operation: '',
  namespace: '',
  group: '',
  kind: '',
  subResource: '',
  dryRun: false,
  object: undefined,
  oldObject: undefined,
};

describe('parseReview reads', () => {
  test.each<[string, object, object]>([
    [
      'every field',
      REVIEW.request,
      {
        uid: 'u',
        operation: 'CREATE',
        namespace: 'shop',
        group: 'a.b',
        kind: 'Pod',
        subResource: 'status',
        dryRun: true,
        object: { a: 1 },
        oldObject: { b: 1 },
      },
    ],
    ['a uid alone', { uid: 'u' }, EMPTY],
    [
      'fields of a wrong type as absent',
      { uid: 'u', operation: 1, namespace: null, kind: 'Pod', subResource: {}, dryRun: 'true' },
      EMPTY,
    ],
    ['a kind of a wrong type as absent', { uid: 'u', kind: { group: 1, kind: 5 } }, EMPTY],
    ['null as the object', { uid: 'u', object: null }, { ...EMPTY, object: null }],
    ['anything as the object', { uid: 'u', object: [1] }, { ...EMPTY, object: [1] }],
  ])('%s', (_, request, value) => {
    expect(parseReview({ ...REVIEW, request })).toEqual({ ok: true, value });
  });
});

const NO_REVIEW = 'The body is no AdmissionReview: `kind` must be "AdmissionReview".';
const NO_UID = 'The AdmissionReview has no `request.uid` text.';
const NO_REQUEST = 'The AdmissionReview has no `request` object.';
const unknown = (version: string): string =>
  `AdmissionReview ${version} is not known: \`apiVersion\` must be "admission.k8s.io/v1".`;

describe('parseReview refuses', () => {
  test.each<[string, unknown, string]>([
    ['nothing', undefined, NO_REVIEW],
    ['null', null, NO_REVIEW],
    ['text', 'AdmissionReview', NO_REVIEW],
    ['a list', [REVIEW], NO_REVIEW],
    ['an empty object', {}, NO_REVIEW],
    ['another kind', { ...REVIEW, kind: 'Pod' }, NO_REVIEW],
    ['v1beta1', { ...REVIEW, apiVersion: 'admission.k8s.io/v1beta1' }, unknown('"admission.k8s.io/v1beta1"')],
    ['a long version', { ...REVIEW, apiVersion: 'x'.repeat(200) }, unknown(`"${'x'.repeat(59)}…"`)],
    ['no version', { kind: 'AdmissionReview' }, unknown('without `apiVersion`')],
    ['a version that is no text', { ...REVIEW, apiVersion: 1 }, unknown('without `apiVersion`')],
    ['no request', { ...REVIEW, request: undefined }, NO_REQUEST],
    ['a request that is null', { ...REVIEW, request: null }, NO_REQUEST],
    ['a request that is a list', { ...REVIEW, request: [] }, NO_REQUEST],
    ['no uid', { ...REVIEW, request: {} }, NO_UID],
    ['an empty uid', { ...REVIEW, request: { uid: '' } }, NO_UID],
    ['a uid that is no text', { ...REVIEW, request: { uid: 1 } }, NO_UID],
  ])('%s', (_, body, error) => {
    expect(parseReview(body)).toEqual({ ok: false, error });
  });
});

test('buildCreationRequest makes a request without side effects', () => {
  const pod = { spec: { containers: [] } };
  expect(buildCreationRequest(pod, 'shop')).toEqual({
    uid: 'offline',
    operation: 'CREATE',
    namespace: 'shop',
    group: '',
    kind: 'Pod',
    subResource: '',
    dryRun: true,
    object: pod,
    oldObject: undefined,
  });
});

test.each<[unknown, boolean]>([
  [{}, true],
  [{ a: 1 }, true],
  [Object.create(null), true],
  [[], false],
  [null, false],
  [undefined, false],
  ['', false],
  [0, false],
])('isRecord(%j) is %j', (value, expected) => {
  expect(isRecord(value)).toBe(expected);
});
