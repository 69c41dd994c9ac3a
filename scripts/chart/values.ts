import { BACKENDS } from '../../src/core/domain.js';
import { isRecord } from '../../src/core/json.js';
import { TRACING_FLAGS } from '../../src/core/objects/tracing-platform.js';
import { ADDON_OF, DEFAULT_ADDONS } from '../../src/core/platform/defaults.js';
import { LOG_LEVELS } from '../../src/telemetry/log-level.js';
import { buildEditorSchemas } from '../crd/definitions.js';
import type { JsonSchema } from '../crd/structural-schema.js';
import { MONITORING_VALUES } from './monitoring-values.js';
import { choice, DNS_LABEL, group, toggle } from './value-schemas.js';

/** The values of the Helm chart: what each may be, what it is when absent, and what it means. */

/**
 * Options of `verify` that its pod can use: it has no file but the platform's choice. Without a choice, the addresses must
 * be named; with one, the backend is.
 */
export const VERIFY_FLAGS = ['all', 'mark-error'];
/** Those with a value. */
export const VERIFY_OPTIONS = [
  ...['backend-kind', 'collector', 'collector-metrics', 'language', 'namespace', 'output', 'protocol'],
  ...['query', 'query-headers', 'send-headers', 'tenant', 'timeout'],
];
const VERIFY_ADDRESSES = ['collector', 'backend'];

const buildArgumentPattern = (options: readonly string[]): string =>
  `^--(${[...VERIFY_FLAGS, `(${options.join('|')})=.+`].join('|')})$`;

const hasArgument = (option: string): JsonSchema => ({ contains: { pattern: `^--${option}=` } });

const withVerifyArguments = (args: JsonSchema): JsonSchema => ({
  properties: { verify: { properties: { args } } },
});

const VERIFY_FITS_PLATFORM = {
  if: { properties: { platform: { type: 'object' } }, required: ['platform'] },
  then: withVerifyArguments({ items: { pattern: buildArgumentPattern(VERIFY_OPTIONS) } }),
  else: withVerifyArguments({
    if: { minItems: 1 },
    then: { allOf: VERIFY_ADDRESSES.map(hasArgument) },
  }),
};

/** Helm tells what a value must be, but has no words for what is wrong with it. */
const NO_TAG = {
  // A port has a path behind it, a tag has none.
  if: { pattern: ':[^/]*$|@' },
  then: { const: 'a name without a tag or digest: these are image.tag and image.digest' },
};

/** A backend is the primary one only if its flag is on, as the API server says as well, but after the rest is installed. */
const PRIMARY_IS_ENABLED = BACKENDS.map((backend) => {
  const flag = ADDON_OF[backend];
  return {
    if: { properties: { backend: { const: backend } }, required: ['backend'] },
    then: {
      properties: { addons: { properties: { [flag]: { const: true } }, required: [flag] } },
      required: Object.hasOwn(DEFAULT_ADDONS, flag) ? [] : ['addons'],
    },
  };
});

/** Flags that say what they may be, as they often come from texts: of another type Helm says the type alone. */
function nameFlagValues(addons: unknown): JsonSchema {
  if (!isRecord(addons)) throw new Error('The schema of TracingPlatform has no addons.');
  const flags = TRACING_FLAGS.map((flag) => [flag, { enum: [true, false] }] as const);
  return { ...addons, properties: Object.fromEntries(flags) };
}

function buildPlatformSchema(): JsonSchema {
  const whole = buildEditorSchemas()['tracingplatforms.tracing.dokaseca.io'];
  const spec = isRecord(whole) && isRecord(whole['properties']) ? whole['properties']['spec'] : undefined;
  if (!isRecord(spec) || !isRecord(spec['properties']))
    throw new Error('The schema of TracingPlatform has no spec.');
  const { properties } = spec;
  return {
    ...spec,
    description: 'The spec of the TracingPlatform; {} is all defaults, and null none.',
    type: ['object', 'null'],
    properties: { ...properties, addons: nameFlagValues(properties['addons']) },
    propertyNames: { enum: Object.keys(properties) },
    default: null,
    allOf: PRIMARY_IS_ENABLED,
  };
}

const IMAGE = {
  image: group('The image of the webhook.', {
    repository: {
      description: 'Registry and name, without a tag.',
      type: 'string',
      ...NO_TAG,
      default: 'doka-tracing',
    },
    tag: {
      description: 'Tag; the version of the chart when empty.',
      type: 'string',
      pattern: '^[A-Za-z0-9_.-]*$',
      default: '',
    },
    digest: {
      description: 'Digest; when set, it determines the image.',
      type: 'string',
      pattern: '^(sha256:[0-9a-f]{64})?$',
      default: '',
    },
    pullPolicy: choice('When the image is pulled.', ['IfNotPresent', 'Always', 'Never']),
  }),
  imagePullSecrets: {
    description: 'Secrets of the namespace to pull the image with.',
    type: 'array',
    items: {
      type: 'object',
      properties: { name: { type: 'string', minLength: 1 } },
      required: ['name'],
      additionalProperties: false,
    },
    default: [],
  },
};

const INSTALLED = {
  scope: choice(
    'Namespaces whose pods the webhook gets: all but those labelled tracing.dokaseca.io/inject=disabled, or those labelled tracing.dokaseca.io/inject=enabled.',
    ['cluster-wide', 'opt-in'],
  ),
  platform: buildPlatformSchema(),
  instrumentationCRD: toggle(
    'Whether to install the definition of Instrumentation; only if the OpenTelemetry Operator is not installed. It stays when the release is removed.',
  ),
};

const BEHAVIOUR = {
  certificates: choice('Who makes the certificate: the replicas themselves, or cert-manager.', [
    'self',
    'cert-manager',
  ]),
  writePolicy: { ...toggle('Whether policies restrict what the webhook may write.'), default: true },
  owners: choice('How the owners of a pod are found: by name, or by watching ReplicaSets and Jobs.', [
    'name',
    'watch',
  ]),
  collectorStatus: toggle(
    'Whether to write the state of the Collector into the status of the TracingPlatform.',
  ),
  auditEvery: {
    description:
      'Seconds between two audits of all pods, for metrics and the condition AgentImages; 0 for none.',
    type: 'integer',
    minimum: 0,
    maximum: 86_400,
    default: 0,
  },
  watchConfigMaps: toggle('Whether to read the variables that containers take from ConfigMaps.'),
  watchServiceAccounts: toggle('Whether to add no Secret that a ServiceAccount does not list.'),
  statusPage: toggle('Whether to serve the status page on 127.0.0.1:9091 of each pod.'),
  logLevel: { ...choice('Lowest level to log.', LOG_LEVELS), default: 'info' },
};

const PODS = {
  replicas: { description: 'How many pods answer.', type: 'integer', minimum: 1, default: 2 },
  resources: {
    description: 'What each pod asks for. A limit on CPU makes answers late.',
    type: 'object',
    properties: { requests: { type: 'object' }, limits: { type: 'object' } },
    additionalProperties: false,
    default: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
  },
  nodeSelector: {
    description: 'Labels of the nodes for the pods; you can add more.',
    type: 'object',
    properties: { 'kubernetes.io/os': { const: 'linux' } },
    additionalProperties: { type: 'string' },
    default: { 'kubernetes.io/os': 'linux' },
  },
  tolerations: {
    description: 'Taints that the pods tolerate.',
    type: 'array',
    items: { type: 'object' },
    default: [],
  },
  affinity: { description: 'Affinity of the pods.', type: 'object', default: {} },
};

const AROUND = {
  networkPolicy: group('Who may connect to the pods, and where they may connect to.', {
    apiServerPorts: {
      description: 'Ports on which the API server may listen.',
      type: 'array',
      items: { type: 'integer', minimum: 1, maximum: 65_535 },
      minItems: 1,
      default: [443, 6443, 8443, 16_443],
    },
    metricsNamespace: {
      ...DNS_LABEL,
      description: 'Namespace that may read the metrics.',
      default: 'monitoring',
    },
  }),
  createNamespace: toggle(
    'Whether to write the Namespace, too; only for the output of `helm template`, since Helm needs the namespace to exist.',
  ),
  verify: group('What `helm test` does.', {
    args: {
      description:
        'Options of `doka-tracing verify`, one by one. Without a platform, they must say where to send and read.',
      type: 'array',
      items: { type: 'string', pattern: buildArgumentPattern([...VERIFY_OPTIONS, 'backend']) },
      default: [],
    },
  }),
  global: {
    description: 'Not used; Helm sets it where the chart is a dependency of another.',
    type: 'object',
  },
};

/** The JSON Schema of the values, by which Helm refuses others. */
export const buildValuesSchema = (): JsonSchema => ({
  $schema: 'https://json-schema.org/draft/2020-12/schema',
  ...group('Values of the chart doka-tracing.', {
    ...IMAGE,
    ...INSTALLED,
    ...BEHAVIOUR,
    ...PODS,
    ...MONITORING_VALUES,
    ...AROUND,
  }),
  ...VERIFY_FITS_PLATFORM,
});

/** A value of the chart: its path with dots, and its schema. A group of values has none of its own. */
export interface ChartValue {
  readonly path: string;
  readonly schema: JsonSchema;
}

/** The values one by one, in the order of the schema. */
export const listValues = (schema = buildValuesSchema(), prefix = ''): readonly ChartValue[] =>
  Object.entries(isRecord(schema['properties']) ? schema['properties'] : {}).flatMap(([name, value]) => {
    const part = isRecord(value) ? value : {};
    const path = `${prefix}${name}`;
    return Object.hasOwn(part, 'default') ? [{ path, schema: part }] : listValues(part, `${path}.`);
  });
