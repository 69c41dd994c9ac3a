import { EXPORTERS } from '../domain.js';
import { ACCESS, BASIC_PROPAGATORS, BASIC_SAMPLERS, MEBIBYTE, OPERATOR_IMAGES, type Agent } from './agent.js';

/** What is fixed for dotnet. */
export const dotnetAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['dotnet-container-names'],
  files: {
    image: `${OPERATOR_IMAGES}/autoinstrumentation-dotnet:1.16.0`,
    requests: { cpu: '50m', memory: '128Mi' },
    size: 200 * MEBIBYTE,
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: EXPORTERS,
    protocols: ['http/protobuf'],
    samplers: BASIC_SAMPLERS,
    propagators: BASIC_PROPAGATORS,
    access: ACCESS,
    fatal: {},
    source:
      'opentelemetry-dotnet-instrumentation 1.16.0: docs/config.md; gRPC only where the program itself ships Grpc.Net.Client',
  },
  isPortFollowed: false,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-dotnet'],
  hasOperatorFlag: true,
};
