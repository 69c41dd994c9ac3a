import { z } from 'zod';
import { formatApiVersion, OBJECT_KINDS, type KindName } from '../../src/core/object-kinds.js';
import { instrumentationSpec } from '../../src/core/objects/instrumentation.js';
import { PLATFORM_STATUS } from './platform-status.js';
import { PLATFORM_VALIDATIONS } from './platform-validations.js';
import { buildStructuralSchema, type JsonSchema } from './structural-schema.js';
import {
  NOT_THE_PLATFORM,
  PLATFORM_NAME,
  tracingPlatformSpec,
} from '../../src/core/objects/tracing-platform.js';
import { formatCelText, addRules, type PlacedRule } from './validation-rule.js';

/** Both custom resources as the API server and editors are told of them; made from the schemas that read them. */

interface CustomResource {
  readonly kind: KindName;
  readonly shortNames: readonly string[];
  readonly description: string;
  readonly spec: z.ZodType;
  readonly status: JsonSchema;
  readonly columns: readonly JsonSchema[];
  readonly rules: readonly PlacedRule[];
}

const text = { type: 'string' };
const age = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };
const buildColumn = (name: string, jsonPath: string): JsonSchema => ({ name, type: 'string', jsonPath });

/** The condition that says whether the object is in force, and why not; the message is seen with `-o wide`. */
const ACCEPTED = '.status.conditions[?(@.type=="Accepted")]';

const ONE_PLATFORM: PlacedRule = {
  at: '',
  rule: `self.metadata.name == ${formatCelText(PLATFORM_NAME)}`,
  message: NOT_THE_PLATFORM,
  fieldPath: '.metadata.name',
};

const RESOURCES: readonly CustomResource[] = [
  {
    kind: 'Instrumentation',
    shortNames: ['otelinst', 'otelinsts'],
    description: 'Settings of OpenTelemetry auto-instrumentation for the pods that name it.',
    spec: instrumentationSpec,
    status: {
      type: 'object',
      properties: { upgradeBlockedVersions: { type: 'object', additionalProperties: text } },
    },
    columns: [
      age,
      buildColumn('Endpoint', '.spec.exporter.endpoint'),
      buildColumn('Sampler', '.spec.sampler.type'),
      buildColumn('Sampler Arg', '.spec.sampler.argument'),
    ],
    rules: [],
  },
  {
    kind: 'TracingPlatform',
    shortNames: [],
    description: 'The tracing backends, route and sampling that the platform has chosen.',
    spec: tracingPlatformSpec,
    status: PLATFORM_STATUS,
    columns: [
      buildColumn('Backend', '.status.backend'),
      buildColumn('Route', '.status.route'),
      buildColumn('Endpoint', '.status.endpoints[0].url'),
      buildColumn('Sampling', '.spec.sampling.strategy'),
      buildColumn('Accepted', `${ACCEPTED}.status`),
      { ...buildColumn('Message', `${ACCEPTED}.message`), priority: 1 },
      age,
    ],
    rules: [ONE_PLATFORM, ...Object.values(PLATFORM_VALIDATIONS).flat()],
  },
];

/** The CustomResourceDefinitions (apiextensions.k8s.io/v1) as plain data, by their names. */
export function buildCustomResourceDefinitions(): Readonly<Record<string, JsonSchema>> {
  return mapResources(buildDefinition);
}

/** JSON Schemas of whole objects, for editors, by the names of their CustomResourceDefinitions. */
export function buildEditorSchemas(): Readonly<Record<string, JsonSchema>> {
  return mapResources(({ kind, description, spec }) => {
    const { $schema, ...specSchema } = buildSpecSchema(spec);
    return {
      $schema,
      title: kind,
      description,
      type: 'object',
      required: ['apiVersion', 'kind', 'metadata'],
      properties: {
        apiVersion: { const: formatApiVersion(OBJECT_KINDS[kind]) },
        kind: { const: kind },
        metadata: { type: 'object', required: ['name'], properties: { name: text } },
        spec: specSchema,
        status: { type: 'object' },
      },
      additionalProperties: false,
    };
  });
}

const buildSpecSchema = (spec: z.ZodType): JsonSchema => ({ ...z.toJSONSchema(spec) });

function buildDefinition(resource: CustomResource, name: string): JsonSchema {
  const { kind, shortNames } = resource;
  const { group, version, plural, isNamespaced } = OBJECT_KINDS[kind];
  const names = { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group,
      names: shortNames.length > 0 ? { ...names, shortNames } : names,
      scope: isNamespaced ? 'Namespaced' : 'Cluster',
      versions: [buildVersion(resource, version)],
    },
  };
}

function buildVersion(
  { description, spec, status, columns, rules }: CustomResource,
  version: string,
): JsonSchema {
  const properties = {
    apiVersion: text,
    kind: text,
    metadata: { type: 'object', properties: { name: text } },
    spec: buildStructuralSchema(buildSpecSchema(spec)),
    status,
  };
  return {
    name: version,
    served: true,
    storage: true,
    schema: {
      openAPIV3Schema: addRules({ description, type: 'object', properties }, rules),
    },
    subresources: { status: {} },
    additionalPrinterColumns: columns,
  };
}

const mapResources = (
  change: (resource: CustomResource, name: string) => JsonSchema,
): Readonly<Record<string, JsonSchema>> =>
  Object.fromEntries(
    RESOURCES.map((resource) => {
      const { plural, group } = OBJECT_KINDS[resource.kind];
      const name = `${plural}.${group}`;
      return [name, change(resource, name)];
    }),
  );
