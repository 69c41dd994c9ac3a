import type { ReasonDefinition } from './reason.js';

/** Reasons about what was asked, and of which containers. */
export const REQUEST_REASONS = {
  'instrumentation-not-found': {
    kind: 'refusal',
    says: 'The Instrumentation that the annotation names does not exist.',
    mend: 'Create it, or name one that exists.',
  },
  'instrumentation-missing': {
    kind: 'refusal',
    says: 'The annotation says "true", but the namespace has no Instrumentation and there is no TracingPlatform.',
    mend: 'Create an Instrumentation in the namespace, name one, or create the TracingPlatform.',
  },
  'instrumentation-ambiguous': {
    kind: 'refusal',
    says: 'The annotation says "true", but the namespace has several Instrumentations.',
    mend: 'Name one of them in the annotation.',
  },
  'instrumentation-namespace-forbidden': {
    kind: 'refusal',
    says: 'The platform does not let pods name Instrumentations of that namespace.',
    mend: 'Use one of the own namespace, or add the namespace to injection.instrumentationNamespaces.',
  },
  'instrumentation-value-ignored': {
    kind: 'notice',
    says: 'A value of the Instrumentation is ignored, since no pod could be created or started with it.',
    mend: 'Correct the value; the message names the field, and the notice on reading the Instrumentation what is allowed.',
  },
  'language-disabled': {
    kind: 'refusal',
    says: 'The language is switched off.',
    mend: 'Enable it with --enable-languages or agents.<language>.enabled.',
  },
  'backend-not-enabled': {
    kind: 'refusal',
    says: 'The backend that the annotation picks is not enabled on the platform.',
    mend: 'Pick an enabled backend, or enable it in the TracingPlatform.',
  },
  'backend-ignored': {
    kind: 'notice',
    says: 'The backend annotation needs a TracingPlatform and there is none.',
    mend: 'Create the TracingPlatform, or remove the annotation.',
  },
  'container-names-invalid': {
    kind: 'refusal',
    says: 'The annotation has a name that no container can have.',
    mend: 'Use lower-case letters, digits and "-", separated by commas.',
  },
  'container-not-found': {
    kind: 'refusal',
    says: 'A container that the annotation names is not in the pod.',
    mend: 'Correct the name; no other container is taken instead.',
  },
  'ambiguous-containers': {
    kind: 'refusal',
    says: 'Several languages are asked for and the pod has several containers, but none is named for this language.',
    mend: 'Name the containers of each language, as with java-container-names.',
  },
  'no-eligible-container': {
    kind: 'refusal',
    says: 'Every container of the pod belongs to another system, as istio-proxy does; such ones are injected only by name.',
    mend: 'Name the container in the annotation container-names.',
  },
  'init-container-unsupported': {
    kind: 'refusal',
    says: 'The language cannot be injected into an init container.',
    mend: 'Name a regular container.',
  },
  'web-server-single': {
    kind: 'refusal',
    says: 'Several containers are named for one web server; the module goes into the first one.',
    mend: 'Name one container per web server.',
  },
  'go-single-container': {
    kind: 'refusal',
    says: 'Go watches one process; several containers are named.',
    mend: 'Name one container.',
  },
} as const satisfies Readonly<Record<string, ReasonDefinition>>;
