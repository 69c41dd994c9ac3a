import {
  BATCH_SIZES,
  BATCH_TIMES,
  buildOtlpRules,
  buildWholeNumber,
  listBatchSizes,
  listBatchTimes,
  RATIO_RULE,
  SPAN_LIMITS,
  type VariableRule,
} from './variable-rule.js';
import { buildSdkSwitches, LEAVES_NAMES_OUT, MAY_READ_FILE, READS_FILE } from './tracing-switch.js';
import { EXPORTERS, PROPAGATORS } from '../domain.js';
import { AGENT_IMAGES } from '../agent-images.js';
import { ACCESS, BASIC_SAMPLERS, MEBIBYTE, type Agent, ARCHITECTURES } from './agent.js';

/** https://opentelemetry.io/docs/zero-code/java/agent/extensions/ */
const EXTENSIONS = 'OTEL_JAVAAGENT_EXTENSIONS';
const PRINTERS = ['console', 'logging', 'logging-otlp', 'experimental-otlp/stdout'];
const SPAN_EXPORTERS = ['otlp', 'zipkin', ...PRINTERS];
const OTHER_EXPORTERS = ['otlp', ...PRINTERS];
const DURATION = { kind: 'duration', from: 0, units: ['ms', 's', 'm', 'h', 'd'] } as const;
const PROTOCOL_WORDS = { kind: 'word', words: ['grpc', 'http/protobuf'] } as const;

const SENDS_LOGS = { variable: 'OTEL_LOGS_EXPORTER', words: ['otlp'], isDefault: true };
const SENDS_METRICS = { variable: 'OTEL_METRICS_EXPORTER', words: ['otlp'], isDefault: true };

/** What takes the name of the service and other attributes from variables. */
const ENVIRONMENT = 'io.opentelemetry.sdk.autoconfigure.EnvironmentResourceProvider';

/** Every value that its parsers refuse is a ConfigurationException, with which the agent does not start. */
const JAVA_VARIABLES: readonly VariableRule[] = [
  {
    variables: ['OTEL_TRACES_SAMPLER'],
    extendedBy: EXTENSIONS,
    form: { kind: 'word', words: [...BASIC_SAMPLERS, 'jaeger_remote', 'parentbased_jaeger_remote'] },
    unreadable: 'stops',
    empty: 'stops',
  },
  { ...RATIO_RULE, unreadable: 'stops' },
  {
    variables: ['OTEL_PROPAGATORS'],
    extendedBy: EXTENSIONS,
    form: {
      kind: 'words',
      words: ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray', 'xray-lambda', 'ottrace'],
      alone: ['none'],
      isUnique: false,
    },
    unreadable: 'stops',
  },
  {
    variables: ['OTEL_TRACES_EXPORTER'],
    extendedBy: EXTENSIONS,
    form: { kind: 'words', words: SPAN_EXPORTERS, alone: ['none'], isUnique: true },
    unreadable: 'stops',
  },
  {
    variables: ['OTEL_METRICS_EXPORTER'],
    extendedBy: EXTENSIONS,
    form: { kind: 'words', words: [...OTHER_EXPORTERS, 'prometheus'], alone: ['none'], isUnique: true },
    unreadable: 'stops',
  },
  {
    variables: ['OTEL_LOGS_EXPORTER'],
    extendedBy: EXTENSIONS,
    form: { kind: 'words', words: OTHER_EXPORTERS, alone: ['none'], isUnique: true },
    unreadable: 'stops',
  },
  ...buildOtlpRules('PROTOCOL', { form: PROTOCOL_WORDS, unreadable: 'stops', empty: 'stops' }),
  ...buildOtlpRules('ENDPOINT', {
    form: { kind: 'url', isPlain: true },
    unreadable: 'stops',
    empty: 'stops',
  }),
  ...buildOtlpRules('HEADERS', {
    form: { kind: 'pairs', isDecoded: true, header: 'ascii' },
    unreadable: 'stops',
    outOfRange: 'sends-nothing',
  }),
  ...buildOtlpRules('TIMEOUT', { form: DURATION, unreadable: 'stops' }),
  ...buildOtlpRules('COMPRESSION', {
    form: { kind: 'word', words: ['gzip', 'none'] },
    unreadable: 'stops',
    empty: 'stops',
  }),
  {
    variables: ['OTEL_RESOURCE_ATTRIBUTES'],
    form: { kind: 'pairs', isDecoded: false },
    unreadable: 'stops',
  },
  { variables: BATCH_TIMES, form: DURATION, unreadable: 'stops' },
  { variables: BATCH_SIZES, form: buildWholeNumber(1), unreadable: 'stops' },
  { variables: listBatchTimes('BLRP'), form: DURATION, unreadable: 'stops', when: SENDS_LOGS },
  { variables: listBatchSizes('BLRP'), form: buildWholeNumber(1), unreadable: 'stops', when: SENDS_LOGS },
  {
    variables: ['OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE'],
    form: { kind: 'word', words: ['cumulative', 'delta', 'lowmemory'], reading: 'any-case' },
    unreadable: 'stops',
    empty: 'stops',
    when: SENDS_METRICS,
  },
  {
    variables: ['OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION'],
    form: {
      kind: 'word',
      words: ['explicit_bucket_histogram', 'base2_exponential_bucket_histogram'],
      reading: 'any-case',
    },
    unreadable: 'stops',
    empty: 'stops',
    when: SENDS_METRICS,
  },
  { variables: ['OTEL_JAVA_METRICS_CARDINALITY_LIMIT'], form: buildWholeNumber(1), unreadable: 'stops' },
  {
    variables: SPAN_LIMITS.filter((name) => !/_(?:EVENT|LINK)_ATTRIBUTE_/.test(name)),
    form: buildWholeNumber(0),
    unreadable: 'stops',
  },
  {
    variables: ['OTEL_METRIC_EXPORT_INTERVAL'],
    form: { ...DURATION, from: 1 },
    unreadable: 'stops',
    when: { variable: 'OTEL_METRICS_EXPORTER', words: OTHER_EXPORTERS, isDefault: true },
  },
  {
    variables: ['OTEL_EXPORTER_ZIPKIN_ENDPOINT'],
    form: { kind: 'url' },
    unreadable: 'stops',
    empty: 'stops',
    when: { variable: 'OTEL_TRACES_EXPORTER', words: ['zipkin'], isDefault: false },
  },
];

/** What is fixed for java. */
export const javaAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['java-container-names'],
  hints: [],
  files: {
    image: AGENT_IMAGES.java.image,
    requests: { cpu: '50m', memory: '64Mi' },
    size: 32 * MEBIBYTE,
    isSingleFile: true,
    lastBreak: '2.0.0',
    architectures: ARCHITECTURES.four,
  },
  memory: {
    least: 160 * MEBIBYTE,
    ample: 224 * MEBIBYTE,
    share: 128 * MEBIBYTE,
    source: 'npm run bench:memory, opentelemetry-javaagent 2.30.0 on OpenJDK 17.0.15',
  },
  runtime: {
    loadedBy: ['JAVA_TOOL_OPTIONS'],
    library: { name: 'openjdk', oldest: '8' },
    unreached: {
      images: ['elasticsearch', 'elasticsearch-oss', 'opensearch', 'logstash', 'logstash-oss'],
      why: 'its start script unsets JAVA_TOOL_OPTIONS',
    },
    source:
      'https://opentelemetry.io/docs/zero-code/java/agent/getting-started/; elasticsearch-env, opensearch-env and logstash.lib.sh of these images',
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: EXPORTERS,
    protocols: ['http/protobuf', 'grpc'],
    samplers: [...BASIC_SAMPLERS, 'jaeger_remote', 'parentbased_jaeger_remote'],
    propagators: PROPAGATORS,
    access: ACCESS,
    source:
      'opentelemetry-javaagent 2.30.0: sdk-extensions/autoconfigure, exporters/otlp OtlpConfigUtil, and 2.32.0 as the tests run it; a bad value is a ConfigurationException',
  },
  variables: JAVA_VARIABLES,
  switches: [
    ...buildSdkSwitches({ disabled: 'any-case', sampler: 'exact', printers: PRINTERS, none: 'adds-nothing' }),
    {
      variables: ['OTEL_JAVAAGENT_ENABLED'],
      values: { kind: 'other', word: 'true', isEmptyOther: true },
      effect: 'switches the agent off',
    },
    { variables: ['OTEL_CONFIG_FILE'], values: { kind: 'any' }, effect: READS_FILE },
    {
      variables: ['OTEL_JAVA_ENABLED_RESOURCE_PROVIDERS'],
      values: { kind: 'lacking', words: [ENVIRONMENT], isTrimmed: true, isEmptyLacking: false },
      effect: LEAVES_NAMES_OUT,
    },
    {
      variables: ['OTEL_JAVA_DISABLED_RESOURCE_PROVIDERS'],
      values: { kind: 'list', words: [ENVIRONMENT], place: 'anywhere' },
      effect: LEAVES_NAMES_OUT,
    },
    {
      variables: ['OTEL_EXPERIMENTAL_CONFIG_FILE'],
      values: { kind: 'any' },
      effect: MAY_READ_FILE,
      isOfOlderVersions: true,
    },
    {
      variables: ['OTEL_INSTRUMENTATION_COMMON_DEFAULT_ENABLED'],
      values: { kind: 'other', word: 'true', isEmptyOther: false },
      effect: 'switches off all instrumentations that are not switched on by name',
      unless: {
        beginning: 'OTEL_INSTRUMENTATION_',
        end: '_ENABLED',
        excluded: ['_COMMON_', '_EXPERIMENTAL_', '_SANITIZER_'],
        names: [],
      },
    },
  ],
  isPortFollowed: true,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-java'],
  hasOperatorFlag: true,
};
