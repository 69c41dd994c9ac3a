import type { ReasonDefinition } from '../core/reason-table/reason.js';

/** Reasons that only `inject` gives, as the webhook sees pods and no objects that make them. */
export const INJECT_REASONS = {
  'template-unknown': {
    kind: 'refusal',
    summary:
      'An object holds what looks like a pod template, and inject does not know its kind, or the kind does not exist.',
    remedy:
      'Pass --template-path with the place of the template, or with none to skip the kind; correct a misspelt kind.',
  },
  'template-unsupported': {
    kind: 'refusal',
    summary:
      'The template has no place for something that injection adds. A template of an Argo Workflow has none for a copy of its container. It has none for a variable that templateDefaults set, either.',
    remedy: 'Leave the annotation and let the webhook inject the pods.',
  },
  'template-partial': {
    kind: 'refusal',
    summary:
      'An object is a part of another one, as a patch of kustomize is: what its pods would get cannot be told, and what is written into it may take the place of what the whole has.',
    remedy:
      'Render the whole first, as kubectl kustomize FOLDER | doka-tracing inject -f -, or complete the object.',
  },
  'template-merged': {
    kind: 'notice',
    summary:
      'What an Argo Workflow merges into a pod when it is made was not known when this was decided: a podSpecPatch, or fields of templateDefaults.',
    remedy:
      'Check that what is merged agrees with what was decided, or leave the annotation and let the webhook judge the whole pod.',
  },
  'template-condition': {
    kind: 'notice',
    summary: 'The template was injected, but its kind accepts that only with a certain setting.',
    remedy: 'Do what the message says, or apply the object as it was and let the webhook inject its pods.',
  },
} as const satisfies Readonly<Record<string, ReasonDefinition>>;
