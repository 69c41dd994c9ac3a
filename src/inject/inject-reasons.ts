import type { ReasonDefinition } from '../core/reason-table/reason.js';

/** Reasons that only `inject` gives, as the webhook sees pods and no objects that make them. */
export const INJECT_REASONS = {
  'template-unknown': {
    kind: 'refusal',
    summary:
      'An object holds what looks like a pod template, and inject does not know its kind, or the kind does not exist.',
    remedy:
      'Give --template-path with the place of the template, or with none to pass the kind over; correct a kind that is written wrong.',
  },
  'template-unsupported': {
    kind: 'refusal',
    summary:
      'The template has no place for something that injection adds, as one of an Argo Workflow has none for a copy of its container.',
    remedy: 'Leave the annotation and let the webhook inject the pods.',
  },
  'template-condition': {
    kind: 'notice',
    summary: 'The template was injected, and its kind takes that only if it is configured to.',
    remedy: 'Do what the message says, or apply the object as it was and let the webhook inject its pods.',
  },
} as const satisfies Readonly<Record<string, ReasonDefinition>>;
