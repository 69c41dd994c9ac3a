import {
  BATCH_SIZES,
  buildBatchOrder,
  buildOtlpRules,
  buildWholeNumber,
  RATIO_RULE,
  SPAN_LIMITS,
  type VariableRule,
} from './variable-rule.js';
import { buildSdkSwitches, READS_FILE } from './tracing-switch.js';
import { EXPORTERS } from '../domain.js';
import { AGENT_IMAGES } from '../agent-images.js';
import {
  ACCESS,
  BASIC_PROPAGATORS,
  BASIC_SAMPLERS,
  MEBIBYTE,
  type Agent,
  type ChoiceHint,
  ARCHITECTURES,
} from './agent.js';

/** Which C library the runtime is linked to. The names say x64, and hold for every architecture of the image. */
export const DOTNET_RUNTIME: ChoiceHint<'linux-x64' | 'linux-musl-x64'> = {
  key: 'otel-dotnet-auto-runtime',
  allowed: ['linux-x64', 'linux-musl-x64'],
  fallback: 'linux-x64',
};

/** https://github.com/open-telemetry/opentelemetry-dotnet-instrumentation/blob/main/docs/file-based-configuration.md */
const READS_FILES = 'OTEL_EXPERIMENTAL_FILE_BASED_CONFIGURATION_ENABLED';

/**
 * The agent logs and ignores values that it does not accept; only OTEL_DOTNET_AUTO_FAIL_FAST_ENABLED makes it stop. The
 * batch processor throws if a number is out of range.
 */
const DOTNET_VARIABLES: readonly VariableRule[] = [
  {
    variables: ['OTEL_TRACES_SAMPLER'],
    form: { kind: 'word', words: BASIC_SAMPLERS, reading: 'any-case' },
    unreadable: 'ignored',
  },
  { ...RATIO_RULE, unreadable: 'ignored' },
  {
    variables: ['OTEL_PROPAGATORS'],
    form: {
      kind: 'words',
      words: ['tracecontext', 'baggage', 'b3', 'b3multi'],
      alone: ['none'],
      isUnique: false,
    },
    unreadable: 'ignored',
  },
  {
    variables: ['OTEL_TRACES_EXPORTER'],
    form: { kind: 'words', words: ['otlp', 'zipkin', 'console'], alone: ['none'], isUnique: false },
    unreadable: 'sends-nothing',
    outOfRange: 'ignored',
  },
  {
    variables: ['OTEL_METRICS_EXPORTER'],
    form: { kind: 'words', words: ['otlp', 'prometheus', 'console'], alone: ['none'], isUnique: false },
    unreadable: 'ignored',
  },
  {
    variables: ['OTEL_LOGS_EXPORTER'],
    form: { kind: 'words', words: ['otlp', 'console'], alone: ['none'], isUnique: false },
    unreadable: 'ignored',
  },
  ...buildOtlpRules('PROTOCOL', {
    form: { kind: 'word', words: ['grpc', 'http/protobuf'] },
    unreadable: 'ignored',
  }),
  ...buildOtlpRules('ENDPOINT', {
    form: { kind: 'url' },
    unreadable: 'sends-nothing',
    emptyForAll: 'sends-nothing',
  }),
  ...buildOtlpRules('HEADERS', {
    form: { kind: 'pairs', isDecoded: false, header: 'ascii' },
    unreadable: 'ignored',
    outOfRange: 'sends-nothing',
  }),
  ...buildOtlpRules('TIMEOUT', { form: buildWholeNumber(1), unreadable: 'ignored' }),
  ...buildOtlpRules('COMPRESSION', {
    form: { kind: 'word', words: ['gzip', 'none'] },
    unreadable: 'ignored',
  }),
  {
    variables: ['OTEL_RESOURCE_ATTRIBUTES'],
    form: { kind: 'pairs', isDecoded: false },
    unreadable: 'ignored',
  },
  {
    variables: ['OTEL_BSP_SCHEDULE_DELAY', ...BATCH_SIZES],
    form: buildWholeNumber(1),
    unreadable: 'ignored',
    outOfRange: 'stops',
  },
  {
    variables: ['OTEL_BSP_EXPORT_TIMEOUT'],
    form: buildWholeNumber(0),
    unreadable: 'ignored',
    outOfRange: 'stops',
  },
  ...buildBatchOrder('stops', {
    variable: 'OTEL_TRACES_EXPORTER',
    words: ['otlp', 'zipkin'],
    isDefault: true,
  }),
  { variables: SPAN_LIMITS, form: buildWholeNumber(0), unreadable: 'ignored' },
  {
    variables: ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE'],
    form: { kind: 'word', words: [] },
    allowed: `no value without ${READS_FILES}=true`,
    unreadable: 'ignored',
    when: { variable: READS_FILES, words: ['false'], isDefault: true },
  },
];

/** What is fixed for dotnet. */
export const dotnetAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['dotnet-container-names'],
  hints: [DOTNET_RUNTIME],
  files: {
    image: AGENT_IMAGES.dotnet.image,
    requests: { cpu: '50m', memory: '128Mi' },
    size: 200 * MEBIBYTE,
    lastBreak: '1.3.0',
    architectures: ARCHITECTURES.two,
  },
  memory: {
    // Nobody has measured with how little it runs.
    least: undefined,
    // The memory of such a tracer, and more than as much again for the runtime and the program.
    ample: 128 * MEBIBYTE,
    share: 50 * MEBIBYTE,
    source:
      'https://github.com/DataDog/dd-trace-dotnet/issues/634: 30 to 50 MB are expected of a tracer that is a CLR profiler, as this agent is',
  },
  runtime: {
    loadedBy: ['DOTNET_STARTUP_HOOKS', 'CORECLR_ENABLE_PROFILING'],
    musl: { hint: DOTNET_RUNTIME, word: 'linux-musl-x64' },
    source: 'https://github.com/open-telemetry/opentelemetry-dotnet-instrumentation/issues/2658',
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: EXPORTERS,
    protocols: ['http/protobuf'],
    samplers: BASIC_SAMPLERS,
    propagators: BASIC_PROPAGATORS,
    access: ACCESS,
    source:
      'opentelemetry-dotnet-instrumentation 1.16.0, and what became 1.17.0 as of 2026-08-20: docs/config.md; gRPC only where the program itself ships Grpc.Net.Client',
  },
  variables: DOTNET_VARIABLES,
  switches: [
    ...buildSdkSwitches({
      disabled: 'trimmed',
      sampler: 'any-case',
      printers: ['console'],
      none: 'adds-nothing',
    }),
    {
      // https://learn.microsoft.com/en-us/dotnet/core/runtime-config/debugging-profiling
      variables: [
        'DOTNET_EnableDiagnostics',
        'DOTNET_EnableDiagnostics_Profiler',
        'COMPlus_EnableDiagnostics',
        'COMPlus_EnableDiagnostics_Profiler',
      ],
      values: { kind: 'zero', base: 16, isTextZero: false },
      effect: 'keeps the runtime from loading the profiler',
    },
    {
      variables: ['CORECLR_ENABLE_PROFILING'],
      values: { kind: 'zero', base: 16, isTextZero: true },
      effect: 'keeps the runtime from loading the profiler',
    },
    {
      variables: ['OTEL_DOTNET_AUTO_TRACES_ENABLED'],
      values: { kind: 'word', words: ['false'], reading: 'trimmed' },
      effect: 'switches traces off',
    },
    {
      variables: [
        'OTEL_DOTNET_AUTO_TRACES_INSTRUMENTATION_ENABLED',
        'OTEL_DOTNET_AUTO_INSTRUMENTATION_ENABLED',
      ],
      values: { kind: 'word', words: ['false'], reading: 'trimmed' },
      effect: 'switches off all instrumentations that are not switched on by name',
      unless: {
        beginning: 'OTEL_DOTNET_AUTO_TRACES_',
        end: '_INSTRUMENTATION_ENABLED',
        excluded: [],
        names: [
          'OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_SOURCES',
          'OTEL_DOTNET_AUTO_TRACES_ADDITIONAL_LEGACY_SOURCES',
        ],
      },
    },
    {
      // https://github.com/open-telemetry/opentelemetry-dotnet-instrumentation/blob/main/docs/config.md#global-settings
      variables: ['OTEL_DOTNET_AUTO_EXCLUDE_PROCESSES'],
      values: { kind: 'list', words: ['dotnet'], place: 'anywhere' },
      effect: 'keeps the profiler out of programs that are started with dotnet',
    },
    {
      variables: ['OTEL_DOTNET_AUTO_SETUP_SDK'],
      values: { kind: 'word', words: ['false'], reading: 'trimmed' },
      effect: 'leaves the setup of the SDK to the program',
    },
    {
      variables: [READS_FILES],
      values: { kind: 'word', words: ['true'], reading: 'trimmed' },
      effect: READS_FILE,
    },
  ],
  isPortFollowed: false,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-dotnet'],
  hasOperatorFlag: true,
};
