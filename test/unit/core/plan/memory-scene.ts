import { admit } from '../../../../src/core/admit.js';
import { buildSampleHints, getInjectKey } from '../../../../src/core/annotations.js';
import { LANGUAGES, type Language } from '../../../../src/core/domain.js';
import type { LimitRangeItem } from '../../../../src/core/kubernetes/limit-range.js';
import type { Container, PodSpec, StringMap } from '../../../../src/core/kubernetes/pod.js';
import type { Finding } from '../../../../src/core/reasons.js';
import { buildCreationRequest } from '../../../../src/core/review.js';
import { EMPTY_SNAPSHOT } from '../../../../src/core/snapshot.js';
import { platformWith } from '../contexts.js';

/** A pod that asks for languages, and what surrounds it. */
export interface Scene {
  readonly languages?: readonly Language[];
  readonly annotations?: StringMap;
  readonly namespace?: StringMap;
  readonly platform?: object;
  readonly items?: readonly LimitRangeItem[];
  readonly spec: Partial<PodSpec>;
}

/** What is said of memory where languages are asked for, each as `code message`. */
export function decide({ languages = ['java'], annotations, namespace = {}, platform, items, spec }: Scene): {
  readonly injected: readonly string[];
  readonly said: readonly string[];
} {
  const hints = languages.map((language) => ({
    [getInjectKey(language)]: 'true',
    ...buildSampleHints(language),
  }));
  const pod = {
    metadata: { annotations: { ...Object.assign({}, ...hints), ...annotations } as StringMap },
    spec: { containers: [{ name: 'app' }], ...spec },
  };
  const outcome = admit(buildCreationRequest(pod, 'shop'), {
    ...EMPTY_SNAPSHOT,
    languages: new Set(LANGUAGES),
    namespaces: new Map([['shop', { annotations: namespace, labels: {} }]]),
    limitRanges: new Map(items === undefined ? [] : [['shop', [{ name: 'bounds', limits: items }]]]),
    platform: { kind: 'ready', platform: platformWith(platform ?? {}) },
  });
  if (outcome.kind !== 'decided') throw new Error('nothing was decided');
  const isOfMemory = ({ code }: Finding): boolean =>
    code.startsWith('memory-') || code === 'annotation-value-ignored';
  return {
    injected: outcome.injections.map(({ language, container }) => `${language} ${container}`),
    said: outcome.findings.filter(isOfMemory).map(({ code, message }) => `${code} ${message}`),
  };
}

/** A container with a memory limit. */
export const container = (memory?: string | number, name = 'app'): Container => ({
  name,
  ...(memory === undefined ? {} : { resources: { limits: { memory } } }),
});
/** A pod whose one container has a memory limit. */
export const limited = (memory: string | number): Partial<PodSpec> => ({ containers: [container(memory)] });

/** The codes of what is said of memory. */
export const codes = (scene: Scene): readonly string[] =>
  decide(scene).said.map((each) => each.split(' ')[0] ?? '');
