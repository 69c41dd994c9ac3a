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
import { PROPAGATORS } from '../domain.js';
import { AGENT_IMAGES } from '../agent-images.js';
import { ACCESS, BASIC_SAMPLERS, MEBIBYTE, type Agent, type ChoiceHint, ARCHITECTURES } from './agent.js';

/** Which C library the program is linked to. */
export const PYTHON_PLATFORM: ChoiceHint<'glibc' | 'musl'> = {
  key: 'otel-python-platform',
  allowed: ['glibc', 'musl'],
  fallback: 'glibc',
};

const SPAN_EXPORTERS = ['otlp', 'otlp_proto_http', 'console'];
const HTTP_PROTOBUF = { kind: 'word', words: ['http/protobuf'], reading: 'trimmed' } as const;

/** URLs that are left out: of all, and of the frameworks that serve them. */
const EXCLUDED_URLS = [
  'OTEL_PYTHON_EXCLUDED_URLS',
  ...['DJANGO', 'FALCON', 'FASTAPI', 'FLASK', 'PYRAMID', 'STARLETTE', 'TORNADO'].map(
    (framework) => `OTEL_PYTHON_${framework}_EXCLUDED_URLS`,
  ),
];
/** Of clients every URL may be meant. */
const EXCLUDED_CALLS = ['AIOHTTP_CLIENT', 'HTTPX', 'REQUESTS', 'URLLIB', 'URLLIB3'].map(
  (client) => `OTEL_PYTHON_${client}_EXCLUDED_URLS`,
);

/**
 * What the distribution refuses ends the start of the agent, and the program runs without it; what is read with a
 * default is logged. Names of samplers, propagators and exporters are entry points of installed packages.
 */
const PYTHON_VARIABLES: readonly VariableRule[] = [
  {
    variables: ['OTEL_TRACES_SAMPLER'],
    form: { kind: 'word', words: BASIC_SAMPLERS, reading: 'either' },
    unreadable: 'ignored',
  },
  { ...RATIO_RULE, unreadable: 'ignored' },
  {
    variables: ['OTEL_PROPAGATORS'],
    form: {
      kind: 'words',
      words: ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'xray', 'ottrace', 'none'],
      alone: [],
      isUnique: false,
    },
    unreadable: 'stops',
  },
  {
    variables: ['OTEL_TRACES_EXPORTER'],
    form: { kind: 'words', words: SPAN_EXPORTERS, alone: ['none'], isUnique: false },
    unreadable: 'stops',
    empty: 'sends-nothing',
  },
  {
    variables: ['OTEL_METRICS_EXPORTER'],
    form: { kind: 'words', words: [...SPAN_EXPORTERS, 'prometheus'], alone: ['none'], isUnique: false },
    unreadable: 'stops',
  },
  {
    variables: ['OTEL_LOGS_EXPORTER'],
    form: { kind: 'words', words: SPAN_EXPORTERS, alone: ['none'], isUnique: false },
    unreadable: 'stops',
  },
  {
    variables: ['OTEL_PYTHON_ID_GENERATOR'],
    form: { kind: 'word', words: ['random'] },
    unreadable: 'stops',
    empty: 'stops',
  },
  // The agent sets nothing up where none of its own has the name.
  {
    variables: ['OTEL_PYTHON_CONFIGURATOR'],
    form: { kind: 'word', words: ['configurator'] },
    unreadable: 'sends-nothing',
    empty: 'sends-nothing',
  },
  ...buildOtlpRules('PROTOCOL', { form: HTTP_PROTOBUF, unreadable: 'stops', emptyForAll: 'stops' }),
  ...buildOtlpRules('ENDPOINT', {
    form: { kind: 'url' },
    unreadable: 'sends-nothing',
    emptyForAll: 'sends-nothing',
  }),
  ...buildOtlpRules('HEADERS', {
    form: { kind: 'pairs', isDecoded: false, header: 'one-byte' },
    unreadable: 'ignored',
  }),
  ...buildOtlpRules('TIMEOUT', {
    form: { kind: 'number', from: 1, to: Infinity, isWhole: false },
    unreadable: 'ignored',
    outOfRange: 'sends-nothing',
  }),
  ...buildOtlpRules('COMPRESSION', {
    form: { kind: 'word', words: ['gzip', 'deflate', 'none'], reading: 'both' },
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
  ...buildBatchOrder('stops', { variable: 'OTEL_TRACES_EXPORTER', words: SPAN_EXPORTERS, isDefault: true }),
  { variables: ['OTEL_BSP_EXPORT_TIMEOUT'], form: buildWholeNumber(0), unreadable: 'ignored' },
  { variables: SPAN_LIMITS, form: buildWholeNumber(0), unreadable: 'stops' },
  {
    variables: ['OTEL_EXPERIMENTAL_CONFIG_FILE'],
    form: { kind: 'word', words: [] },
    allowed: 'no value, as the agent does not read it',
    unreadable: 'ignored',
  },
  {
    variables: ['OTEL_CONFIG_FILE'],
    form: { kind: 'word', words: [] },
    allowed: 'no value, as the image of the agent has no package that reads such a file',
    unreadable: 'stops',
  },
];

/** What is fixed for python. */
export const pythonAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['python-container-names'],
  hints: [PYTHON_PLATFORM],
  files: {
    image: AGENT_IMAGES.python.image,
    requests: { cpu: '50m', memory: '64Mi' },
    size: 128 * MEBIBYTE,
    architectures: ARCHITECTURES.four,
  },
  memory: {
    least: 48 * MEBIBYTE,
    ample: 64 * MEBIBYTE,
    share: 32 * MEBIBYTE,
    source: 'npm run bench:memory, opentelemetry-python 1.45.1 on Python 3.11.7',
  },
  runtime: {
    loadedBy: ['PYTHONPATH'],
    // An older one does not load the agent, and gets its copies of libraries such as urllib3, which it cannot read.
    library: { name: 'python', oldest: '3.10' },
    musl: { hint: PYTHON_PLATFORM, word: 'musl' },
    source: 'opentelemetry-api 1.44.0: Requires-Python; the agent on Python 3.6 to 3.13',
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: ['otlp'],
    protocols: ['http/protobuf'],
    samplers: BASIC_SAMPLERS,
    propagators: PROPAGATORS,
    access: ACCESS,
    source:
      'autoinstrumentation-python 0.65b0: requirements.txt has opentelemetry-exporter-otlp-proto-http only; opentelemetry-distro 0.66b1: a bad value is a RuntimeError',
  },
  variables: PYTHON_VARIABLES,
  switches: [
    ...buildSdkSwitches({
      disabled: 'trimmed',
      sampler: 'trimmed',
      printers: ['console'],
      none: 'adds-nothing',
    }),
    {
      variables: ['OTEL_PYTHON_DISABLED_INSTRUMENTATIONS'],
      values: { kind: 'list', words: ['*'], place: 'anywhere' },
      effect: 'switches all instrumentations off',
    },
    {
      variables: ['OTEL_METRICS_EXEMPLAR_FILTER'],
      values: {
        kind: 'lacking',
        words: ['trace_based', 'always_on', 'always_off'],
        isTrimmed: false,
        isEmptyLacking: true,
      },
      effect: 'makes the agent give up its instrumentations, as there is no such filter',
    },
    {
      variables: [...EXCLUDED_URLS, ...EXCLUDED_CALLS],
      values: { kind: 'patterns', fault: 'broken' },
      effect:
        'makes the agent give up its instrumentations, as an entry is no regular expression: write .* for any text',
    },
    {
      variables: EXCLUDED_URLS,
      values: { kind: 'patterns', fault: 'empty' },
      effect: 'makes the instrumentations leave out every URL, as an entry is empty',
    },
  ],
  isPortFollowed: false,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-python'],
  hasOperatorFlag: true,
};
