import { z } from 'zod';
import { PROPAGATORS, SAMPLERS, type Language } from '../domain.js';
import type { Issue } from '../result.js';
import { podQuantity, resourceRequirements } from './kubernetes-types.js';
import { mapOf, oneOf, quoting, textOf, textOrEmpty, whole } from './pod-rules.js';
import { copyingContext, sidecarContext } from './security-context.js';
import { DNS_SUBDOMAIN, IMAGE } from './text-forms.js';
import { describeNul, directives, variables, variableText } from './variables.js';
import { volumeClaimTemplate } from './volume-claim.js';

/**
 * `Instrumentation` (opentelemetry.io/v1alpha1): what the OpenTelemetry Operator stores, read so that its objects work
 * unchanged. A superset by two samplers: `parentbased_jaeger_remote`, which the Operator's code knows and its CRD
 * omits, and `probabilistic`, which means `parentbased_traceidratio`.
 *
 * Its refinements say which values may get into a pod: those that every API server from 1.30 to 1.36 accepts, and that
 * a kubelet can start, by the validation of Kubernetes 1.30.14 and 1.36.3. A value that breaks one is left out; the
 * rest of the object is used.
 */

/** Values of `spec.sampler.type`. */
export const SAMPLER_TYPES = [...SAMPLERS, 'probabilistic'] as const;

const common = {
  image: textOrEmpty(IMAGE).exactOptional().describe('Image that holds the agent.'),
  env: variables.exactOptional().describe('Variables for this language; they win over spec.env.'),
  volumeClaimTemplate: volumeClaimTemplate
    .exactOptional()
    .describe('Volume for the agent instead of emptyDir.'),
  volumeLimitSize: podQuantity
    .exactOptional()
    .describe('Size limit of the emptyDir for the agent; deprecated.'),
  resources: resourceRequirements
    .exactOptional()
    .describe('Resources of the container that copies the agent.'),
  resourceRequirements: resourceRequirements.exactOptional().describe('The same as resources.'),
};

const language = z.strictObject(common);
const attrs = directives.exactOptional().describe('Agent directives by name and value.');
const configFilePath = z
  .string()
  .max(256)
  .regex(/^[A-Za-z0-9._/-]*$/, {
    error:
      'has a character that is not allowed; allowed: letters, digits, ".", "_", "/", "-"; correct the path',
  })
  .exactOptional();

const file = z
  .string()
  .refine((path) => !path.split('/').includes('..') && !path.includes(':') && !path.includes('\0'), {
    error:
      'is no file; allowed: a key of the Secret or ConfigMap or an absolute path, without ".." and ":"; correct it',
  })
  .exactOptional();
const objectName = textOrEmpty(DNS_SUBDOMAIN).exactOptional();

const certificates = whole(
  z.strictObject({
    secretName: objectName.describe('Secret in the namespace of the pod.'),
    configMapName: objectName.describe('ConfigMap in the namespace of the pod.'),
    ca_file: file.describe('Key or absolute path of the CA certificate.'),
    cert_file: file.describe('Key or absolute path of the client certificate.'),
    key_file: file.describe('Key or absolute path of the client key.'),
  }),
);

const exporter = z.strictObject({
  endpoint: variableText.exactOptional().describe('Base URL to which agents send over OTLP.'),
  tls: certificates.exactOptional().describe('Certificates for an https endpoint.'),
});

const extension = whole(
  z.strictObject({
    image: textOf(IMAGE),
    // `cp` copies from it, which would read a folder with "-" first as an option.
    dir: z.string().refine((dir) => dir !== '' && !dir.startsWith('-') && !dir.includes('\0'), {
      error: quoting('; allowed: a folder of the image; correct it'),
    }),
  }),
);

/** What an Instrumentation may say of each language; one that has an agent must be here to compile. */
const sections = {
  java: z
    .strictObject({
      ...common,
      extensions: z
        .array(extension)
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
    .strictObject({
      ...common,
      securityContext: sidecarContext.exactOptional().describe('Security context of the sidecar.'),
    })
    .exactOptional(),
  apacheHttpd: z
    .strictObject({
      ...common,
      attrs,
      version: z.string().exactOptional().describe('Version of the server; 2.4 when absent.'),
      configPath: configFilePath.describe('Directory of httpd.conf; /usr/local/apache2/conf when absent.'),
    })
    .exactOptional(),
  nginx: z
    .strictObject({
      ...common,
      attrs,
      configFile: configFilePath.describe('Path of nginx.conf; /etc/nginx/nginx.conf when absent.'),
    })
    .exactOptional(),
} satisfies Readonly<Record<SectionName, z.ZodType>>;

export const instrumentationSpec = z.strictObject({
  exporter: exporter.exactOptional().describe('Where agents send.'),
  resource: z
    .strictObject({
      resourceAttributes: mapOf(z.string(), describeNul)
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
    .strictObject({
      type: z.enum(SAMPLER_TYPES).exactOptional().describe('Sampler of the agents.'),
      argument: variableText
        .exactOptional()
        .describe(
          'A ratio from 0 to 1, or endpoint=...,pollingIntervalMs=...,initialSamplingRate=... for jaeger_remote.',
        ),
    })
    .exactOptional()
    .describe('How agents sample.'),
  defaults: z
    .strictObject({
      useLabelsForResourceAttributes: z
        .boolean()
        .exactOptional()
        .describe('Reads app.kubernetes.io labels; false when absent.'),
    })
    .exactOptional()
    .describe('Behaviour that differs from the default.'),
  env: variables.exactOptional().describe('Variables for every language.'),
  imagePullPolicy: oneOf(['', 'Always', 'IfNotPresent', 'Never'], 'use one of them')
    .exactOptional()
    .describe('Pull policy of the agent images.'),
  initContainerSecurityContext: copyingContext
    .exactOptional()
    .describe('Used unchanged for containers that copy agents.'),
  ...sections,
});

export type InstrumentationSpec = z.infer<typeof instrumentationSpec>;

/** An Instrumentation as read; no default is filled in. */
export interface Instrumentation {
  readonly metadata: { readonly name: string; readonly namespace: string };
  /** Without values that must not get into a pod. */
  readonly spec: Readonly<InstrumentationSpec>;
  /** What was left out of `spec`, since with it no pod could be created or started. */
  readonly ignored: readonly Issue[];
}

/** Field of the spec that holds the section of a language; a program with its own SDK has none. */
export type SectionName = CamelCase<Exclude<Language, 'sdk'>>;

type CamelCase<Text extends string> = Text extends `${infer Head}-${infer Rest}`
  ? `${Head}${Capitalize<CamelCase<Rest>>}`
  : Text;

/** All fields that any member of a union has. */
type Intersect<Union> = (Union extends unknown ? (each: Union) => void : never) extends (
  all: infer All,
) => void
  ? All
  : never;

/** Section of any language; fields that only one of them has are absent in the others. */
export type LanguageSection = Readonly<Partial<Intersect<NonNullable<InstrumentationSpec[SectionName]>>>>;
