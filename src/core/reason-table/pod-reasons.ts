import type { ReasonDefinition } from './reason.js';

/** Reasons about a pod as a whole, and about its limits. */
export const POD_REASONS = {
  injected: { kind: 'notice', summary: 'Injected.', remedy: 'Nothing to do.' },
  'opted-out': {
    kind: 'refusal',
    summary: 'The label tracing.dokaseca.io/inject: disabled is on the pod or its namespace.',
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
      'A field of the pod that the webhook has to read has a type that Kubernetes does not allow, or is too large.',
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
      'The pod is a static or mirror pod: the kubelet runs it from a file, so a change in the API server has no effect.',
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
    remedy: 'Add the Namespace to the context. It is used for pods that are created afterwards.',
  },
  'internal-error': {
    kind: 'refusal',
    summary: 'The engine failed on this pod; it was admitted unchanged.',
    remedy: 'Report the pod with the log line.',
  },
  overloaded: {
    kind: 'refusal',
    summary: 'The webhook was overloaded; the pod was admitted unchanged.',
    remedy: 'Give the webhook more replicas or more CPU.',
  },
  'too-large': {
    kind: 'refusal',
    summary:
      'The pod asks for more than the webhook does for one pod, or more than a pod can hold. The limits keep other pods from waiting, and let the pod fit into etcd and start its programs.',
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
      'On OpenShift, the user and the profiles in initContainerSecurityContext are left out, since SecurityContextConstraints decide them for each pod.',
    remedy: 'Nothing, or remove these fields from the Instrumentation.',
  },
  'uid-unknown': {
    kind: 'refusal',
    summary: 'Only the image says which user an added container runs as, and root is not allowed.',
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
      'The name of the web server’s image suggests that the module does not fit. If so, the server runs without it, and the log of the init container says why.',
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
      'The pod’s ServiceAccount allows only the Secrets that it lists (kubernetes.io/enforce-mountable-secrets), and a needed one is not among them.',
    remedy:
      'List the Secret under secrets or imagePullSecrets of the ServiceAccount. A webhook without --watch-service-accounts cannot see the list: if you set the annotation on the pod or its namespace for it, remove the annotation once the Secret is listed.',
  },
  'pull-secrets-replaced': {
    kind: 'notice',
    summary:
      'The pod names no pull secret. Now that it gets the platform’s, Kubernetes no longer adds those of its ServiceAccount.',
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
      'The resources in the Instrumentation would change the pod’s quality-of-service class or break a LimitRange; the added container has others, or none.',
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
      'The memory limit of the container, or that of the pod, is below what programs need with their agents, so they would be killed.',
    remedy:
      'Raise the limit that the message names, or set another one in the container. If the program is known to run with it, set the annotation tracing.dokaseca.io/memory-check: "false".',
  },
  'memory-tight': {
    kind: 'notice',
    summary:
      'The memory limit of the container, or that of the pod, leaves little room for programs next to their agents.',
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
    summary: 'Go needs to see the processes of the other containers, which the pod does not allow.',
    remedy: 'Remove shareProcessNamespace: false.',
  },
  'user-namespace': {
    kind: 'refusal',
    summary: 'The pod has its own user namespace, where the Go agent has no rights on the node.',
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
