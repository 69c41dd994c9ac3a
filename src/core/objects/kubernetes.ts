import { z } from 'zod';
import { LARGEST_QUANTITY, MOST_ITEMS } from '../bounds.js';
import { parseQuantity } from '../kubernetes/quantity.js';
import type { LabelSelector } from '../kubernetes/label-selector.js';
import type { EnvVar, EnvVarSource, Quantities, ResourceRequirements } from '../kubernetes/pod.js';

/**
 * Parts of the Kubernetes API that both objects contain. What Kubernetes defines stays loose: a field of a newer
 * version is kept and passed on. All fields of Kubernetes 1.36 have their types, since a pod with a value of another
 * type cannot be decoded. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */

const text = z.string().exactOptional();

const keyReference = z.looseObject({
  name: text,
  key: text,
  optional: z.boolean().exactOptional(),
});

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
 * What the API server is told of a quantity, as in every CustomResourceDefinition that holds one: a stricter pattern
 * would refuse objects that the OpenTelemetry Operator's definition takes.
 */
const API_QUANTITY = String.raw`^[+-]?(\d+(\.\d*)?|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?(\d+(\.\d*)?|\.\d+))?$`;

/**
 * A quantity of any text. What it must look like is told to the API server and to editors, but not demanded here,
 * so that one mistake does not take the whole object away.
 */
export const anyQuantity = z
  .union([z.number().meta({ minimum: 0 }), z.string().meta({ pattern: API_QUANTITY })], notQuantity)
  .meta({ 'x-kubernetes-int-or-string': true });

/** What text that is no quantity is told. */
export const NOT_QUANTITY = notQuantity.error;

/** Tells whether a value is a quantity that a pod may ask for. */
export const isQuantity = (value: string | number): boolean =>
  QUANTITY.test(String(value)) && (parseQuantity(value) ?? Infinity) <= LARGEST_QUANTITY;

const anyQuantities: z.ZodType<Quantities> = z.record(z.string(), anyQuantity);

const envVarSource: z.ZodType<EnvVarSource> = z.looseObject({
  fieldRef: z.looseObject({ fieldPath: z.string(), apiVersion: text }).exactOptional(),
  configMapKeyRef: keyReference.exactOptional(),
  secretKeyRef: keyReference.exactOptional(),
  resourceFieldRef: z
    .looseObject({ resource: text, containerName: text, divisor: anyQuantity.exactOptional() })
    .exactOptional(),
});

export const envVar: z.ZodType<EnvVar> = z.looseObject({
  name: z.string().describe('Name of the variable.'),
  value: z.string().exactOptional().describe('Its value; $(NAME) refers to an earlier variable.'),
  valueFrom: envVarSource.exactOptional().describe('Where its value comes from.'),
});

export const resourceRequirements: z.ZodType<ResourceRequirements> = z.looseObject({
  limits: anyQuantities.exactOptional().describe('The most that may be used.'),
  requests: anyQuantities.exactOptional().describe('What is reserved.'),
});

const names = z.array(z.string());
const flag = z.boolean().exactOptional();
const profile = z.looseObject({ type: text, localhostProfile: text }).exactOptional();

export const securityContext = z.looseObject({
  runAsUser: z.int().exactOptional(),
  runAsGroup: z.int().exactOptional(),
  runAsNonRoot: flag,
  privileged: flag,
  allowPrivilegeEscalation: flag,
  readOnlyRootFilesystem: flag,
  capabilities: z.looseObject({ add: names.exactOptional(), drop: names.exactOptional() }).exactOptional(),
  seccompProfile: profile,
  appArmorProfile: profile,
  seLinuxOptions: z.looseObject({ user: text, role: text, type: text, level: text }).exactOptional(),
  procMount: text,
  windowsOptions: z.looseObject({}).exactOptional(),
});

const stringMap = z.record(z.string(), z.string()).exactOptional();
const source = z.looseObject({ apiGroup: text, kind: text, name: text, namespace: text }).exactOptional();

/** A template of an ephemeral volume; https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes */
export const volumeClaimTemplate = z.looseObject({
  metadata: z.looseObject({ labels: stringMap, annotations: stringMap }).exactOptional(),
  spec: z
    .looseObject({
      accessModes: names.exactOptional(),
      resources: z
        .looseObject({ limits: anyQuantities.exactOptional(), requests: anyQuantities.exactOptional() })
        .exactOptional(),
      selector: z
        .looseObject({
          matchLabels: stringMap,
          matchExpressions: z
            .array(z.looseObject({ key: z.string(), operator: z.string(), values: names.exactOptional() }))
            .exactOptional(),
        })
        .exactOptional(),
      storageClassName: text,
      volumeName: text,
      volumeMode: text,
      volumeAttributesClassName: text,
      dataSource: source,
      dataSourceRef: source,
    })
    .describe('Spec of the PersistentVolumeClaim.'),
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
