import { expect, test } from 'vitest';
import fc from 'fast-check';
import { admit } from '../../src/core/admit.js';
import { LANGUAGES } from '../../src/core/domain.js';
import { parseReview, type AdmissionRequest } from '../../src/core/review.js';
import { isRecord } from '../../src/core/json.js';
import { EMPTY_SNAPSHOT } from '../../src/core/snapshot.js';
import { cases, frozen } from '../support/arbitraries-cases.js';
import { anyJson, placesIn, replaced } from '../support/arbitraries-json.js';
import { must } from './law.js';

const SEED = Number(process.env['PROPERTY_SEED'] ?? 20260);
const RUN = { seed: SEED, numRuns: 1500 };

const requestOf = (object: unknown): AdmissionRequest => ({
  uid: 'u',
  operation: 'CREATE',
  namespace: 'shop',
  group: '',
  kind: 'Pod',
  subResource: '',
  dryRun: false,
  object,
  oldObject: undefined,
});

const ALL_LANGUAGES = { ...EMPTY_SNAPSHOT, languages: new Set(LANGUAGES) };

test('admission of JSON of any shape throws nothing', () => {
  fc.assert(
    fc.property(anyJson, (object) => {
      admit(requestOf(frozen(wire(object))), ALL_LANGUAGES);
    }),
    RUN,
  );
});

test('admission of a pod with any part replaced by any JSON throws nothing', () => {
  const replacements = fc.array(fc.tuple(fc.nat(), anyJson), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(cases, replacements, ({ marked, snapshot }, list) => {
      const pod: unknown = JSON.parse(marked);
      const places = placesIn(pod);
      for (const [at, json] of list)
        admit(requestOf(frozen(wire(replaced(pod, places[at % places.length] ?? [], json)))), snapshot);
    }),
    { ...RUN, numRuns: RUN.numRuns / 3 },
  );
});

test('a body of any shape is decoded or refused with a sentence', () => {
  const part = (right: unknown): fc.Arbitrary<unknown> =>
    fc.oneof({ weight: 3, arbitrary: fc.constant(right) }, { weight: 1, arbitrary: anyJson });
  const review = fc.record({
    apiVersion: part('admission.k8s.io/v1'),
    kind: part('AdmissionReview'),
    request: fc.oneof(
      { weight: 3, arbitrary: fc.record({ uid: part('u-1'), kind: part({ kind: 'Pod' }), object: anyJson }) },
      { weight: 1, arbitrary: anyJson },
    ),
  });
  const seen = { ok: 0, refused: 0 };
  fc.assert(
    fc.property(fc.oneof(review, anyJson), (value) => {
      const body = wire(value);
      const decoded = parseReview(body);
      if (decoded.ok) seen.ok += 1;
      else seen.refused += 1;
      must(decoded.ok === isReview(body), 'a review is refused, or what is none is decoded', body);
      if (!decoded.ok) must(/\S.*\.$/s.test(decoded.error), 'the refusal is no sentence', decoded.error);
    }),
    RUN,
  );
  expect(seen.ok).toBeGreaterThan(RUN.numRuns / 10);
  expect(seen.refused).toBeGreaterThan(RUN.numRuns / 10);
});

function isReview(body: unknown): boolean {
  if (!isRecord(body) || body['kind'] !== 'AdmissionReview' || body['apiVersion'] !== 'admission.k8s.io/v1')
    return false;
  const request = body['request'];
  return isRecord(request) && typeof request['uid'] === 'string' && request['uid'] !== '';
}

/** A value after its way as JSON text. */
const wire = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
