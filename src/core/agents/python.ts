import { PROPAGATORS } from '../domain.js';
import { ACCESS, BASIC_SAMPLERS, FORMER_EXPORTERS, MEBIBYTE, OPERATOR_IMAGES, type Agent } from './agent.js';

/** What is fixed for python. */
export const pythonAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['python-container-names'],
  files: {
    image: `${OPERATOR_IMAGES}/autoinstrumentation-python:0.64b0`,
    requests: { cpu: '50m', memory: '64Mi' },
    size: 128 * MEBIBYTE,
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: ['otlp'],
    protocols: ['http/protobuf'],
    samplers: BASIC_SAMPLERS,
    propagators: PROPAGATORS,
    access: ACCESS,
    fatal: {
      OTEL_TRACES_EXPORTER: ['zipkin', ...FORMER_EXPORTERS],
      OTEL_EXPORTER_OTLP_PROTOCOL: ['grpc', 'http/json'],
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ['grpc', 'http/json'],
    },
    source:
      'autoinstrumentation-python 0.64b0: requirements.txt has opentelemetry-exporter-otlp-proto-http only; a bad value is a RuntimeError',
  },
  isPortFollowed: false,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-python'],
  hasOperatorFlag: true,
};
