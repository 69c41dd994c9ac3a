import { buildSampleHints, getInjectKey } from '../../../../src/core/annotations.js';
import { type Language } from '../../../../src/core/domain.js';
import type { LimitRangeItem } from '../../../../src/core/kubernetes/limit-range.js';
import type { Container, PodSpec, StringMap } from '../../../../src/core/kubernetes/pod.js';
import type { Finding } from '../../../../src/core/reasons.js';
import { admitInShop } from '../contexts.js';

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
  const ranges = items === undefined ? [] : [{ name: 'bounds', limits: items }];
  const outcome = admitInShop(pod, {
    namespace: { annotations: namespace },
    platform: platform ?? {},
    snapshot: { limitRanges: new Map([['shop', ranges]]) },
  });
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
