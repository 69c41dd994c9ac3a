import type { ReasonDefinition } from './reason.js';

/** Reasons about a pod as a whole, and about its limits. */
export const POD_REASONS = {
  injected: { kind: 'notice', summary: 'Injected.', remedy: 'Nothing to do.' },
  'opted-out': {
    kind: 'refusal',
    summary: 'The label tracing.dokaseca.io/inject: disabled stands on the pod or its namespace.',
    remedy: 'Remove the label from the pod or the namespace.',
  },
  'injected-by-operator': {
    kind: 'refusal',
    summary: 'The pod carries the marks of an injection by the OpenTelemetry Operator.',
    remedy: 'Nothing, or switch the Operator’s injection off.',
  },
  'pod-malformed': {
    kind: 'refusal',
    summary:
      'A part of the pod that has to be read is not of the type that Kubernetes asks for, or larger than it allows.',
    remedy: 'Correct the field that the message names; the API server refuses the pod as it is.',
  },
  'windows-unsupported': {
    kind: 'refusal',
    summary: 'The pod runs on Windows; the agent images hold Linux builds.',
    remedy: 'Remove the annotation from Windows workloads.',
  },
  'static-pod': {
    kind: 'refusal',
    summary:
      'The pod is a static or mirror pod; the kubelet runs it from a file, not from what the API server holds.',
    remedy: 'Instrument it in its manifest file.',
  },
  'platform-invalid': {
    kind: 'refusal',
    summary: 'The TracingPlatform is invalid and there is no earlier good one.',
    remedy: 'Correct the TracingPlatform; the log names the field and what is allowed.',
  },
  'namespace-unknown': {
    kind: 'notice',
    summary:
      'The Namespace has not been seen yet, so it is treated as having no annotations and enforcing Pod Security restricted.',
    remedy: 'Add the Namespace to the context; pods that are created after that see it.',
  },
  'internal-error': {
    kind: 'refusal',
    summary: 'The engine failed on this pod; it was admitted unchanged.',
    remedy: 'Report the pod with the log line.',
  },
  overloaded: {
    kind: 'refusal',
    summary: 'The webhook was overloaded; the pod was admitted unchanged.',
    remedy: 'Raise the replicas or the CPU of the webhook.',
  },
  'too-large': {
    kind: 'refusal',
    summary:
      'The pod asks for more than is worked on for one pod, or than it can hold: others must not wait for it, and it must still fit into etcd and start its programs.',
    remedy:
      'Name fewer containers, or shorten the annotations, the variable, the Instrumentation or the LimitRange that the message names.',
  },
  'pod-security': {
    kind: 'refusal',
    summary: 'The Pod Security level of the namespace, or OpenShift, does not allow what the language needs.',
    remedy:
      'For Go, use a namespace that enforces privileged, and on OpenShift set the annotation openshift.io/required-scc: privileged; else correct initContainerSecurityContext in the Instrumentation.',
  },
  'security-context-constrained': {
    kind: 'notice',
    summary:
      'On OpenShift, what initContainerSecurityContext says of the user and of profiles is left out, as SecurityContextConstraints decide it for each pod.',
    remedy: 'Nothing, or remove these fields from the Instrumentation.',
  },
  'uid-unknown': {
    kind: 'refusal',
    summary: 'Only its image says which user an added container has, and root is not allowed.',
    remedy:
      'Set runAsUser on the container or the pod, or in initContainerSecurityContext of the Instrumentation if that is set.',
  },
  'shell-missing': {
    kind: 'refusal',
    summary:
      'The image of the web server has no shell, and one is needed to copy the server’s configuration.',
    remedy:
      'Use an image with a shell, such as a -dev tag; or set the annotation otel-web-server-shell to "true" if it has one.',
  },
  'module-doubtful': {
    kind: 'notice',
    summary:
      'By the name of its image the web server is one that the module does not fit; then the server runs without it, and the log of the init container says why.',
    remedy:
      'Set configPath or configFile in the Instrumentation to where the image has its configuration, or use an image with glibc, of a version that the message names.',
  },
  'web-server-limited': {
    kind: 'notice',
    summary: 'The module of the web server cannot do what a variable or the Instrumentation asks for.',
    remedy: 'Send to a Collector, and let it sample, add headers and use TLS.',
  },
  'secret-not-mountable': {
    kind: 'refusal',
    summary:
      'The pod’s ServiceAccount holds pods to Secrets that it lists (kubernetes.io/enforce-mountable-secrets), and one that is needed is not among them.',
    remedy:
      'List the Secret under secrets or imagePullSecrets of the ServiceAccount. A webhook without --watch-service-accounts does not see that: if the annotation stands on the pod or its namespace to tell it, remove it there once the Secret is listed.',
  },
  'pull-secrets-replaced': {
    kind: 'notice',
    summary:
      'The pod names no pull secret, so with the platform’s on it those of its ServiceAccount are not added any more.',
    remedy: 'Give inject the ServiceAccount with --context, or name its pull secrets in the pod.',
  },
  resources: {
    kind: 'refusal',
    summary:
      'The resources that the language needs would change the pod’s quality-of-service class or break a LimitRange.',
    remedy: 'Set resources for the agent in the Instrumentation.',
  },
  'resources-adjusted': {
    kind: 'notice',
    summary:
      'The Instrumentation writes resources that would change the pod’s quality-of-service class or break a LimitRange; the added container has others, or none.',
    remedy: 'Nothing to do; or write resources that fit the pod, or give the pod some.',
  },
  'ephemeral-storage': {
    kind: 'refusal',
    summary: 'A container’s ephemeral-storage limit is below the size of the agent.',
    remedy: 'Raise the limit, or set volumeClaimTemplate in the Instrumentation.',
  },
  'memory-limit': {
    kind: 'refusal',
    summary:
      'The memory limit of the container is below what a program needs with the agent, so it would be killed.',
    remedy:
      'Raise the limit that the message names, or write another one into the container. Where the program is known to run, set the annotation tracing.dokaseca.io/memory-check: "false".',
  },
  'memory-tight': {
    kind: 'notice',
    summary: 'The memory limit of the container leaves little to the program beside the agent.',
    remedy: 'Raise the limit, or set the annotation tracing.dokaseca.io/memory-check: "false".',
  },
  'copy-slow': {
    kind: 'notice',
    summary:
      'The container that copies the agent has no more CPU than the pod itself, and that is so little that copying may take a minute.',
    remedy: 'Raise the CPU limit of the container, or set resources for the agent in the Instrumentation.',
  },
  'process-namespace': {
    kind: 'refusal',
    summary: 'Go needs to see the processes of the other containers, which the pod rules out.',
    remedy: 'Remove shareProcessNamespace: false.',
  },
  'user-namespace': {
    kind: 'refusal',
    summary: 'The pod is in a user namespace of its own, where the agent of Go has no rights on the node.',
    remedy: 'Remove hostUsers: false, or instrument the program with the OpenTelemetry SDK.',
  },
  'go-target-missing': {
    kind: 'refusal',
    summary: 'Go needs the path of the executable.',
    remedy: 'Set the annotation instrumentation.opentelemetry.io/otel-go-auto-target-exe.',
  },
  'go-in-job': {
    kind: 'refusal',
    summary: 'The Go agent is a sidecar that never ends, so the Job would never complete.',
    remedy: 'Instrument the program with the OpenTelemetry SDK.',
  },
  'architecture-unsupported': {
    kind: 'refusal',
    summary: 'The pod may only run on nodes of an architecture for which the agent has no build.',
    remedy: 'Run it on amd64 nodes, or set an image that has the build.',
  },
} as const satisfies Readonly<Record<string, ReasonDefinition>>;
