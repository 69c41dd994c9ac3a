import { z } from 'zod';
import { instrumentationSpec } from '../../src/core/objects/instrumentation.js';
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
  readonly group: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames: readonly string[];
  readonly scope: 'Namespaced' | 'Cluster';
  readonly description: string;
  readonly spec: z.ZodType;
  readonly status: JsonSchema;
  readonly columns: readonly JsonSchema[];
  readonly rules: readonly PlacedRule[];
}

const VERSION = 'v1alpha1';
const text = { type: 'string' };
const number = { type: 'integer', format: 'int64' };
const age = { name: 'Age', type: 'date', jsonPath: '.metadata.creationTimestamp' };
const buildColumn = (name: string, jsonPath: string): JsonSchema => ({ name, type: 'string', jsonPath });

/** https://github.com/kubernetes/community/blob/master/contributors/devel/sig-architecture/api-conventions.md#typical-status-properties */
const conditions = {
  type: 'array',
  'x-kubernetes-list-type': 'map',
  'x-kubernetes-list-map-keys': ['type'],
  items: {
    type: 'object',
    required: ['type', 'status', 'reason', 'message', 'lastTransitionTime'],
    properties: {
      type: { ...text, maxLength: 316 },
      status: { ...text, enum: ['True', 'False', 'Unknown'] },
      reason: { ...text, minLength: 1, maxLength: 1024 },
      message: { ...text, maxLength: 32_768 },
      lastTransitionTime: { ...text, format: 'date-time' },
      observedGeneration: number,
    },
  },
};

/** The condition that says whether the object is in force, and why not; the message is seen with `-o wide`. */
const ACCEPTED = '.status.conditions[?(@.type=="Accepted")]';

const ONE_PLATFORM: PlacedRule = {
  at: '',
  rule: `self.metadata.name == ${formatCelText(PLATFORM_NAME)}`,
  message: NOT_THE_PLATFORM,
  fieldPath: '.metadata.name',
};

/** Both resources by the name of their CustomResourceDefinition. */
const RESOURCES: Readonly<Record<string, CustomResource>> = {
  'instrumentations.opentelemetry.io': {
    group: 'opentelemetry.io',
    kind: 'Instrumentation',
    plural: 'instrumentations',
    shortNames: ['otelinst', 'otelinsts'],
    scope: 'Namespaced',
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
  'tracingplatforms.tracing.dokaseca.io': {
    group: 'tracing.dokaseca.io',
    kind: 'TracingPlatform',
    plural: 'tracingplatforms',
    shortNames: [],
    scope: 'Cluster',
    description: 'The tracing backends, route and sampling that the platform has chosen.',
    spec: tracingPlatformSpec,
    status: { type: 'object', properties: { conditions, observedGeneration: number } },
    columns: [
      buildColumn('Backend', '.spec.backend'),
      buildColumn('Route', '.spec.route'),
      buildColumn('Sampling', '.spec.sampling.strategy'),
      buildColumn('Accepted', `${ACCEPTED}.status`),
      { ...buildColumn('Message', `${ACCEPTED}.message`), priority: 1 },
      age,
    ],
    rules: [ONE_PLATFORM, ...Object.values(PLATFORM_VALIDATIONS).flat()],
  },
};

/** The CustomResourceDefinitions (apiextensions.k8s.io/v1) as plain data, by their names. */
export function buildCustomResourceDefinitions(): Readonly<Record<string, JsonSchema>> {
  return mapResources(buildDefinition);
}

/** JSON Schemas of whole objects, for editors, by the names of their CustomResourceDefinitions. */
export function buildEditorSchemas(): Readonly<Record<string, JsonSchema>> {
  return mapResources(({ group, kind, description, spec }) => {
    const { $schema, ...specSchema } = buildSpecSchema(spec);
    return {
      $schema,
      title: kind,
      description,
      type: 'object',
      required: ['apiVersion', 'kind', 'metadata'],
      properties: {
        apiVersion: { const: `${group}/${VERSION}` },
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
  const { group, kind, plural, shortNames, scope } = resource;
  const names = { kind, listKind: `${kind}List`, plural, singular: kind.toLowerCase() };
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name },
    spec: {
      group,
      names: shortNames.length > 0 ? { ...names, shortNames } : names,
      scope,
      versions: [buildVersion(resource)],
    },
  };
}

function buildVersion({ description, spec, status, columns, rules }: CustomResource): JsonSchema {
  const properties = {
    apiVersion: text,
    kind: text,
    metadata: { type: 'object', properties: { name: text } },
    spec: buildStructuralSchema(buildSpecSchema(spec)),
    status,
  };
  return {
    name: VERSION,
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
  Object.fromEntries(Object.entries(RESOURCES).map(([name, resource]) => [name, change(resource, name)]));
