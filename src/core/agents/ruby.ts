import {
  BATCH_SIZES,
  buildBatchOrder,
  buildOtlpRules,
  buildWholeNumber,
  RATIO_RULE,
  SPAN_LIMITS,
  type VariableRule,
} from './variable-rule.js';
import { buildSdkSwitches } from './tracing-switch.js';
import { AGENT_IMAGES } from '../agent-images.js';
import { ACCESS, BASIC_SAMPLERS, MEBIBYTE, type Agent } from './agent.js';

const LENGTH_LIMITS = SPAN_LIMITS.filter((name) => name.endsWith('_LENGTH_LIMIT'));

/**
 * What is raised while the SDK is set up leaves a program without instrumentations. Limits of spans are read before that,
 * where an error ends the program. An empty value is a value, but for a few.
 */
const RUBY_VARIABLES: readonly VariableRule[] = [
  {
    variables: ['OTEL_TRACES_SAMPLER'],
    form: { kind: 'word', words: BASIC_SAMPLERS },
    unreadable: 'ignored',
  },
  { ...RATIO_RULE, unreadable: 'ignored', empty: 'ignored' },
  {
    variables: ['OTEL_PROPAGATORS'],
    form: { kind: 'words', words: ['tracecontext', 'baggage', 'none'], alone: [], isUnique: false },
    unreadable: 'ignored',
  },
  {
    variables: ['OTEL_TRACES_EXPORTER'],
    form: { kind: 'words', words: ['otlp', 'console', 'none'], alone: [], isUnique: false },
    unreadable: 'sends-nothing',
    outOfRange: 'ignored',
    empty: 'sends-nothing',
  },
  {
    variables: ['OTEL_METRICS_EXPORTER'],
    form: { kind: 'words', words: ['otlp', 'console', 'in-memory', 'none'], alone: [], isUnique: false },
    unreadable: 'ignored',
  },
  {
    variables: ['OTEL_LOGS_EXPORTER'],
    form: { kind: 'words', words: ['otlp', 'console', 'none'], alone: [], isUnique: false },
    unreadable: 'ignored',
  },
  ...buildOtlpRules('PROTOCOL', {
    form: { kind: 'word', words: ['http/protobuf'] },
    unreadable: 'sends-nothing',
    empty: 'sends-nothing',
  }),
  ...buildOtlpRules('ENDPOINT', {
    form: { kind: 'url' },
    unreadable: 'stops',
    outOfRange: 'sends-nothing',
    empty: 'stops',
  }),
  ...buildOtlpRules('HEADERS', {
    form: { kind: 'pairs', isDecoded: true, header: 'text' },
    unreadable: 'stops',
    outOfRange: 'sends-nothing',
    empty: 'stops',
  }),
  ...buildOtlpRules('COMPRESSION', {
    form: { kind: 'word', words: ['gzip', 'none'] },
    unreadable: 'stops',
    empty: 'stops',
  }),
  {
    variables: ['OTEL_RESOURCE_ATTRIBUTES'],
    form: { kind: 'pairs', isDecoded: false },
    unreadable: 'ignored',
  },
  {
    variables: ['OTEL_BSP_SCHEDULE_DELAY'],
    form: { kind: 'number', from: 0, to: Infinity, isWhole: false },
    unreadable: 'stops',
    outOfRange: 'sends-nothing',
    empty: 'stops',
  },
  {
    variables: ['OTEL_BSP_EXPORT_TIMEOUT'],
    form: { kind: 'number', from: 1, to: Infinity, isWhole: false },
    unreadable: 'stops',
    outOfRange: 'sends-nothing',
    empty: 'stops',
  },
  {
    variables: BATCH_SIZES,
    form: buildWholeNumber(1),
    unreadable: 'stops',
    outOfRange: 'sends-nothing',
    empty: 'stops',
  },
  ...buildBatchOrder('stops', { variable: 'OTEL_TRACES_EXPORTER', words: ['otlp'], isDefault: true }),
  { variables: LENGTH_LIMITS, form: buildWholeNumber(32), unreadable: 'stops', empty: 'stops' },
  {
    variables: SPAN_LIMITS.filter((name) => !LENGTH_LIMITS.includes(name)),
    form: buildWholeNumber(1),
    unreadable: 'stops',
    empty: 'stops',
  },
];

/**
 * What is fixed for Ruby, as the Operator 0.162 has it.
 * https://github.com/open-telemetry/opentelemetry-operator/pull/5562
 */
export const rubyAgent: Agent = {
  isDefault: false,
  containerNameKeys: ['ruby-container-names'],
  hints: [],
  files: {
    image: AGENT_IMAGES.ruby.image,
    requests: { cpu: '50m', memory: '64Mi' },
    size: 200 * MEBIBYTE,
  },
  memory: undefined,
  runtime: {
    loadedBy: ['RUBYOPT'],
    library: { name: 'ruby', oldest: '3.3' },
    musl: 'never',
    source:
      'opentelemetry-auto-instrumentation 0.1.0: its gemspec, and the platforms of the gems in its image',
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: ['otlp'],
    protocols: ['http/protobuf'],
    samplers: BASIC_SAMPLERS,
    propagators: ['tracecontext', 'baggage', 'none'],
    access: ACCESS,
    source:
      'opentelemetry-auto-instrumentation 0.1.0: its gemspec and lib/opentelemetry-auto-instrumentation.rb; opentelemetry-ruby: configurator.rb, trace/tracer_provider.rb, trace/span_limits.rb, trace/export/batch_span_processor.rb, exporter/otlp/exporter.rb, and the patches of the configurator for metrics and logs',
  },
  variables: RUBY_VARIABLES,
  switches: buildSdkSwitches({
    disabled: 'exact',
    sampler: 'exact',
    printers: ['console'],
    none: 'adds-nothing',
  }),
  isPortFollowed: false,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-ruby'],
  // It came with 0.162.
  hasOperatorFlag: false,
};
