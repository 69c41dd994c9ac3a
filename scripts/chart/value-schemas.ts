import type { JsonSchema } from '../crd/structural-schema.js';

/** What the schemas of the values are made of. */

/** Of these values alone: a misspelt one is refused, and told which there are. */
export const group = (description: string, properties: Readonly<Record<string, JsonSchema>>): JsonSchema => ({
  description,
  type: 'object',
  properties,
  propertyNames: { enum: Object.keys(properties) },
  additionalProperties: false,
});

export const toggle = (description: string): JsonSchema => ({ description, type: 'boolean', default: false });
export const choice = (description: string, [first, ...others]: readonly string[]): JsonSchema => ({
  description,
  enum: [first, ...others],
  default: first,
});

/** A DNS label. https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
export const DNS_LABEL = { type: 'string', pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 };
