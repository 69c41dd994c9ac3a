import { expect, test } from 'vitest';
import { readReviewHead } from '../../../src/http/isolation/review-head.js';

const UID = '705ab4f5-6393-11e8-b7cc-42010a800002';

/** A review as the API server writes it: the fields in the order of Go's type, the head before the user. */
const write = (request: object, after = ''): Buffer =>
  Buffer.from(
    `${JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request }).slice(0, -2)},"userInfo":{}${after}`,
  );

const REQUEST = {
  uid: UID,
  kind: { group: '', version: 'v1', kind: 'Pod' },
  resource: { group: '', version: 'v1', resource: 'pods' },
  name: 'shop-1',
  namespace: 'shop',
  operation: 'CREATE',
};

test('reads what stands before the user, whatever comes after it', () => {
  expect(readReviewHead(write(REQUEST, ',"object":{"metadata":'))).toEqual({
    ...{ uid: UID, kind: 'Pod', namespace: 'shop', name: 'shop-1' },
  });
});

test('a pod that gets a generated name has none', () => {
  expect(readReviewHead(write({ ...REQUEST, name: undefined }))?.name).toBe('');
});

test('a text that has the mark in it does not end the head', () => {
  expect(readReviewHead(write({ ...REQUEST, name: ',"userInfo":{}' }))?.name).toBe(',"userInfo":{}');
});

test('the head is found in the first 4 KiB alone', () => {
  expect(readReviewHead(write({ ...REQUEST, name: 'x'.repeat(4096) }))).toBeUndefined();
});

test.each<[string, Buffer]>([
  ['nothing', Buffer.alloc(0)],
  ['no JSON', Buffer.from(',"userInfo":')],
  ['a list', Buffer.from('[[[,"userInfo":')],
  ['fields in another order', Buffer.from(JSON.stringify({ request: { object: {}, uid: UID } }))],
  ['no uid', write({ ...REQUEST, uid: undefined })],
  ['an empty uid', write({ ...REQUEST, uid: '' })],
  ['a uid that is no text', write({ ...REQUEST, uid: 7 })],
])('%s has no head', (_what, body) => {
  expect(readReviewHead(body)).toBeUndefined();
});
