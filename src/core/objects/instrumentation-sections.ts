import type { Language } from '../domain.js';
import type { InstrumentationSpec, LanguageSection } from './instrumentation.js';

/** Field of the spec that holds a language's section; sdk has none. */
export const SECTION_OF = {
  java: 'java',
  nodejs: 'nodejs',
  python: 'python',
  dotnet: 'dotnet',
  go: 'go',
  'apache-httpd': 'apacheHttpd',
  nginx: 'nginx',
} as const satisfies Readonly<Record<Exclude<Language, 'sdk'>, keyof InstrumentationSpec>>;

/** Fields of the spec that are sections of languages. */
export const SECTIONS = Object.values(SECTION_OF);

/** Section of a language, if the object has one. */
export function findSection(
  spec: Readonly<InstrumentationSpec>,
  name: Language,
): LanguageSection | undefined {
  return name === 'sdk' ? undefined : spec[SECTION_OF[name]];
}
