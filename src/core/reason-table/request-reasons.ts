import type { ReasonDefinition } from './reason.js';

/** Reasons about what was asked, and of which containers. */
export const REQUEST_REASONS = {
  'instrumentation-not-found': {
    kind: 'refusal',
    summary: 'The Instrumentation that the annotation names does not exist.',
    remedy: 'Create it, or name one that exists.',
  },
  'instrumentation-missing': {
    kind: 'refusal',
    summary:
      'The annotation says "true", but the namespace has no Instrumentation and there is no TracingPlatform.',
    remedy: 'Create an Instrumentation in the namespace, name one, or create the TracingPlatform.',
  },
  'instrumentation-ambiguous': {
    kind: 'refusal',
    summary: 'The annotation says "true", but the namespace has several Instrumentations.',
    remedy: 'Name one of them in the annotation.',
  },
  'instrumentation-namespace-forbidden': {
    kind: 'refusal',
    summary: 'The platform does not let pods name Instrumentations of that namespace.',
    remedy:
      'Use one of the pod’s namespace, or add the other namespace to injection.instrumentationNamespaces.',
  },
  'instrumentation-value-ignored': {
    kind: 'notice',
    summary:
      'A value of the Instrumentation is ignored, since no pod could be created or started with it, or since the platform’s holds.',
    remedy:
      'Correct the value. The message names the field; the notice about the Instrumentation itself says what is allowed.',
  },
  'annotation-unknown': {
    kind: 'refusal',
    summary:
      'An annotation or label of the pod or its Namespace looks like one that asks for injection, but nothing reads it.',
    remedy: 'Correct the key, or remove it; the message says which one was most likely meant.',
  },
  'annotation-misplaced': {
    kind: 'refusal',
    summary: 'A request for injection is in a place where nothing reads it, such as the labels.',
    remedy: 'Move it to the annotations of the pod template or the Namespace.',
  },
  'language-disabled': {
    kind: 'refusal',
    summary: 'The language is switched off.',
    remedy: 'Enable it with --enable-languages or agents.<language>.enabled.',
  },
  'backend-not-enabled': {
    kind: 'refusal',
    summary: 'The backend that the annotation picks is not enabled on the platform.',
    remedy: 'Pick an enabled backend, or enable it in the TracingPlatform.',
  },
  'backend-ignored': {
    kind: 'notice',
    summary: 'The backend annotation needs a TracingPlatform and there is none.',
    remedy: 'Create the TracingPlatform, or remove the annotation.',
  },
  'annotation-value-ignored': {
    kind: 'notice',
    summary: 'An annotation or label has a value that is not allowed, so it is ignored.',
    remedy: 'Use one of the values that the message lists.',
  },
  'container-names-invalid': {
    kind: 'refusal',
    summary: 'The annotation has a name that no container can have.',
    remedy: 'Use lower-case letters, digits and "-", separated by commas.',
  },
  'container-not-found': {
    kind: 'refusal',
    summary: 'A container that the annotation names is not in the pod.',
    remedy: 'Correct the name; no other container is used instead.',
  },
  'ambiguous-containers': {
    kind: 'refusal',
    summary:
      'Several languages are asked for and the pod has several containers, but none is named for this language.',
    remedy: 'Name the containers of each language, as with java-container-names.',
  },
  'no-eligible-container': {
    kind: 'refusal',
    summary:
      'Every container of the pod belongs to another system, as istio-proxy does; such containers are injected only if they are named.',
    remedy: 'Name the container in the annotation container-names.',
  },
  'init-container-unsupported': {
    kind: 'refusal',
    summary: 'The language cannot be injected into an init container.',
    remedy: 'Name a regular container.',
  },
  'web-server-single': {
    kind: 'refusal',
    summary: 'Several containers are named for one web server; the module goes into the first one.',
    remedy: 'Name one container per web server.',
  },
  'go-single-container': {
    kind: 'refusal',
    summary: 'Go watches one process; several containers are named.',
    remedy: 'Name one container.',
  },
} as const satisfies Readonly<Record<string, ReasonDefinition>>;
