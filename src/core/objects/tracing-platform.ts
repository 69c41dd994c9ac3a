import { z } from 'zod';
import { MOST_ITEMS, MOST_NAMES } from '../bounds.js';
import {
  BACKENDS,
  ENVIRONMENTS,
  LANGUAGES,
  NODE_ADDRESSES,
  PROPAGATORS,
  ROUTES,
  SIGNALS,
  TOPOLOGIES,
  mapLanguages,
  type Backend,
} from '../domain.js';
import { PINS } from '../pins.js';
import { POD_SECURITY_LEVELS } from '../kubernetes/pod-security.js';
import { labelSelector } from './kubernetes-types.js';
import { sampling } from './sampling.js';
import {
  BASE_URL,
  CHART,
  DATA_KEY,
  DNS_LABEL,
  DNS_SUBDOMAIN,
  DOMAIN,
  FILE,
  HEADER_NAME,
  HEADER_VALUE,
  IMAGE,
  NAMESPACE_OR_ALL,
  REGISTRY,
  createTextSchema,
  VERSION,
} from './text-forms.js';

/** `TracingPlatform` (tracing.dokaseca.io/v1alpha1): what the platform has chosen. Read strictly. */

const name = createTextSchema(DNS_SUBDOMAIN);
const label = createTextSchema(DNS_LABEL);
// The Service of the Collector is called `<name>-collector`, and such a name must not have a dot.
const collectorName = createTextSchema({ ...DNS_LABEL, longest: 63 - '-collector'.length });
const domain = createTextSchema(DOMAIN);
const namespaceOrAll = createTextSchema(NAMESPACE_OR_ALL);
const text = z.string().min(1);
const url = createTextSchema(BASE_URL);
const image = createTextSchema(IMAGE);
const version = createTextSchema(VERSION);
const file = createTextSchema(FILE);
const bool = z.boolean();

const addons = z.looseObject({
  enable_tempo: bool.exactOptional(),
  enable_jaeger: bool.exactOptional(),
  enable_zipkin: bool.exactOptional(),
  enable_victoria_traces: bool.exactOptional(),
  enable_opentelemetry_operator: bool.exactOptional(),
  enable_victoria_metrics_k8s_stack: bool.exactOptional(),
  enable_kube_prometheus_stack: bool.exactOptional(),
  enable_loki: bool.exactOptional(),
  enable_victoria_logs: bool.exactOptional(),
  enable_pyroscope: bool.exactOptional(),
});

/** The flags that concern tracing. */
export const TRACING_FLAGS: readonly string[] = Object.keys(addons.shape);

const tenant = z.union(
  [z.strictObject({ fixed: createTextSchema(HEADER_VALUE) }), z.strictObject({ namespace: z.literal(true) })],
  {
    error:
      'has none of the allowed shapes; allowed: { fixed: <name> }, { namespace: true }; write one of them',
  },
);

const backend = z
  .strictObject({
    namespace: label
      .exactOptional()
      .describe('Namespace of its Service; monitoring when absent, zipkin for Zipkin.'),
    chart: createTextSchema(CHART)
      .exactOptional()
      .describe('Version of the Helm chart, or chart and version; decides Service names and ports.'),
    endpoint: url.exactOptional().describe('Base or whole URL for spans instead of the chart’s Service.'),
    queryEndpoint: url.exactOptional().describe('Base URL for queries instead of the chart’s Service.'),
    tenant: tenant.exactOptional().describe('One fixed tenant, or one for each namespace.'),
    headers: z
      .array(
        z.strictObject({
          name: createTextSchema(HEADER_NAME),
          secretName: name,
          key: createTextSchema(DATA_KEY),
        }),
      )
      .max(MOST_ITEMS)
      .exactOptional()
      .describe('Headers whose values are in Secrets.'),
    tls: z
      .strictObject({
        insecure: bool.exactOptional().describe('Sends in plain text.'),
        caFile: file.exactOptional(),
        certFile: file.exactOptional(),
        keyFile: file.exactOptional(),
        secretName: name
          .exactOptional()
          .describe('Secret with these files as keys, in the namespace of the sender.'),
        configMapName: name.exactOptional().describe('ConfigMap with caFile as a key, in that namespace.'),
      })
      .exactOptional()
      .describe('How the connection is secured.'),
  })
  .exactOptional();

const agent = z
  .strictObject({
    image: image.exactOptional().describe('Image that holds the agent.'),
    enabled: bool.exactOptional().describe('Switches the language on or off; overrides the command line.'),
  })
  .exactOptional();

const backends = {
  tempo: backend,
  jaeger: backend,
  'victoria-traces': backend,
  zipkin: backend,
} satisfies Record<Backend, unknown>;

const injection = z.strictObject({
  rules: z
    .array(
      z.strictObject({
        namespaceSelector: labelSelector.exactOptional().describe('Namespaces; all when absent.'),
        podSelector: labelSelector.exactOptional().describe('Pods; all when absent.'),
        languages: z.array(z.enum(LANGUAGES)).min(1).describe('Languages that are injected.'),
        containers: z.array(label).min(1).max(MOST_ITEMS).exactOptional().describe('Containers by name.'),
      }),
    )
    .max(MOST_ITEMS)
    .exactOptional()
    .describe('Which pods are injected if pod and namespace do not say; the first match wins.'),
  ignoreContainers: z
    .array(label)
    .max(MOST_NAMES)
    .exactOptional()
    .describe('Containers that are never a default target.'),
  instrumentationNamespaces: z
    .array(namespaceOrAll)
    .max(MOST_NAMES)
    .exactOptional()
    .describe('Other namespaces whose Instrumentations an annotation may name; "*" is all.'),
});

export const tracingPlatformSpec = z.strictObject({
  cluster: z
    .strictObject({
      name: text.exactOptional().describe('Name of the cluster, a resource attribute.'),
      environment: z
        .enum(ENVIRONMENTS)
        .exactOptional()
        .describe('Environment; decides which versions are assumed if none are set.'),
      domain: domain.exactOptional().describe('Domain of Service names; they end in .svc when absent.'),
      podSecurity: z
        .enum(POD_SECURITY_LEVELS)
        .exactOptional()
        .describe(
          'Pod Security level that the API server enforces in namespaces without a label; privileged when absent.',
        ),
    })
    .exactOptional()
    .describe('The cluster.'),
  addons: addons.exactOptional().describe('The flags of the platform; when given, a flag not named is off.'),
  backend: z
    .enum(BACKENDS)
    .exactOptional()
    .describe(`Primary backend; else the first enabled one of ${BACKENDS.join(', ')}.`),
  route: z
    .enum(ROUTES)
    .exactOptional()
    .describe('How spans get there; collector when enable_opentelemetry_operator, else direct.'),
  collector: z
    .strictObject({
      name: collectorName.exactOptional().describe('Name of the OpenTelemetryCollector; otel when absent.'),
      namespace: label.exactOptional().describe('Its namespace; monitoring when absent.'),
      topology: z.enum(TOPOLOGIES).exactOptional().describe('Where it runs; gateway when absent.'),
      nodeAddress: z
        .enum(NODE_ADDRESSES)
        .exactOptional()
        .describe('How pods reach it where it runs on their node; host-ip when absent.'),
      endpoint: url.exactOptional().describe('Base URL that agents send to instead of its Service.'),
      version: version
        .exactOptional()
        .describe(
          `Version of the Collector; that of the environment or ${PINS.collector.version} when absent.`,
        ),
    })
    .exactOptional()
    .describe('The Collector that agents send to.'),
  backends: z.strictObject(backends).exactOptional().describe('Settings over the presets.'),
  signals: z.array(z.enum(SIGNALS)).exactOptional().describe('What agents export; traces when absent.'),
  propagators: z
    .array(z.enum(PROPAGATORS))
    .min(1)
    .max(2 * PROPAGATORS.length)
    .exactOptional()
    .describe('tracecontext, baggage, b3 when absent.'),
  sampling: sampling.exactOptional().describe('How traces are sampled; not at all when absent.'),
  images: z
    .strictObject({
      registry: createTextSchema(REGISTRY)
        .exactOptional()
        .describe('Registry and path under which copies of all images are.'),
      pullSecret: name.exactOptional().describe('Pull secret for that registry.'),
    })
    .exactOptional()
    .describe('Where all images are pulled from.'),
  agents: z
    .strictObject({
      registry: createTextSchema(REGISTRY)
        .exactOptional()
        .describe('Registry and path under which the agent images are; images.registry when absent.'),
      pullSecret: name
        .exactOptional()
        .describe('Pull secret that is added to injected pods; images.pullSecret when absent.'),
      memoryCheck: bool
        .exactOptional()
        .describe('Refuses containers whose memory limit is too low for the agent; true when absent.'),
      ...mapLanguages(() => agent),
    })
    .exactOptional()
    .describe('Agent images.'),
  injection: injection.exactOptional().describe('Which pods are injected.'),
});

export type TracingPlatformSpec = z.infer<typeof tracingPlatformSpec>;

/** The one name that a TracingPlatform may have. */
export const PLATFORM_NAME = 'default';

/** The error for a TracingPlatform with another name. */
export const NOT_THE_PLATFORM = `is not the name of the platform; allowed: ${PLATFORM_NAME}; a cluster has one TracingPlatform`;

/** The whole object. */
export const tracingPlatform = z.strictObject({
  apiVersion: z.string().exactOptional(),
  kind: z.string().exactOptional(),
  metadata: z.looseObject({
    name: z.literal(PLATFORM_NAME, { error: NOT_THE_PLATFORM }),
  }),
  spec: tracingPlatformSpec.exactOptional(),
  status: z.unknown().optional(),
});
