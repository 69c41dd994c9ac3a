import { injectKey } from '../annotations.js';
import { LANGUAGES, type Language } from '../domain.js';
import type { InjectionRule, Platform } from '../platform/platform.js';
import type { ObjectMeta } from '../kubernetes/pod.js';
import type { NamespaceFacts } from '../objects/facts.js';
import { isFalse, mergeAnnotation, type Merged } from './merge.js';
import { matches } from '../kubernetes/label-selector.js';

/** A language that a pod asks for: the value of its annotation and where that stands. */
export interface LanguageRequest extends Merged {
  readonly language: Language;
  /** Containers that a rule names. */
  readonly containers?: readonly string[];
}

const KEYS = LANGUAGES.map((language) => [language, injectKey(language)] as const);

type Asker = Pick<ObjectMeta, 'annotations' | 'labels'>;

/**
 * The languages that a pod asks for, in the order of `LANGUAGES`: by its annotations merged with its namespace's,
 * or, where both are silent about every language, by the first rule of the platform that matches.
 */
export function requestsOf(
  pod: Asker,
  namespace: NamespaceFacts,
  platform: Platform | undefined,
): readonly LanguageRequest[] {
  const merged = KEYS.flatMap(([language, key]) => {
    const value = mergeAnnotation(key, pod.annotations, namespace.annotations);
    return value === undefined ? [] : [{ language, ...value }];
  });
  if (merged.length > 0) return merged.filter(({ value }) => !isFalse(value));
  const rule = platform?.injection.rules.find((each) => applies(each, pod, namespace));
  if (rule === undefined) return [];
  return LANGUAGES.filter((language) => rule.languages.includes(language)).map((language) => ({
    language,
    value: 'true',
    origin: 'rule',
    ...(rule.containers === undefined ? {} : { containers: rule.containers }),
  }));
}

const applies = (rule: InjectionRule, pod: Asker, namespace: NamespaceFacts): boolean =>
  matches(rule.namespaceSelector, namespace.labels) && matches(rule.podSelector, pod.labels ?? {});
