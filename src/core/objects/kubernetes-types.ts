import { z } from 'zod';
import { LARGEST_QUANTITY, MOST_ITEMS } from '../bounds.js';
import { parseQuantity } from '../kubernetes/quantity.js';
import type { LabelSelector } from '../kubernetes/label-selector.js';
import type { Quantities, ResourceRequirements } from '../kubernetes/pod.js';
import { mapOf, whole } from './pod-rules.js';

/**
 * Parts of the Kubernetes API that both objects contain. What Kubernetes defines stays loose: a field of a newer
 * version is kept and passed on. All fields of Kubernetes 1.36 have their types, since a pod with a value of another
 * type cannot be decoded. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */

const notQuantity = {
  error: 'is not a quantity; allowed: a number with an optional unit; write it as 500m, 0.5, 64Mi or 1Gi',
};
const QUANTITY = /^[+]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/;

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
const quantity = z
  .union(
    [z.number(notQuantity).nonnegative(notQuantity), z.string().regex(QUANTITY, notQuantity)],
    notQuantity,
  )
  .meta({ 'x-kubernetes-int-or-string': true });

export const quantities: z.ZodType<Quantities> = z.record(z.string(), quantity);

/**
 * What the API server knows about a quantity, as in every CustomResourceDefinition that holds one: a stricter pattern
 * would refuse objects that the OpenTelemetry Operator's definition takes.
 */
const API_QUANTITY = String.raw`^[+-]?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?(\d+(\.\d*)?|\.\d+))?$`;

/**
 * A quantity of any text. What it must look like is in the schema for the API server and for editors, but not demanded here,
 * so that one mistake does not take the whole object away.
 */
export const anyQuantity = z
  .union([z.number().meta({ minimum: 0 }), z.string().meta({ pattern: API_QUANTITY })], notQuantity)
  .meta({ 'x-kubernetes-int-or-string': true });

const isQuantity = (value: string | number): boolean =>
  QUANTITY.test(String(value)) && (parseQuantity(value) ?? Infinity) <= LARGEST_QUANTITY;

/** A quantity that a pod may ask for. */
export const podQuantity = anyQuantity.refine(isQuantity, notQuantity);

/** Extended resources and huge pages want request and limit to be one, and copying files needs neither. */
const RESOURCES = ['cpu', 'memory', 'ephemeral-storage'];
const NO_RESOURCE = `is no resource of an added container; allowed: ${RESOURCES.join(', ')}; remove it`;

/** A map of which nothing is left is left out itself, so that the defaults hold. */
const amounts = whole(
  mapOf(anyQuantity, (name, amount) => {
    if (!RESOURCES.includes(name)) return NO_RESOURCE;
    return isQuantity(amount) ? undefined : notQuantity.error;
  }),
  0,
  (map, issues) => issues === Object.keys(map).length,
).exactOptional();

export const resourceRequirements: z.ZodType<ResourceRequirements> = z
  .looseObject({
    limits: amounts.describe('The most that may be used.'),
    requests: amounts.describe('What is reserved.'),
  })
  .refine((resources) => !Object.hasOwn(resources, 'claims'), {
    path: ['claims'],
    error: 'names claims that not every pod has; allowed: limits, requests; remove it',
  });

export const labelSelector: z.ZodType<LabelSelector> = z.strictObject({
  matchLabels: z
    .record(z.string(), z.string())
    .exactOptional()
    .describe('Labels that must have these values.'),
  matchExpressions: z
    .array(
      z.strictObject({
        key: z.string().min(1),
        operator: z.enum(['In', 'NotIn', 'Exists', 'DoesNotExist']),
        values: z.array(z.string()).exactOptional().describe('For In and NotIn, which need at least one.'),
      }),
    )
    .max(MOST_ITEMS)
    .exactOptional()
    .describe('Conditions that must all hold.'),
});
