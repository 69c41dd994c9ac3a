import { deepFreeze } from '../core/deep-freeze.js';
import { parseConfigMap, parseLimitRange, parseNamespace, parseOwner } from '../core/objects/facts.js';
import { instrumentationIssues } from '../core/rules/instrumentation-rules.js';
import type { Instrumentation } from '../core/objects/instrumentation.js';
import { parseInstrumentation } from '../core/objects/parse-instrumentation.js';
import { parseTracingPlatform } from '../core/rules/parse-platform.js';
import type { ObjectMeta, StringMap } from '../core/kubernetes/pod.js';
import { err, ok, type Result } from '../core/result.js';
import type { PlatformState } from '../core/snapshot.js';
import type { NamespaceFacts } from '../core/objects/facts.js';
import type { LimitRange } from '../core/kubernetes/limit-range.js';
import type { KubeObject } from './client.js';
import type { Kept } from './mirror.js';

/** What is kept of the objects of each resource: what a decision reads, frozen, and nothing else. */

type Keep<T> = (object: KubeObject) => Result<Kept<T>>;

export const namespace: Keep<NamespaceFacts> = (object) => {
  const result = parseNamespace(withoutLastApplied(object));
  return result.ok ? kept(result.value.facts) : result;
};

export const instrumentation: Keep<Instrumentation> = (object) => {
  const result = parseInstrumentation(object);
  if (!result.ok) return result;
  const { instrumentation: value, notices } = result.value;
  const { errors, warnings } = instrumentationIssues(value);
  return ok({ value: deepFreeze(value), notices: [...notices, ...errors, ...warnings] });
};

export const platform: Keep<PlatformState> = (object) => {
  const result = parseTracingPlatform(object);
  if (!result.ok) return err(result.error);
  const { platform: value, notices } = result.value;
  return ok({ value: deepFreeze({ kind: 'ready', platform: value }), notices });
};

export const limitRange: Keep<LimitRange> = (object) => {
  const result = parseLimitRange(object);
  return result.ok ? kept(result.value.limitRange) : result;
};

export const owner: Keep<ObjectMeta> = (object) => {
  const result = parseOwner(withoutLastApplied(object));
  return result.ok ? kept(result.value.metadata) : result;
};

export const configMap: Keep<StringMap> = (object) => {
  const result = parseConfigMap(object);
  return result.ok ? kept(result.value.data) : result;
};

const kept = <T>(value: T): Result<Kept<T>> => ok({ value: deepFreeze(value), notices: [] });

/** Where `kubectl apply` leaves a copy of the whole object, which no decision reads. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function withoutLastApplied(object: KubeObject): unknown {
  const { annotations } = object.metadata;
  if (annotations?.[LAST_APPLIED] === undefined) return object;
  const others = Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED);
  return { ...object, metadata: { ...object.metadata, annotations: Object.fromEntries(others) } };
}
