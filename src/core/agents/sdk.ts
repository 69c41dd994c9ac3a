import { buildSdkSwitches } from './tracing-switch.js';
import { PROPAGATORS } from '../domain.js';
import { ACCESS, BASIC_SAMPLERS, type Agent } from './agent.js';

/** What is fixed for a program that brings its own SDK. */
export const sdkAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['sdk-container-names'],
  hints: [],
  files: undefined,
  memory: undefined,
  capabilities: {
    configuredBy: 'unknown-sdk',
    exporters: ['otlp'],
    protocols: ['http/protobuf'],
    samplers: BASIC_SAMPLERS,
    propagators: PROPAGATORS,
    access: ACCESS,
    source: 'the program brings its own SDK; http/protobuf is the default of the OpenTelemetry specification',
  },
  variables: [],
  switches: buildSdkSwitches({
    disabled: 'any-case',
    sampler: 'any-case',
    printers: ['console'],
    none: 'adds-nothing',
  }),
  isPortFollowed: false,
  isForInitContainers: true,
  markers: [],
  // What it does for an SDK it does always.
  hasOperatorFlag: false,
};
