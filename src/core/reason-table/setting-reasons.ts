import type { ReasonDefinition } from './reason.js';

/** Reasons about values: what the container sets, and how traces would go out. */
export const SETTING_REASONS = {
  'setting-invalid': {
    kind: 'refusal',
    summary: 'An annotation or the Instrumentation has a value that the language cannot work with.',
    remedy: 'Use one of the values that the message lists.',
  },
  'user-setting-unsupported': {
    kind: 'refusal',
    summary:
      'The container sets a value with which the agent would not start or send nothing, or the program would fail beside it.',
    remedy: 'Use a value that the message allows, or remove the variable.',
  },
  'user-setting-ignored': {
    kind: 'notice',
    summary:
      'The container sets a value that the agent does not accept and ignores. An agent from another image may do the same.',
    remedy: 'Use a value that the message allows, or remove the variable.',
  },
  'tracing-switched-off': {
    kind: 'notice',
    summary: 'A variable switches tracing off, or makes the agent look elsewhere for its settings.',
    remedy: 'Remove the variable; or remove the annotation if no traces are wanted.',
  },
  'instrumentation-value-unsupported': {
    kind: 'notice',
    summary: 'The Instrumentation sets a value that the agent does not accept.',
    remedy: 'Use a value that the message allows.',
  },
  'options-optional': {
    kind: 'refusal',
    summary:
      'A variable that must be extended, such as NODE_OPTIONS, comes from an optional reference, which may be missing.',
    remedy: 'Set the variable by value. A container may also make its own reference required.',
  },
  'reference-optional': {
    kind: 'notice',
    summary:
      'The traces need a Secret or ConfigMap. The pod also starts without it; if it is missing, only the traces are lost.',
    remedy: 'Make sure that it exists in the namespace of the pod. inject knows the ConfigMaps of --context.',
  },
  'variable-conflict': {
    kind: 'refusal',
    summary: 'The container already has a variable with a name that injection needs.',
    remedy: 'Rename the variable.',
  },
  'name-conflict': {
    kind: 'refusal',
    summary: 'The pod already has a volume or container with a name that injection needs.',
    remedy: 'Rename the volume or container.',
  },
  'mount-conflict': {
    kind: 'refusal',
    summary: 'Something is already mounted at a path that injection needs.',
    remedy: 'Mount it elsewhere.',
  },
  'variables-may-be-hidden': {
    kind: 'notice',
    summary:
      'The container takes variables from a source that is not read; a variable of the same name there is overridden.',
    remedy:
      'Set OTEL and options variables in env, or give the ConfigMap with the context (--context). A Secret is never read.',
  },
  'agent-conflict': {
    kind: 'notice',
    summary:
      'The command of the container, or a variable such as JAVA_TOOL_OPTIONS or NODE_OPTIONS, loads another agent already.',
    remedy: 'Remove one of the two agents if traces double or the start fails.',
  },
  'endpoint-protocol-mismatch': {
    kind: 'notice',
    summary:
      'The agent does not speak the protocol that is asked for, or that belongs to the endpoint’s port.',
    remedy: 'Use port 4318 for http/protobuf, 4317 for gRPC.',
  },
  'endpoint-port-adjusted': {
    kind: 'notice',
    summary:
      'The port of the Instrumentation’s endpoint was changed to the one of a protocol that the agent speaks.',
    remedy: 'Nothing, or write that port in the Instrumentation.',
  },
  'endpoint-qualified': {
    kind: 'notice',
    summary: 'The short name of the Collector’s Service was completed with its namespace.',
    remedy: 'Nothing, or write the whole name in the Instrumentation.',
  },
  'endpoint-completed': {
    kind: 'notice',
    summary: 'The endpoint of the Instrumentation was completed to what was meant.',
    remedy: 'Nothing, or write it like that in the Instrumentation.',
  },
  'endpoint-doubtful': {
    kind: 'notice',
    summary: 'The endpoint is unlikely to be an OTLP receiver.',
    remedy: 'Correct the endpoint, or remove it to use the platform’s.',
  },
  'endpoint-missing': {
    kind: 'notice',
    summary: 'No endpoint is set and there is no TracingPlatform; the agent uses its own default, localhost.',
    remedy: 'Set spec.exporter.endpoint in the Instrumentation.',
  },
  'protocol-unsupported': {
    kind: 'refusal',
    summary: 'The destination of the traces accepts no format that the agent can send.',
    remedy: 'Route through the Collector, or pick another backend.',
  },
  'access-unsupported': {
    kind: 'refusal',
    summary: 'The backend needs headers or certificates, which cannot be configured in the agent.',
    remedy:
      'Route through the Collector, or pick another backend. Through the Collector, give the backend one fixed tenant.',
  },
  'endpoint-shared': {
    kind: 'notice',
    summary:
      'Two languages on one container have Instrumentations with different endpoints; the traces of both go to the first one.',
    remedy: 'Give both Instrumentations the same endpoint, or put the languages on different containers.',
  },
  'languages-conflict': {
    kind: 'refusal',
    summary:
      'Two languages on one container need different values of one variable; the later one is left out.',
    remedy: 'Put the languages on different containers, or ask for one of them.',
  },
  'exporter-unsupported': {
    kind: 'notice',
    summary: 'The Instrumentation asks for an exporter that the agent does not have.',
    remedy: 'Use otlp, and let the Collector translate.',
  },
  'propagator-dropped': {
    kind: 'notice',
    summary: 'A propagator that the agent does not have was left out.',
    remedy: 'Remove it from the Instrumentation, or from the platform’s list.',
  },
  'propagator-unsupported': {
    kind: 'notice',
    summary: 'The Instrumentation asks for a propagator that the agent does not have.',
    remedy: 'Remove it from the Instrumentation.',
  },
  'sampler-unsupported': {
    kind: 'notice',
    summary: 'The Instrumentation asks for a sampler, or an argument of it, that the agent does not accept.',
    remedy: 'Use one that the message lists.',
  },
  'head-thins-tail': {
    kind: 'notice',
    summary:
      'The Instrumentation makes the agent drop traces, so the Collector’s sampling sees only the rest.',
    remedy: 'Remove the sampler from the Instrumentation.',
  },
  'dns-unreachable': {
    kind: 'refusal',
    summary:
      'The pod uses the node’s DNS (hostNetwork: true or dnsPolicy: Default), which does not know the Service that traces would go to.',
    remedy:
      'Set dnsPolicy: ClusterFirstWithHostNet, or collector.topology: agent with nodeAddress: host-ip in the TracingPlatform.',
  },
  'dns-may-not-resolve': {
    kind: 'notice',
    summary:
      'The pod uses the node’s DNS (hostNetwork: true or dnsPolicy: Default), which may not know the Service that the endpoint names.',
    remedy:
      'Set dnsPolicy: ClusterFirstWithHostNet, or collector.topology: agent with nodeAddress: host-ip in the TracingPlatform.',
  },
} as const satisfies Readonly<Record<string, ReasonDefinition>>;
