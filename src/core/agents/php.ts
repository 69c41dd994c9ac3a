import {
  BATCH_SIZES,
  BATCH_TIMES,
  buildBatchOrder,
  buildOtlpRules,
  buildWholeNumber,
  RATIO_RULE,
  SPAN_LIMITS,
  type VariableRule,
} from './variable-rule.js';
import { buildSdkSwitches, READS_FILE } from './tracing-switch.js';
import { AGENT_IMAGES } from '../agent-images.js';
import { BASIC_SAMPLERS, MEBIBYTE, type Agent, type ChoiceHint, ARCHITECTURES } from './agent.js';

/** The PHP API of the interpreter: of 8.1, 8.2, 8.3, 8.4 and 8.5. No other one loads the extension. */
export const PHP_API_VERSION: ChoiceHint<'20210902' | '20220829' | '20230831' | '20240924' | '20250925'> = {
  key: 'otel-php-api-version',
  allowed: ['20210902', '20220829', '20230831', '20240924', '20250925'],
  fallback: undefined,
};

/** Which C library the interpreter is linked to. */
export const PHP_PLATFORM: ChoiceHint<'glibc' | 'musl'> = {
  key: 'otel-php-platform',
  allowed: ['glibc', 'musl'],
  fallback: 'glibc',
};

/** Whether the interpreter was built for threads, as in images called `zts`. */
export const PHP_THREAD_SAFETY: ChoiceHint<'non-zts' | 'zts'> = {
  key: 'otel-php-thread-safety',
  allowed: ['non-zts', 'zts'],
  fallback: 'non-zts',
};

const EXPORTERS = ['otlp', 'otlp/stdout', 'console', 'memory', 'none'];
const BOOLEANS = ['true', 'TRUE', 'True', 'false', 'FALSE', 'False'];
const PROCESSOR = 'OTEL_PHP_TRACES_PROCESSOR';

/** The SDK is set up in one go: any exception on the way leaves the program without traces. Only metrics catch theirs. */
const PHP_VARIABLES: readonly VariableRule[] = [
  {
    variables: ['OTEL_PHP_AUTOLOAD_ENABLED'],
    form: { kind: 'word', words: BOOLEANS },
    unreadable: 'sends-nothing',
    empty: 'sends-nothing',
  },
  // Any other value counts as false, and the agent logs that.
  { variables: ['OTEL_SDK_DISABLED'], form: { kind: 'word', words: BOOLEANS }, unreadable: 'ignored' },
  { variables: ['OTEL_TRACES_SAMPLER'], form: { kind: 'word', words: BASIC_SAMPLERS }, unreadable: 'stops' },
  { ...RATIO_RULE, unreadable: 'stops' },
  {
    variables: ['OTEL_PROPAGATORS'],
    form: { kind: 'words', words: ['tracecontext', 'baggage', 'none'], alone: [], isUnique: false },
    unreadable: 'ignored',
  },
  { variables: ['OTEL_TRACES_EXPORTER'], form: { kind: 'word', words: EXPORTERS }, unreadable: 'stops' },
  {
    variables: ['OTEL_METRICS_EXPORTER'],
    form: { kind: 'word', words: EXPORTERS },
    unreadable: 'ignored',
    outOfRange: 'stops',
  },
  { variables: ['OTEL_LOGS_EXPORTER'], form: { kind: 'word', words: EXPORTERS }, unreadable: 'stops' },
  ...[
    // The image has no transport for gRPC.
    ...buildOtlpRules('PROTOCOL', {
      form: { kind: 'word', words: ['http/protobuf', 'http/json', 'http/ndjson'] },
      unreadable: 'stops',
    }),
    ...buildOtlpRules('ENDPOINT', { form: { kind: 'url' }, unreadable: 'stops' }),
    ...buildOtlpRules('HEADERS', {
      form: { kind: 'pairs', isDecoded: false, isDense: true, header: 'text' },
      unreadable: 'stops',
      outOfRange: 'sends-nothing',
    }),
    ...buildOtlpRules('TIMEOUT', { form: buildWholeNumber(0), unreadable: 'stops' }),
  ].map(ignoreForMetrics),
  ...buildOtlpRules('COMPRESSION', {
    form: { kind: 'word', words: ['gzip', 'deflate', 'none'] },
    unreadable: 'ignored',
  }),
  {
    variables: ['OTEL_RESOURCE_ATTRIBUTES'],
    form: { kind: 'pairs', isDecoded: false },
    unreadable: 'stops',
  },
  {
    variables: [PROCESSOR],
    form: { kind: 'word', words: ['batch', 'simple', 'noop', 'none'] },
    unreadable: 'stops',
  },
  {
    variables: [...BATCH_TIMES, ...BATCH_SIZES],
    form: buildWholeNumber(1),
    unreadable: 'stops',
    when: { variable: PROCESSOR, words: ['batch'], isDefault: true },
  },
  ...buildBatchOrder('stops', { variable: PROCESSOR, words: ['batch'], isDefault: true }),
  {
    variables: SPAN_LIMITS.filter((name) => !name.startsWith('OTEL_ATTRIBUTE_')),
    form: buildWholeNumber(0),
    unreadable: 'stops',
  },
];

function ignoreForMetrics(rule: VariableRule): VariableRule {
  const isForMetrics = rule.variables.some((name) => name.startsWith('OTEL_EXPORTER_OTLP_METRICS_'));
  return isForMetrics ? { ...rule, unreadable: 'ignored' } : rule;
}

/**
 * What is fixed for PHP, as the Operator 0.162 has it.
 * https://github.com/open-telemetry/opentelemetry-operator/pull/5220
 */
export const phpAgent: Agent = {
  isDefault: false,
  containerNameKeys: ['php-container-names'],
  hints: [PHP_API_VERSION, PHP_PLATFORM, PHP_THREAD_SAFETY],
  files: {
    image: AGENT_IMAGES.php.image,
    requests: { cpu: '50m', memory: '64Mi' },
    size: 200 * MEBIBYTE,
    architectures: ARCHITECTURES.four,
  },
  memory: undefined,
  runtime: {
    loadedBy: ['PHP_INI_SCAN_DIR'],
    musl: { hint: PHP_PLATFORM, word: 'musl' },
    source: 'the folders in the image; PHP does not load a module for another C library',
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: ['otlp'],
    protocols: ['http/protobuf', 'http/json'],
    samplers: BASIC_SAMPLERS,
    propagators: ['tracecontext', 'baggage', 'none'],
    // The exporter reads no variable of a certificate.
    access: ['headers'],
    source:
      'opentelemetry-php with the packages in the composer.json of github.com/opentelemetry-php/autoinstrumentation-php: src/SDK/SdkAutoloader.php, src/SDK/Common/Configuration, src/SDK/Trace, src/SDK/Propagation/_register.php, src/Contrib/Otlp, src/API/Globals.php; with a bad value the SDK does not start',
  },
  variables: PHP_VARIABLES,
  switches: [
    ...buildSdkSwitches({
      disabled: 'any-case',
      sampler: 'exact',
      printers: ['otlp/stdout', 'console', 'memory'],
      none: 'adds-nothing',
    }),
    {
      variables: ['OTEL_PHP_AUTOLOAD_ENABLED'],
      values: { kind: 'word', words: ['false'], reading: 'any-case' },
      effect: 'keeps the SDK from being set up',
    },
    {
      variables: [PROCESSOR],
      values: { kind: 'word', words: ['noop', 'none'], reading: 'exact' },
      effect: 'exports no traces',
    },
    {
      variables: ['OTEL_PHP_DISABLED_INSTRUMENTATIONS'],
      values: { kind: 'word', words: ['all'], reading: 'exact' },
      effect: 'switches all instrumentations off',
    },
    { variables: ['OTEL_CONFIG_FILE'], values: { kind: 'any' }, effect: READS_FILE },
  ],
  isPortFollowed: false,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-php'],
  // It came with 0.162.
  hasOperatorFlag: false,
};
