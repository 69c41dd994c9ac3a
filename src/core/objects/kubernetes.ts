import { z } from 'zod';
import type { EnvVar, EnvVarSource, Quantities, ResourceRequirements, SecurityContext } from '../pod.js';
import type { LabelSelector } from '../platform.js';

/**
 * Parts of the Kubernetes API that both objects contain. What Kubernetes defines stays loose: a field of a newer
 * version is kept and passed on. https://kubernetes.io/docs/reference/kubernetes-api/workload-resources/pod-v1/
 */

const keyReference = z.looseObject({
  name: z.string().exactOptional(),
  key: z.string().exactOptional(),
  optional: z.boolean().exactOptional(),
});

const envVarSource: z.ZodType<EnvVarSource> = z.looseObject({
  fieldRef: z.looseObject({ fieldPath: z.string(), apiVersion: z.string().exactOptional() }).exactOptional(),
  configMapKeyRef: keyReference.exactOptional(),
  secretKeyRef: keyReference.exactOptional(),
  resourceFieldRef: z
    .looseObject({ resource: z.string().exactOptional(), containerName: z.string().exactOptional() })
    .exactOptional(),
});

export const envVar: z.ZodType<EnvVar> = z.looseObject({
  name: z.string().min(1).describe('Name of the variable.'),
  value: z.string().exactOptional().describe('Its value; $(NAME) refers to an earlier variable.'),
  valueFrom: envVarSource.exactOptional().describe('Where its value comes from.'),
});

const notQuantity = {
  error: 'is not a quantity; allowed: a number with an optional unit; write it as 500m, 0.5, 64Mi or 1Gi',
};

/** https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export const quantity = z
  .union(
    [
      z.number(notQuantity).nonnegative(notQuantity),
      z.string().regex(/^[+]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+|[KMGTPE]i|[numkMGTPE])?$/, notQuantity),
    ],
    notQuantity,
  )
  .meta({ 'x-kubernetes-int-or-string': true });

export const quantities: z.ZodType<Quantities> = z.record(z.string(), quantity);

export const resourceRequirements: z.ZodType<ResourceRequirements> = z.looseObject({
  limits: quantities.exactOptional().describe('The most that may be used.'),
  requests: quantities.exactOptional().describe('What is reserved.'),
});

const names = z.array(z.string());

export const securityContext: z.ZodType<SecurityContext> = z.looseObject({
  runAsUser: z.int().exactOptional(),
  runAsGroup: z.int().exactOptional(),
  runAsNonRoot: z.boolean().exactOptional(),
  privileged: z.boolean().exactOptional(),
  allowPrivilegeEscalation: z.boolean().exactOptional(),
  readOnlyRootFilesystem: z.boolean().exactOptional(),
  capabilities: z.looseObject({ add: names.exactOptional(), drop: names.exactOptional() }).exactOptional(),
  seccompProfile: z
    .looseObject({ type: z.string().exactOptional(), localhostProfile: z.string().exactOptional() })
    .exactOptional(),
  seLinuxOptions: z.looseObject({}).exactOptional(),
});

/** A template of an ephemeral volume; https://kubernetes.io/docs/concepts/storage/ephemeral-volumes/#generic-ephemeral-volumes */
export const volumeClaimTemplate = z.looseObject({
  metadata: z.looseObject({}).exactOptional(),
  spec: z.looseObject({}).describe('Spec of the PersistentVolumeClaim.'),
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
    .exactOptional()
    .describe('Conditions that must all hold.'),
});
