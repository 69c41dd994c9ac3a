import {
  BATCH_SIZES,
  BATCH_TIMES,
  buildOtlpRules,
  buildWholeNumber,
  RATIO_RULE,
  SPAN_LIMITS,
  type VariableRule,
} from './variable-rule.js';
import type { InstrumentationList } from './instrumentation-list.js';
import { buildSdkSwitches, LEAVES_NAMES_OUT } from './tracing-switch.js';
import { EXPORTERS } from '../domain.js';
import { AGENT_IMAGES } from '../agent-images.js';
import {
  ACCESS,
  BASIC_PROPAGATORS,
  BASIC_SAMPLERS,
  MEBIBYTE,
  type Agent,
  ARCHITECTURES,
  type ChoiceHint,
} from './agent.js';

const OTHER_EXPORTERS = ['otlp', 'console', 'none'];

/** The SDK starts with any value. What it does not take it logs as a diagnostic, and goes on with its default. */
const NODE_VARIABLES: readonly VariableRule[] = [
  {
    variables: ['OTEL_TRACES_SAMPLER'],
    form: { kind: 'word', words: BASIC_SAMPLERS },
    unreadable: 'ignored',
  },
  { ...RATIO_RULE, unreadable: 'ignored' },
  {
    variables: ['OTEL_PROPAGATORS'],
    form: {
      kind: 'words',
      words: ['tracecontext', 'baggage', 'b3', 'b3multi', 'jaeger', 'none'],
      alone: [],
      isUnique: false,
    },
    unreadable: 'ignored',
  },
  {
    variables: ['OTEL_TRACES_EXPORTER'],
    form: { kind: 'words', words: ['otlp', 'zipkin', 'console', 'none'], alone: [], isUnique: false },
    unreadable: 'sends-nothing',
    outOfRange: 'ignored',
  },
  {
    variables: ['OTEL_METRICS_EXPORTER'],
    form: { kind: 'words', words: [...OTHER_EXPORTERS, 'prometheus'], alone: [], isUnique: false },
    unreadable: 'ignored',
  },
  {
    variables: ['OTEL_LOGS_EXPORTER'],
    form: { kind: 'words', words: OTHER_EXPORTERS, alone: [], isUnique: false },
    unreadable: 'ignored',
  },
  ...buildOtlpRules('PROTOCOL', {
    form: { kind: 'word', words: ['grpc', 'http/protobuf', 'http/json'] },
    unreadable: 'ignored',
  }),
  // One for a signal that is no URL makes room for the one for all.
  ...buildOtlpRules('ENDPOINT', {
    form: { kind: 'url' },
    unreadable: 'ignored',
    outOfRange: 'sends-nothing',
    unreadableForAll: 'sends-nothing',
    emptyForAll: 'sends-nothing',
  }),
  ...buildOtlpRules('HEADERS', {
    form: { kind: 'pairs', isDecoded: false, header: 'one-byte' },
    unreadable: 'ignored',
    outOfRange: 'sends-nothing',
  }),
  ...buildOtlpRules('TIMEOUT', {
    form: { kind: 'number', from: 1, to: Infinity, isWhole: false },
    unreadable: 'ignored',
  }),
  ...buildOtlpRules('COMPRESSION', {
    form: { kind: 'word', words: ['gzip', 'none'] },
    unreadable: 'ignored',
  }),
  {
    variables: ['OTEL_RESOURCE_ATTRIBUTES'],
    form: { kind: 'pairs', isDecoded: true },
    unreadable: 'ignored',
  },
  { variables: BATCH_TIMES, form: buildWholeNumber(0), unreadable: 'ignored' },
  { variables: BATCH_SIZES, form: buildWholeNumber(1), unreadable: 'ignored' },
  { variables: SPAN_LIMITS, form: buildWholeNumber(0), unreadable: 'ignored' },
  {
    variables: ['OTEL_EXPORTER_ZIPKIN_ENDPOINT'],
    form: { kind: 'url' },
    unreadable: 'sends-nothing',
    empty: 'sends-nothing',
    when: { variable: 'OTEL_TRACES_EXPORTER', words: ['zipkin'], isDefault: false },
  },
  // NodeSDK, with which the image starts, reads no file.
  {
    variables: ['OTEL_CONFIG_FILE', 'OTEL_EXPERIMENTAL_CONFIG_FILE'],
    form: { kind: 'word', words: [] },
    allowed: 'no value, as the agent reads variables only',
    unreadable: 'ignored',
  },
];

/** The agent's own map; the program cannot add to it. An unknown name is logged as a diagnostic, which is off by default. */
const NODE_INSTRUMENTATIONS: InstrumentationList = {
  names: [
    'amqplib',
    'aws-lambda',
    'aws-sdk',
    'bunyan',
    'cassandra-driver',
    'connect',
    'cucumber',
    'dataloader',
    'dns',
    'express',
    'fs',
    'generic-pool',
    'graphql',
    'grpc',
    'hapi',
    'host-metrics',
    'http',
    'ioredis',
    'kafkajs',
    'knex',
    'koa',
    'lru-memoizer',
    'memcached',
    'mongodb',
    'mongoose',
    'mysql2',
    'mysql',
    'nestjs-core',
    'net',
    'openai',
    'oracledb',
    'pg',
    'pino',
    'redis',
    'restify',
    'router',
    'runtime-node',
    'socket.io',
    'tedious',
    'undici',
    'winston',
  ],
  prefix: '@opentelemetry/instrumentation-',
  enabled: 'OTEL_NODE_ENABLED_INSTRUMENTATIONS',
  disabled: 'OTEL_NODE_DISABLED_INSTRUMENTATIONS',
  source:
    '@opentelemetry/auto-instrumentations-node 0.78.0, and the same in 0.81.2: InstrumentationMap in src/utils.ts',
};

/**
 * How the program loads its modules. The agent sees what is required; what is imported it sees by a loader only.
 * https://github.com/open-telemetry/opentelemetry-js/blob/main/doc/esm-support.md
 */
export const NODE_MODULES: ChoiceHint<'commonjs' | 'es'> = {
  key: 'otel-nodejs-modules',
  allowed: ['commonjs', 'es'],
  fallback: 'commonjs',
};

/** The loader, below the agent's folder. Its file comes with the agent, so a pod without it must not have the option. */
export const NODE_LOADER = 'node_modules/@opentelemetry/instrumentation/hook.mjs';

/** What is fixed for nodejs. */
export const nodejsAgent: Agent = {
  isDefault: true,
  containerNameKeys: ['nodejs-container-names'],
  hints: [NODE_MODULES],
  files: {
    image: AGENT_IMAGES.nodejs.image,
    requests: { cpu: '50m', memory: '128Mi' },
    size: 128 * MEBIBYTE,
    architectures: ARCHITECTURES.four,
  },
  memory: {
    least: 48 * MEBIBYTE,
    ample: 64 * MEBIBYTE,
    share: 32 * MEBIBYTE,
    source: 'npm run bench:memory, auto-instrumentations-node 0.81.0 on Node.js 20.20.2',
  },
  runtime: {
    loadedBy: ['NODE_OPTIONS'],
    // 12 and 14 fail at the first file of the agent, 16 bears it.
    library: { name: 'node', oldest: '16' },
    unreached: { images: ['bun'], why: 'Bun does not read NODE_OPTIONS' },
    source:
      'auto-instrumentations-node 0.81.0 on Node.js 12.22, 14.21, 16.20, 18.20 and 22.23, and on Bun 1.3',
  },
  capabilities: {
    configuredBy: 'environment',
    exporters: EXPORTERS,
    protocols: ['http/protobuf', 'grpc', 'http/json'],
    samplers: BASIC_SAMPLERS,
    propagators: [...BASIC_PROPAGATORS, 'jaeger'],
    access: ACCESS,
    source: '@opentelemetry/auto-instrumentations-node 0.78.0: sdk-node; a bad value is logged and replaced',
  },
  variables: NODE_VARIABLES,
  switches: [
    ...buildSdkSwitches({
      disabled: 'trimmed',
      sampler: 'exact',
      printers: ['console'],
      none: 'first-counts',
    }),
    {
      variables: [NODE_INSTRUMENTATIONS.enabled],
      values: { kind: 'list', words: ['none'], place: 'everywhere' },
      effect: 'switches all instrumentations off',
    },
    {
      variables: ['OTEL_NODE_RESOURCE_DETECTORS'],
      values: { kind: 'lacking', words: ['env', 'all'], isTrimmed: false, isEmptyLacking: true },
      effect: LEAVES_NAMES_OUT,
    },
  ],
  instrumentations: NODE_INSTRUMENTATIONS,
  isPortFollowed: true,
  isForInitContainers: true,
  markers: ['opentelemetry-auto-instrumentation-nodejs'],
  hasOperatorFlag: true,
};
