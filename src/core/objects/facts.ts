import { z } from 'zod';
import { cutLimits } from '../kubernetes/limit-range.js';
import type { ObjectMeta, StringMap } from '../kubernetes/pod.js';
import { err, ok, type Result } from '../result.js';
import type { LimitRange } from '../kubernetes/limit-range.js';
import { quantities } from './kubernetes.js';
import { readBySchema } from './reading.js';

/**
 * What is taken from objects that Kubernetes itself defines. Fields that are not needed are left out without a word;
 * a field that is needed and has a wrong type is an issue with its path.
 */

const stringMap = z.record(z.string(), z.string()).exactOptional();
const name = z.string().min(1);
const namespace = z.string().min(1).exactOptional();

const namespaceObject = z.object({
  metadata: z.object({ name, labels: stringMap, annotations: stringMap }),
});

const limitRangeObject = z.object({
  metadata: z.object({ name, namespace }),
  spec: z.object({
    limits: z.array(
      z.object({
        type: z.string(),
        min: quantities.exactOptional(),
        max: quantities.exactOptional(),
        default: quantities.exactOptional(),
        defaultRequest: quantities.exactOptional(),
        maxLimitRequestRatio: quantities.exactOptional(),
      }),
    ),
  }),
});

const ownerObject = z.object({
  metadata: z.object({
    name,
    namespace,
    uid: z.string().exactOptional(),
    labels: stringMap,
    annotations: stringMap,
    ownerReferences: z
      .array(
        z.object({
          apiVersion: z.string().exactOptional(),
          kind: z.string(),
          name,
          uid: z.string().exactOptional(),
          controller: z.boolean().exactOptional(),
        }),
      )
      .exactOptional(),
  }),
});

const configMapObject = z.object({ metadata: z.object({ name, namespace }), data: stringMap });

/** What is read of a Namespace. */
export interface NamespaceFacts {
  readonly annotations: StringMap;
  readonly labels: StringMap;
}

/** Where an object without a namespace is, as with kubectl. */
const DEFAULT_NAMESPACE = 'default';

/** Name, annotations and labels of a Namespace. */
export function parseNamespace(
  value: unknown,
): Result<{ readonly name: string; readonly facts: NamespaceFacts }> {
  const result = readBySchema(namespaceObject, value);
  if (!result.ok) return err(result.error);
  const { metadata } = result.value.value;
  const facts = { annotations: metadata.annotations ?? {}, labels: metadata.labels ?? {} };
  return ok({ name: metadata.name, facts });
}

/** Limits of a LimitRange and the namespace they hold in. */
export function parseLimitRange(
  value: unknown,
): Result<{ readonly namespace: string; readonly limitRange: LimitRange }> {
  const result = readBySchema(limitRangeObject, value);
  if (!result.ok) return err(result.error);
  const { metadata, spec } = result.value.value;
  return ok({
    namespace: metadata.namespace ?? DEFAULT_NAMESPACE,
    limitRange: { name: metadata.name, limits: cutLimits(spec.limits) },
  });
}

/** Metadata of a ReplicaSet or Job, with its own owners. */
export function parseOwner(
  value: unknown,
): Result<{ readonly namespace: string; readonly name: string; readonly metadata: ObjectMeta }> {
  const result = readBySchema(ownerObject, value);
  if (!result.ok) return err(result.error);
  const { metadata } = result.value.value;
  return ok({ namespace: metadata.namespace ?? DEFAULT_NAMESPACE, name: metadata.name, metadata });
}

/** Text data of a ConfigMap; binary data is left out. */
export function parseConfigMap(
  value: unknown,
): Result<{ readonly namespace: string; readonly name: string; readonly data: StringMap }> {
  const result = readBySchema(configMapObject, value);
  if (!result.ok) return err(result.error);
  const { metadata, data } = result.value.value;
  return ok({ namespace: metadata.namespace ?? DEFAULT_NAMESPACE, name: metadata.name, data: data ?? {} });
}
