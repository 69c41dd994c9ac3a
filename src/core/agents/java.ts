import { EXPORTERS, PROPAGATORS } from '../domain.js';
import {
  ACCESS,
  BASIC_SAMPLERS,
  FORMER_EXPORTERS,
  MEBIBYTE,
  OPERATOR_IMAGES,
  UNKNOWN_TO_JAVA,
  type Agent,
} from './agent.js';

/** What is fixed for java. */
export const javaAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['java-container-names'],
  files: {
    image: `${OPERATOR_IMAGES}/autoinstrumentation-java:2.30.0`,
    requests: { cpu: '50m', memory: '64Mi' },
    size: 32 * MEBIBYTE,
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: EXPORTERS,
    protocols: ['http/protobuf', 'grpc'],
    samplers: [...BASIC_SAMPLERS, 'jaeger_remote', 'parentbased_jaeger_remote'],
    propagators: PROPAGATORS,
    access: ACCESS,
    fatal: {
      OTEL_TRACES_EXPORTER: FORMER_EXPORTERS,
      OTEL_EXPORTER_OTLP_PROTOCOL: ['http/json'],
      OTEL_EXPORTER_OTLP_TRACES_PROTOCOL: ['http/json'],
      OTEL_TRACES_SAMPLER: UNKNOWN_TO_JAVA,
    },
    source:
      'opentelemetry-javaagent 2.30.0: sdk-extensions/autoconfigure, exporters/otlp OtlpConfigUtil; a bad value is a ConfigurationException',
  },
  isPortFollowed: true,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-java'],
  hasOperatorFlag: true,
};
