import { expect, test } from 'vitest';
import fc from 'fast-check';
import type { AdmissionRequest } from '../../src/core/review.js';
import { validate } from '../../src/core/rules/validate.js';
import { formatValidationResponse } from '../../src/http/validation-response.js';
import { instrumentationSpec } from '../support/arbitraries-instrumentations.js';
import { must } from './law.js';

const SEED = Number(process.env['PROPERTY_SEED'] ?? 20261);
const RUN = { seed: SEED, numRuns: 1000 };

const KINDS = [
  ['opentelemetry.io', 'Instrumentation'],
  ['tracing.dokaseca.io', 'TracingPlatform'],
] as const;

const requestOf = ([group, kind]: (typeof KINDS)[number], object: unknown): AdmissionRequest => ({
  uid: 'u',
  operation: 'CREATE',
  namespace: 'shop',
  group,
  kind,
  subResource: '',
  dryRun: false,
  object,
  oldObject: undefined,
});

const field = fc.constantFrom(
  ...['sampler', 'propagators', 'exporter', 'env', 'java', 'addons', 'sampling', 'backends', 'x'],
);
const anySpec = fc.dictionary(field, fc.jsonValue({ maxDepth: 3 }), { maxKeys: 4 });
const anyObject = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.record({ metadata: fc.constant({ name: 'default', namespace: 'shop' }), spec: anySpec }),
);

test('JSON of any shape is judged without an error, and what is wrong has a place and a sentence', () => {
  const seen = { accepted: 0, refused: 0, 'not-judged': 0 };
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), anyObject, (kind, object) => {
      const request = requestOf(kind, object);
      const validation = validate(request);
      seen[validation.kind] += 1;
      const text = formatValidationResponse(request, validation);
      must(text.length < 64 * 1024, 'the answer is too long', text.length);
      if (validation.kind !== 'refused') return;
      must(
        validation.errors.every(({ message }) => message !== ''),
        'a fault has no sentence',
        validation,
      );
    }),
    RUN,
  );
  expect(seen.refused).toBeGreaterThan(RUN.numRuns / 10);
  expect(seen.accepted).toBeGreaterThan(RUN.numRuns / 20);
});

test('a change that leaves the object as it is is never refused', () => {
  fc.assert(
    fc.property(fc.constantFrom(...KINDS), anyObject, (kind, object) => {
      const request = { ...requestOf(kind, object), operation: 'UPDATE', oldObject: object };
      must(validate(request).kind === 'accepted', 'an unchanged object is refused', object);
    }),
    RUN,
  );
});

interface Written {
  readonly sampler?: { readonly type?: string; readonly argument?: string };
  readonly [section: string]: unknown;
}

/** The rules of the Operator's own webhook, for the values that are generated here. */
function operatorRefuses({ sampler = {}, ...sections }: Written): boolean {
  const { type = '', argument = '' } = sampler;
  const isRatio = type.endsWith('traceidratio') || type === 'probabilistic';
  const isArgumentBad = isRatio
    ? Number.isNaN(Number(argument))
    : type.endsWith('jaeger_remote') && argument !== '' && !argument.includes('=');
  const areVolumesBad = Object.values(sections).some((section) => {
    const { volumeClaimTemplate, volumeLimitSize } = (section ?? {}) as Readonly<Record<string, unknown>>;
    return volumeClaimTemplate !== undefined && volumeLimitSize !== undefined;
  });
  return isArgumentBad || areVolumesBad;
}

test('an Instrumentation is refused only where the Operator refuses it', () => {
  const seen = { accepted: 0, refused: 0, 'not-judged': 0 };
  fc.assert(
    fc.property(instrumentationSpec, (spec) => {
      const object = { metadata: { name: 'main', namespace: 'shop' }, spec };
      const validation = validate(requestOf(KINDS[0], object));
      seen[validation.kind] += 1;
      if (validation.kind === 'refused')
        must(operatorRefuses(spec as Written), 'it is refused', validation, spec);
    }),
    RUN,
  );
  expect(seen.accepted).toBeGreaterThan(RUN.numRuns / 2);
  expect(seen.refused).toBeGreaterThan(RUN.numRuns / 50);
});
