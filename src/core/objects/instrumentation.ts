import { z } from 'zod';
import { PROPAGATORS, SAMPLERS, type Language } from '../domain.js';
import type { Issue } from '../result.js';
import {
  anyQuantity,
  envVar,
  resourceRequirements,
  securityContext,
  volumeClaimTemplate,
} from './kubernetes.js';

/**
 * `Instrumentation` (opentelemetry.io/v1alpha1): what the OpenTelemetry Operator stores, read so that its objects work
 * unchanged. A superset by two samplers: `parentbased_jaeger_remote`, which the Operator's code knows and its CRD
 * omits, and `probabilistic`, which means `parentbased_traceidratio`.
 */

/** Values of `spec.sampler.type`. */
export const SAMPLER_TYPES = [...SAMPLERS, 'probabilistic'] as const;

const envList = z.array(envVar);

const common = {
  image: z.string().exactOptional().describe('Image that holds the agent.'),
  env: envList.exactOptional().describe('Variables for this language; they go before spec.env.'),
  volumeClaimTemplate: volumeClaimTemplate
    .exactOptional()
    .describe('Volume for the agent instead of emptyDir.'),
  volumeLimitSize: anyQuantity
    .exactOptional()
    .describe('Size limit of the emptyDir for the agent; deprecated.'),
  resources: resourceRequirements
    .exactOptional()
    .describe('Resources of the container that copies the agent.'),
  resourceRequirements: resourceRequirements.exactOptional().describe('The same as resources.'),
};

const language = z.object(common);
const attrs = envList.exactOptional().describe('Agent directives by name and value.');
const configFilePath = z
  .string()
  .max(256)
  .regex(/^[A-Za-z0-9._/-]*$/, {
    error:
      'has a character that is not allowed; allowed: letters, digits, ".", "_", "/", "-"; correct the path',
  })
  .exactOptional();

/** What an Instrumentation may say of each language; one that has an agent must be here to compile. */
const sections = {
  java: z
    .object({
      ...common,
      extensions: z
        .array(z.object({ image: z.string(), dir: z.string() }))
        .exactOptional()
        .describe('Images whose directory is copied to the agent’s extensions.'),
    })
    .exactOptional(),
  nodejs: language.exactOptional(),
  php: language.exactOptional(),
  python: language.exactOptional(),
  ruby: language.exactOptional(),
  dotnet: language.exactOptional(),
  go: z
    .object({
      ...common,
      securityContext: securityContext.exactOptional().describe('Security context of the sidecar.'),
    })
    .exactOptional(),
  apacheHttpd: z
    .object({
      ...common,
      attrs,
      version: z.string().exactOptional().describe('Version of the server; 2.4 when absent.'),
      configPath: configFilePath.describe('Directory of httpd.conf; /usr/local/apache2/conf when absent.'),
    })
    .exactOptional(),
  nginx: z
    .object({
      ...common,
      attrs,
      configFile: configFilePath.describe('Path of nginx.conf; /etc/nginx/nginx.conf when absent.'),
    })
    .exactOptional(),
} satisfies Readonly<Record<SectionName, z.ZodType>>;

const exporter = z.object({
  endpoint: z.string().exactOptional().describe('Base URL to which agents send over OTLP.'),
  tls: z
    .object({
      secretName: z.string().exactOptional().describe('Secret in the namespace of the pod.'),
      configMapName: z.string().exactOptional().describe('ConfigMap in the namespace of the pod.'),
      ca_file: z.string().exactOptional().describe('Key or absolute path of the CA certificate.'),
      cert_file: z.string().exactOptional().describe('Key or absolute path of the client certificate.'),
      key_file: z.string().exactOptional().describe('Key or absolute path of the client key.'),
    })
    .exactOptional()
    .describe('Certificates for an https endpoint.'),
});

export const instrumentationSpec = z.object({
  exporter: exporter.exactOptional().describe('Where agents send.'),
  resource: z
    .object({
      resourceAttributes: z
        .record(z.string(), z.string())
        .exactOptional()
        .describe('Attributes of every span.'),
      addK8sUIDAttributes: z.boolean().exactOptional().describe('Adds UIDs of owners; false when absent.'),
    })
    .exactOptional()
    .describe('Resource attributes.'),
  propagators: z
    .array(z.enum(PROPAGATORS))
    .exactOptional()
    .describe('Formats of the trace context, in order.'),
  sampler: z
    .object({
      type: z.enum(SAMPLER_TYPES).exactOptional().describe('Sampler of the agents.'),
      argument: z
        .string()
        .exactOptional()
        .describe(
          'A ratio from 0 to 1, or endpoint=...,pollingIntervalMs=...,initialSamplingRate=... for jaeger_remote.',
        ),
    })
    .exactOptional()
    .describe('How agents sample.'),
  defaults: z
    .object({
      useLabelsForResourceAttributes: z
        .boolean()
        .exactOptional()
        .describe('Reads app.kubernetes.io labels; false when absent.'),
    })
    .exactOptional()
    .describe('Behaviour that differs from the default.'),
  env: envList.exactOptional().describe('Variables for every language.'),
  imagePullPolicy: z.string().exactOptional().describe('Pull policy of the agent images.'),
  initContainerSecurityContext: securityContext
    .exactOptional()
    .describe('Taken as written for containers that copy agents.'),
  ...sections,
});

export type InstrumentationSpec = z.infer<typeof instrumentationSpec>;

/** An Instrumentation as read; no default is filled in. */
export interface Instrumentation {
  readonly metadata: { readonly name: string; readonly namespace: string };
  /** Without what a pod must not carry. */
  readonly spec: Readonly<InstrumentationSpec>;
  /** What was left out of `spec`, since with it no pod could be created or started. */
  readonly ignored: readonly Issue[];
}

/** Field of the spec that holds the section of a language; a program with its own SDK has none. */
export type SectionName = CamelCase<Exclude<Language, 'sdk'>>;

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Text;

/** All that any of a union has. */
type Intersect<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** Section of any language; fields that only one of them has are absent in the others. */
export type LanguageSection = Readonly<Partial<Intersect<NonNullable<InstrumentationSpec[SectionName]>>>>;
