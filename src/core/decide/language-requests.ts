import { getInjectKey } from '../annotations.js';
import { LANGUAGES, type Language } from '../domain.js';
import type { InjectionRule, Platform } from '../platform/platform.js';
import type { ObjectMeta } from '../kubernetes/pod.js';
import type { NamespaceFacts } from '../objects/facts.js';
import { isFalse, mergeAnnotation, type AnnotationSetting } from './merge.js';
import { isSelectorMatch } from '../kubernetes/label-selector.js';

/** A language that a pod asks for: the value of its annotation, and where that is. */
export interface LanguageRequest extends AnnotationSetting {
  readonly language: Language;
  /** Containers that a rule names. */
  readonly containers?: readonly string[];
}

const KEYS = LANGUAGES.map((language) => [language, getInjectKey(language)] as const);

/** What of a pod is read to learn what it asks for. */
export type PodMetadata = Pick<ObjectMeta, 'annotations' | 'labels'>;

/**
 * The languages that a pod asks for, in the order of `LANGUAGES`: by its annotations merged with its namespace's,
 * or, where both are silent about every language, by the first rule of the platform that matches.
 */
export function listLanguageRequests(
  pod: PodMetadata,
  namespace: NamespaceFacts,
  platform: Platform | undefined,
): readonly LanguageRequest[] {
  const merged = KEYS.flatMap(([language, key]) => {
    const value = mergeAnnotation(key, pod.annotations, namespace.annotations);
    return value === undefined ? [] : [{ language, ...value }];
  });
  if (merged.length > 0) return merged.filter(({ value }) => !isFalse(value));
  const rule = platform?.injection.rules.find((each) => isApplicable(each, pod, namespace));
  if (rule === undefined) return [];
  return LANGUAGES.filter((language) => rule.languages.includes(language)).map((language) => ({
    language,
    value: 'true',
    origin: 'rule',
    ...(rule.containers === undefined ? {} : { containers: rule.containers }),
  }));
}

const isApplicable = (rule: InjectionRule, pod: PodMetadata, namespace: NamespaceFacts): boolean =>
  isSelectorMatch(rule.namespaceSelector, namespace.labels) &&
  isSelectorMatch(rule.podSelector, pod.labels ?? {});
