import { expect, test } from 'vitest';
import fc from 'fast-check';
import { buildCustomResourceDefinitions } from '../../../scripts/crd/definitions.js';
import { SECTIONS } from '../../../src/core/objects/instrumentation-sections.js';
import type { JsonSchema } from '../../../scripts/crd/structural-schema.js';
import { like } from '../../support/like.js';

/** What the definition of the OpenTelemetry Operator (0.158) says of a quantity. */
const QUANTITY =
  /^(\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\+|-)?(([0-9]+(\.[0-9]*)?)|(\.[0-9]+))))?$/;

/** Constraints of that definition, by the last fields of their paths; every other one would refuse what it takes. */
const OPERATORS: Readonly<Record<string, readonly string[]>> = {
  'spec.propagators[]': ['enum'],
  'sampler.type': ['enum'],
  'env[]': ['required'],
  'attrs[]': ['required'],
  'valueFrom.fieldRef': ['required'],
  'language.volumeClaimTemplate': ['required'],
  'matchExpressions[]': ['required'],
  'extensions[]': ['required'],
  'apacheHttpd.configPath': ['maxLength', 'pattern'],
  'nginx.configFile': ['maxLength', 'pattern'],
};

const CONSTRAINTS = new Set([
  ...['enum', 'pattern', 'required', 'format', 'minimum', 'maximum', 'exclusiveMinimum', 'minLength'],
  ...['maxLength', 'minItems', 'maxItems', 'maxProperties', 'x-kubernetes-validations'],
]);

interface Place {
  readonly path: string;
  readonly schema: JsonSchema;
}

function placesIn(schema: JsonSchema, path: string): readonly Place[] {
  const properties = (schema['properties'] ?? {}) as Record<string, JsonSchema>;
  const below: readonly (readonly [string, unknown])[] = [
    ...Object.entries(properties).map(([name, value]) => [`${path}.${name}`, value] as const),
    [`${path}[]`, schema['items']],
    [`${path}{}`, schema['additionalProperties']],
  ];
  return [
    { path, schema },
    ...below.flatMap(([at, value]) => (value === undefined ? [] : placesIn(value as JsonSchema, at))),
  ];
}

const definition = buildCustomResourceDefinitions()['instrumentations.opentelemetry.io'] as unknown as {
  readonly spec: {
    readonly versions: readonly [{ readonly schema: { readonly openAPIV3Schema: JsonSchema } }];
  };
};
const [{ schema }] = definition.spec.versions;
const PLACES = placesIn(schema.openAPIV3Schema, '');
const isQuantity = (place: Place): boolean => place.schema['x-kubernetes-int-or-string'] === true;

test('it constrains nothing that the definition of the Operator does not', () => {
  const ours = PLACES.filter((place) => !isQuantity(place)).flatMap((place) => {
    const path = SECTIONS.reduce(
      (text, name) => text.replace(`spec.${name}.volume`, 'language.volume'),
      place.path,
    );
    const allowed = Object.entries(OPERATORS).find(([end]) => path.endsWith(end))?.[1] ?? [];
    return Object.keys(place.schema).flatMap((key) =>
      !CONSTRAINTS.has(key) || allowed.includes(key) || place.schema[key] === 'int64'
        ? []
        : [`${path} ${key}`],
    );
  });
  expect(ours).toEqual([]);
});

test.each([
  ['.spec.propagators[]', ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray', 'ottrace', 'none']],
  [
    '.spec.sampler.type',
    [
      ...['always_on', 'always_off', 'traceidratio', 'parentbased_always_on', 'parentbased_always_off'],
      ...['parentbased_traceidratio', 'jaeger_remote', 'xray'],
    ],
  ],
])('%s takes every value that the Operator’s takes', (path, values) => {
  const allowed = PLACES.find((place) => place.path === path)?.schema['enum'];
  expect(allowed).toEqual(like.arrayContaining(values));
});

test('every quantity that it takes is taken', () => {
  const patterns = new Set(PLACES.filter(isQuantity).map((place) => String(place.schema['pattern'])));
  expect(patterns.size).toBe(1);
  const [pattern = ''] = patterns;
  fc.assert(
    fc.property(fc.stringMatching(QUANTITY), (text) => {
      expect(text).toMatch(new RegExp(pattern));
    }),
  );
});
