import { z } from 'zod';
import { cutLimits } from '../kubernetes/limit-range.js';
import type { ObjectMeta, StringMap } from '../kubernetes/pod.js';
import { ok, type Issue, type Result } from '../result.js';
import type { LimitRange } from '../kubernetes/limit-range.js';
import { enforcesMountableSecrets, type ServiceAccount } from '../kubernetes/service-account.js';
import { quantities } from './kubernetes-types.js';
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

const serviceAccountObject = z.object({
  metadata: z.object({ name, namespace, annotations: stringMap }),
  secrets: z.array(z.object({ name: z.string().exactOptional() })).exactOptional(),
  imagePullSecrets: z.array(z.object({ name: z.string().exactOptional() })).exactOptional(),
});

/** What is read of a Namespace. */
export interface NamespaceFacts {
  readonly annotations: StringMap;
  readonly labels: StringMap;
}

/** What is read of one object. */
export interface ObjectReading<T = unknown> {
  /** Empty for an object that has none. */
  readonly namespace: string;
  readonly name: string;
  readonly value: T;
  readonly notices: readonly Issue[];
}

/** Where an object without a namespace is, as with kubectl. */
const DEFAULT_NAMESPACE = 'default';

interface NamedObject {
  readonly metadata: { readonly name: string; readonly namespace?: string };
}

/** Reads an object by a schema; of one that is in no namespace, `fallback` is empty. */
const createReader =
  <S extends NamedObject, T>(schema: z.ZodType<S>, select: (object: S) => T, fallback = DEFAULT_NAMESPACE) =>
  (object: unknown): Result<ObjectReading<T>> => {
    const result = readBySchema(schema, object);
    if (!result.ok) return result;
    const { namespace = fallback, name } = result.value.metadata;
    return ok({ namespace, name, value: select(result.value), notices: [] });
  };

/** Where `kubectl apply` leaves a copy of the whole object, which no decision reads. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

const omitLastApplied = (annotations: StringMap): StringMap =>
  Object.fromEntries(Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED));

/** Annotations and labels of a Namespace. */
export const parseNamespace = createReader(
  namespaceObject,
  ({ metadata: { annotations = {}, labels = {} } }): NamespaceFacts => ({
    annotations: omitLastApplied(annotations),
    labels,
  }),
  '',
);

/** Limits of a LimitRange. */
export const parseLimitRange = createReader(
  limitRangeObject,
  ({ metadata: { name }, spec: { limits } }): LimitRange => ({ name, limits: cutLimits(limits) }),
);

/** Metadata of a ReplicaSet or Job, with its own owners. */
export const parseOwner = createReader(ownerObject, ({ metadata: { annotations, ...others } }): ObjectMeta =>
  annotations === undefined ? others : { ...others, annotations: omitLastApplied(annotations) },
);

/** Text data of a ConfigMap; binary data is left out. */
export const parseConfigMap = createReader(configMapObject, ({ data = {} }): StringMap => data);

/** What a ServiceAccount says of the Secrets of its pods. */
export const parseServiceAccount = createReader(
  serviceAccountObject,
  ({ metadata: { annotations }, secrets = [], imagePullSecrets = [] }): ServiceAccount => ({
    enforcesSecrets: enforcesMountableSecrets(annotations),
    secrets: secrets.flatMap((secret) => secret.name ?? []),
    pullSecrets: imagePullSecrets.flatMap((secret) => secret.name ?? []),
  }),
);
