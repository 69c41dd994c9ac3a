import { EXPORTERS } from '../domain.js';
import { ACCESS, BASIC_PROPAGATORS, BASIC_SAMPLERS, MEBIBYTE, OPERATOR_IMAGES, type Agent } from './agent.js';

/** What is fixed for nodejs. */
export const nodejsAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['nodejs-container-names'],
  files: {
    image: `${OPERATOR_IMAGES}/autoinstrumentation-nodejs:0.78.0`,
    requests: { cpu: '50m', memory: '128Mi' },
    size: 128 * MEBIBYTE,
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: EXPORTERS,
    protocols: ['http/protobuf', 'grpc', 'http/json'],
    samplers: BASIC_SAMPLERS,
    propagators: [...BASIC_PROPAGATORS, 'jaeger'],
    access: ACCESS,
    fatal: {},
    source: '@opentelemetry/auto-instrumentations-node 0.78.0: sdk-node; a bad value is logged and replaced',
  },
  isPortFollowed: true,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-nodejs'],
  hasOperatorFlag: true,
};
