import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { buildCustomResourceDefinitions, buildEditorSchemas } from '../../../scripts/crd/definitions.js';
import { buildStructuralSchema, type JsonSchema } from '../../../scripts/crd/structural-schema.js';
import { createTextSchema } from '../../../src/core/objects/text-forms.js';

const convert = (schema: z.ZodType): JsonSchema => buildStructuralSchema({ ...z.toJSONSchema(schema) });

test.each<[string, z.ZodType, JsonSchema]>([
  [
    'text',
    z.string().min(1).max(3).regex(/^a/),
    { type: 'string', minLength: 1, maxLength: 3, pattern: '^a' },
  ],
  ['a whole number has the bounds of int64', z.int(), { type: 'integer', format: 'int64' }],
  [
    'an exclusive bound is a flag',
    z.int().positive(),
    { type: 'integer', format: 'int64', minimum: 0, exclusiveMinimum: true },
  ],
  ['a fixed value is an enumeration', z.literal(true), { type: 'boolean', enum: [true] }],
  [
    'a list',
    z.array(z.enum(['a', 'b'])).min(1),
    { type: 'array', minItems: 1, items: { type: 'string', enum: ['a', 'b'] } },
  ],
  [
    'text of a form: a rule with its sentence',
    createTextSchema({ pattern: /^\w$/, longest: 3, not: 'no word', allowed: 'a word' }),
    {
      type: 'string',
      maxLength: 3,
      'x-kubernetes-validations': [
        { rule: 'self.matches("^\\\\w$")', message: 'is no word; allowed: a word; correct it' },
      ],
    },
  ],
  [
    'a map without an empty key',
    z.record(z.string().min(1), z.number()).meta({ maxProperties: 2 }),
    {
      type: 'object',
      maxProperties: 2,
      additionalProperties: { type: 'number' },
      'x-kubernetes-validations': [
        {
          rule: '!("" in self)',
          message: 'has an empty key; allowed: at least 1 character; write it or remove it',
        },
      ],
    },
  ],
  ['a map', z.record(z.string(), z.number()), { type: 'object', additionalProperties: { type: 'number' } }],
  [
    'a strict object',
    z.strictObject({ a: z.string().describe('A.'), b: z.string().exactOptional() }),
    {
      type: 'object',
      properties: { a: { type: 'string', description: 'A.' }, b: { type: 'string' } },
      required: ['a'],
    },
  ],
  [
    'an object that keeps unknown fields',
    z.looseObject({ a: z.string().exactOptional() }),
    { type: 'object', properties: { a: { type: 'string' } }, 'x-kubernetes-preserve-unknown-fields': true },
  ],
  [
    'an object of any fields',
    z.looseObject({}),
    { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
  ],
  [
    'a quantity',
    z.union([z.number(), z.string().regex(/^\d/)]).meta({ 'x-kubernetes-int-or-string': true }),
    { anyOf: [{ type: 'integer' }, { type: 'string' }], pattern: '^\\d', 'x-kubernetes-int-or-string': true },
  ],
  [
    'a union: all fields in one object, and a rule for the shapes',
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a'), ratio: z.number() }),
      z.strictObject({
        kind: z.literal('b').exactOptional(),
        ratio: z.number(),
        'own-key': z.string().exactOptional(),
      }),
    ]),
    {
      type: 'object',
      properties: {
        kind: { type: 'string', enum: ['a', 'b'] },
        ratio: { type: 'number' },
        'own-key': { type: 'string' },
      },
      required: ['ratio'],
      'x-kubernetes-validations': [
        {
          rule: '(has(self.kind) && self.kind == "a" && has(self.ratio) && !has(self.own__dash__key)) || ((!has(self.kind) || self.kind == "b") && has(self.ratio))',
          message:
            'has none of the allowed shapes; allowed: { kind: "a", ratio }, { kind?: "b", ratio, own-key? }; write one of them',
        },
      ],
    },
  ],
  [
    'a union whose field is a word of CEL',
    z.union([z.strictObject({ fixed: z.string() }), z.strictObject({ namespace: z.literal(true) })]),
    {
      type: 'object',
      properties: { fixed: { type: 'string' }, namespace: { type: 'boolean', enum: [true] } },
      'x-kubernetes-validations': [
        {
          rule: '(has(self.fixed) && !has(self.__namespace__)) || (!has(self.fixed) && has(self.__namespace__) && self.__namespace__ == true)',
          message:
            'has none of the allowed shapes; allowed: { fixed }, { namespace: true }; write one of them',
        },
      ],
    },
  ],
])('%s', (_, schema, expected) => {
  expect(convert(schema)).toEqual(expected);
});

test.each<[string, z.ZodType, RegExp]>([
  [
    'scalars',
    z.union([z.string(), z.strictObject({ a: z.string() })]),
    /a union of other things than objects/,
  ],
  [
    'objects that disagree on a field',
    z.union([z.strictObject({ a: z.string() }), z.strictObject({ a: z.number(), b: z.string() })]),
    /the field a differs between the shapes/,
  ],
])('a union of %s is refused', (_, schema, message) => {
  expect(() => convert(schema)).toThrow(message);
});

/** Keywords of a structural schema that these definitions use; anything else would be refused or have no effect. */
const KNOWN = new Set([
  ...['description', 'type', 'format', 'enum', 'pattern', 'minimum', 'exclusiveMinimum', 'maximum'],
  ...[
    'minLength',
    'maxLength',
    'minItems',
    'maxItems',
    'maxProperties',
    'required',
    'properties',
    'additionalProperties',
    'items',
    'anyOf',
  ],
  ...['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-int-or-string', 'x-kubernetes-validations'],
  ...['x-kubernetes-list-type', 'x-kubernetes-list-map-keys'],
]);

/** What keeps a schema from being structural, with its path. */
function faults(schema: JsonSchema, path: string): readonly string[] {
  const properties = Object.entries((schema['properties'] ?? {}) as Record<string, JsonSchema>);
  const inner: readonly (readonly [string, unknown])[] = [
    ...properties,
    ...(['items', 'additionalProperties'] as const).map((key) => [key, schema[key]] as const),
  ];
  const isTyped = typeof schema['type'] === 'string' || schema['x-kubernetes-int-or-string'] === true;
  return [
    ...Object.keys(schema).flatMap((key) => (KNOWN.has(key) ? [] : [`${path}: ${key}`])),
    ...(isTyped ? [] : [`${path}: no type`]),
    ...(schema['type'] === 'array' && schema['items'] === undefined ? [`${path}: no items`] : []),
    ...(properties.length > 0 && 'additionalProperties' in schema ? [`${path}: two kinds of fields`] : []),
    ...inner.flatMap(([key, value]) =>
      value === undefined ? [] : faults(value as JsonSchema, `${path}.${key}`),
    ),
  ];
}

interface Definition {
  readonly spec: {
    readonly names: object;
    readonly scope: string;
    readonly versions: readonly {
      readonly schema: { readonly openAPIV3Schema: JsonSchema };
      readonly additionalPrinterColumns: readonly { readonly name: string }[];
    }[];
  };
}

const NAMES: Readonly<Record<string, object>> = {
  'instrumentations.opentelemetry.io': {
    kind: 'Instrumentation',
    listKind: 'InstrumentationList',
    plural: 'instrumentations',
    singular: 'instrumentation',
    shortNames: ['otelinst', 'otelinsts'],
    scope: 'Namespaced',
    columns: ['Age', 'Endpoint', 'Sampler', 'Sampler Arg'],
  },
  'tracingplatforms.tracing.dokaseca.io': {
    kind: 'TracingPlatform',
    listKind: 'TracingPlatformList',
    plural: 'tracingplatforms',
    singular: 'tracingplatform',
    scope: 'Cluster',
    columns: ['Backend', 'Route', 'Endpoint', 'Sampling', 'Accepted', 'Message', 'Age'],
  },
};

describe.each(Object.entries(buildCustomResourceDefinitions()))('%s', (name, definition) => {
  const { spec } = definition as unknown as Definition;
  const [version] = spec.versions;

  test('its schema is structural', () => {
    expect(faults(version?.schema.openAPIV3Schema ?? {}, name)).toEqual([]);
  });

  test('names, scope and columns', () => {
    const columns = version?.additionalPrinterColumns.map((column) => column.name);
    expect({ ...spec.names, scope: spec.scope, columns }).toEqual(NAMES[name]);
  });
});

test('the sampler of an Instrumentation knows two more than the Operator’s', () => {
  const schema = JSON.stringify(buildCustomResourceDefinitions()['instrumentations.opentelemetry.io']);
  expect(schema).toContain('"parentbased_jaeger_remote","xray","probabilistic"');
});

test('editors are told of unknown fields everywhere but in addons', () => {
  const schema = buildEditorSchemas()['tracingplatforms.tracing.dokaseca.io'];
  expect(schema).toMatchObject({
    additionalProperties: false,
    properties: {
      spec: { additionalProperties: false, properties: { addons: { additionalProperties: {} } } },
    },
  });
});
