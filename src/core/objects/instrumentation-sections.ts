import { LANGUAGES, mapLanguages, type Language } from '../domain.js';
import type { InstrumentationSpec, LanguageSection, SectionName } from './instrumentation.js';

/** Field of the spec that holds a language's section, such as `apacheHttpd`; undefined for sdk, which has none. */
export const getSectionName = (language: Language): SectionName | undefined => NAMES[language];

const NAMES = mapLanguages((language) => {
  if (language === 'sdk') return undefined;
  const [first = '', ...others] = language.split('-');
  const rest = others.map((word) => `${word.slice(0, 1).toUpperCase()}${word.slice(1)}`);
  return [first, ...rest].join('') as SectionName;
});

/** Fields of the spec that are sections of languages. */
export const SECTIONS: readonly SectionName[] = LANGUAGES.flatMap(
  (language) => getSectionName(language) ?? [],
);

/** Section of a language, if the object has one. */
export function findSection(
  spec: Readonly<InstrumentationSpec>,
  language: Language,
): LanguageSection | undefined {
  const name = getSectionName(language);
  return name === undefined ? undefined : spec[name];
}
