import type { ReasonDefinition } from './reason.js';

/** Reasons about a pod as a whole, and about its limits. */
export const POD_REASONS = {
  injected: { kind: 'notice', says: 'Injected.', mend: 'Nothing to do.' },
  'opted-out': {
    kind: 'refusal',
    says: 'The label tracing.dokaseca.io/inject: disabled stands on the pod or its namespace.',
    mend: 'Remove the label from the pod or the namespace.',
  },
  'injected-by-operator': {
    kind: 'refusal',
    says: 'The pod carries the marks of an injection by the OpenTelemetry Operator.',
    mend: 'Nothing, or switch the Operator’s injection off.',
  },
  'pod-malformed': {
    kind: 'refusal',
    says: 'A part of the pod that has to be read is not of the type that Kubernetes asks for, or larger than it allows.',
    mend: 'Correct the pod; the API server refuses it as it is.',
  },
  'windows-unsupported': {
    kind: 'refusal',
    says: 'The pod runs on Windows; the agent images hold Linux builds.',
    mend: 'Remove the annotation from Windows workloads.',
  },
  'static-pod': {
    kind: 'refusal',
    says: 'The pod is a static or mirror pod; the kubelet runs it from a file, not from what the API server holds.',
    mend: 'Instrument it in its manifest file.',
  },
  'platform-invalid': {
    kind: 'refusal',
    says: 'The TracingPlatform is invalid and there is no earlier good one.',
    mend: 'Correct the TracingPlatform; the log names the field and what is allowed.',
  },
  'namespace-unknown': {
    kind: 'notice',
    says: 'The Namespace has not been seen yet, so it is treated as having no annotations and enforcing Pod Security restricted.',
    mend: 'Add the Namespace to the context; pods that are created after that see it.',
  },
  'internal-error': {
    kind: 'refusal',
    says: 'The engine failed on this pod; it was admitted unchanged.',
    mend: 'Report the pod with the log line.',
  },
  overloaded: {
    kind: 'refusal',
    says: 'The webhook was overloaded; the pod was admitted unchanged.',
    mend: 'Raise the replicas or the CPU of the webhook.',
  },
  'too-large': {
    kind: 'refusal',
    says: 'The pod asks for more than is worked on for one pod, so that it cannot hold up the others.',
    mend: 'Name fewer containers, or shorten the annotations, the variable, the Instrumentation or the LimitRange that the message names.',
  },
  'pod-security': {
    kind: 'refusal',
    says: 'The Pod Security level of the namespace does not allow what the language needs.',
    mend: 'For Go, use a namespace that enforces privileged; else correct initContainerSecurityContext in the Instrumentation.',
  },
  'uid-unknown': {
    kind: 'refusal',
    says: 'The web server’s user is set in its image only, and a non-root user is required.',
    mend: 'Set runAsUser on the container or the pod.',
  },
  resources: {
    kind: 'refusal',
    says: 'The resources that the language needs would change the pod’s quality-of-service class or break a LimitRange.',
    mend: 'Set resources for the agent in the Instrumentation.',
  },
  'ephemeral-storage': {
    kind: 'refusal',
    says: 'A container’s ephemeral-storage limit is below the size of the agent.',
    mend: 'Raise the limit, or set volumeClaimTemplate in the Instrumentation.',
  },
  'process-namespace': {
    kind: 'refusal',
    says: 'Go needs to see the processes of the other containers, which the pod rules out.',
    mend: 'Remove shareProcessNamespace: false.',
  },
  'go-target-missing': {
    kind: 'refusal',
    says: 'Go needs the path of the executable.',
    mend: 'Set the annotation instrumentation.opentelemetry.io/otel-go-auto-target-exe.',
  },
  'go-in-job': {
    kind: 'refusal',
    says: 'The Go agent is a sidecar that never ends, so the Job would never complete.',
    mend: 'Instrument the program with the OpenTelemetry SDK.',
  },
  'architecture-unsupported': {
    kind: 'refusal',
    says: 'The pod may only run on nodes of an architecture for which the agent has no build.',
    mend: 'Run it on amd64 nodes, or set an image that has the build.',
  },
} as const satisfies Readonly<Record<string, ReasonDefinition>>;
