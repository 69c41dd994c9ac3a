import { buildOtlpRules, RATIO_RULE, type VariableRule } from './variable-rule.js';
import { buildSdkSwitches } from './tracing-switch.js';
import { AGENT_IMAGES } from '../agent-images.js';
import { ACCESS, BASIC_SAMPLERS, type Agent, type TextHint, ARCHITECTURES } from './agent.js';

/** Which program the agent watches. */
export const GO_TARGET_EXE: TextHint = {
  key: 'otel-go-auto-target-exe',
  meaning: 'the path of the Go program',
  example: '/app',
};

/** A bad value ends the agent, which is a sidecar of its own: the program goes on. */
const GO_VARIABLES: readonly VariableRule[] = [
  {
    variables: ['OTEL_TRACES_SAMPLER'],
    form: { kind: 'word', words: BASIC_SAMPLERS, reading: 'both' },
    unreadable: 'stops',
  },
  { ...RATIO_RULE, unreadable: 'stops' },
  {
    variables: ['OTEL_TRACES_EXPORTER'],
    form: { kind: 'word', words: ['otlp', 'console', 'none'] },
    unreadable: 'stops',
  },
  ...buildOtlpRules('PROTOCOL', {
    form: { kind: 'word', words: ['grpc', 'http/protobuf'] },
    unreadable: 'stops',
  }),
  ...buildOtlpRules('ENDPOINT', { form: { kind: 'url' }, unreadable: 'sends-nothing' }),
  ...buildOtlpRules('HEADERS', {
    form: { kind: 'pairs', isDecoded: true, header: 'text' },
    unreadable: 'ignored',
    outOfRange: 'sends-nothing',
  }),
  {
    variables: ['OTEL_RESOURCE_ATTRIBUTES'],
    form: { kind: 'pairs', isDecoded: true },
    unreadable: 'ignored',
  },
];

/** What is fixed for Go, whose agent runs in a privileged sidecar. */
export const goAgent: Agent = {
  isDefault: false,
  containerNameKeys: ['go-container-names'],
  hints: [GO_TARGET_EXE],
  files: {
    image: AGENT_IMAGES.go.image,
    requests: { cpu: '50m', memory: '64Mi' },
    size: 0,
    architectures: ARCHITECTURES.two,
  },
  memory: undefined,
  capabilities: {
    configuredBy: 'environment',
    exporters: ['otlp'],
    protocols: ['http/protobuf', 'grpc'],
    samplers: BASIC_SAMPLERS,
    propagators: ['tracecontext'],
    access: ACCESS,
    source:
      'go.opentelemetry.io/auto v0.24.0: sampling.go:23-31,232-276, cli/main.go:132-181, internal/include/trace/span_context.h (traceparent only, OTEL_PROPAGATORS is not read); contrib/exporters/autoexport v0.65.0: spans.go:71-98; a bad value ends the agent',
  },
  variables: GO_VARIABLES,
  switches: buildSdkSwitches({
    disabled: 'any-case',
    sampler: 'trimmed',
    printers: ['console'],
    none: 'adds-nothing',
  }).filter(({ variables }) => !variables.includes('OTEL_SDK_DISABLED')),
  isPortFollowed: true,
  isForInitContainers: false,
  markers: [],
  hasOperatorFlag: true,
};
