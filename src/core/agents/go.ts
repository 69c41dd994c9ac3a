import { ACCESS, BASIC_SAMPLERS, FORMER_EXPORTERS, UNKNOWN_TO_JAVA, type Agent } from './agent.js';

/** What is fixed for Go, whose agent runs in a privileged sidecar. */
export const goAgent: Agent = {
  isDefault: false,
  containerNameKeys: ['go-container-names'],
  files: {
    image: 'ghcr.io/open-telemetry/opentelemetry-go-instrumentation/autoinstrumentation-go:v0.24.0',
    requests: { cpu: '50m', memory: '64Mi' },
    size: 0,
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: ['otlp'],
    protocols: ['http/protobuf', 'grpc'],
    samplers: BASIC_SAMPLERS,
    propagators: ['tracecontext'],
    access: ACCESS,
    fatal: {
      OTEL_TRACES_EXPORTER: ['zipkin', 'logging', ...FORMER_EXPORTERS],
      OTEL_EXPORTER_OTLP_PROTOCOL: ['http/json'],
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ['http/json'],
      OTEL_TRACES_SAMPLER: ['jaeger_remote', 'parentbased_jaeger_remote', ...UNKNOWN_TO_JAVA],
    },
    source:
      'go.opentelemetry.io/auto v0.24.0: sampling.go:23-31,232-276, cli/main.go:132-181, internal/include/trace/span_context.h (traceparent only, OTEL_PROPAGATORS is not read); contrib/exporters/autoexport v0.65.0: spans.go:71-98; a bad value ends the agent',
  },
  isPortFollowed: true,
  isForInitContainers: false,
  markers: [],
  hasOperatorFlag: true,
};
