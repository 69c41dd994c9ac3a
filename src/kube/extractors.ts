import { freezeDeep } from '../core/deep-freeze.js';
import { parseConfigMap, parseLimitRange, parseNamespace, parseOwner } from '../core/objects/facts.js';
import { checkInstrumentation } from '../core/rules/instrumentation-rules.js';
import type { Instrumentation } from '../core/objects/instrumentation.js';
import { parseInstrumentation } from '../core/objects/parse-instrumentation.js';
import { parseTracingPlatform } from '../core/rules/parse-platform.js';
import type { ObjectMeta, StringMap } from '../core/kubernetes/pod.js';
import { err, ok, type Result } from '../core/result.js';
import type { PlatformState } from '../core/snapshot.js';
import type { NamespaceFacts } from '../core/objects/facts.js';
import type { LimitRange } from '../core/kubernetes/limit-range.js';
import type { KubeObject } from './client.js';
import type { ExtractedValue } from './mirror.js';

/** What is kept of the objects of each resource: what a decision reads, frozen, and nothing else. */

type Extractor<T> = (object: KubeObject) => Result<ExtractedValue<T>>;

export const extractNamespace: Extractor<NamespaceFacts> = (object) => {
  const result = parseNamespace(omitLastApplied(object));
  return result.ok ? freezeExtract(result.value.facts) : result;
};

export const extractInstrumentation: Extractor<Instrumentation> = (object) => {
  const result = parseInstrumentation(object);
  if (!result.ok) return result;
  const { instrumentation: value, notices } = result.value;
  const { errors, warnings } = checkInstrumentation(value);
  return ok({ value: freezeDeep(value), notices: [...notices, ...errors, ...warnings] });
};

export const extractPlatform: Extractor<PlatformState> = (object) => {
  const result = parseTracingPlatform(object);
  if (!result.ok) return err(result.error);
  const { platform: value, notices } = result.value;
  return ok({ value: freezeDeep({ kind: 'ready', platform: value }), notices });
};

export const extractLimitRange: Extractor<LimitRange> = (object) => {
  const result = parseLimitRange(object);
  return result.ok ? freezeExtract(result.value.limitRange) : result;
};

export const extractOwner: Extractor<ObjectMeta> = (object) => {
  const result = parseOwner(omitLastApplied(object));
  return result.ok ? freezeExtract(result.value.metadata) : result;
};

export const extractConfigMap: Extractor<StringMap> = (object) => {
  const result = parseConfigMap(object);
  return result.ok ? freezeExtract(result.value.data) : result;
};

const freezeExtract = <T>(value: T): Result<ExtractedValue<T>> =>
  ok({ value: freezeDeep(value), notices: [] });

/** Where `kubectl apply` leaves a copy of the whole object, which no decision reads. */
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

function omitLastApplied(object: KubeObject): unknown {
  const { annotations } = object.metadata;
  if (annotations?.[LAST_APPLIED] === undefined) return object;
  const others = Object.entries(annotations).filter(([key]) => key !== LAST_APPLIED);
  return { ...object, metadata: { ...object.metadata, annotations: Object.fromEntries(others) } };
}
