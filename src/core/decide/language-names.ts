import { isMember, LANGUAGES, type Language } from '../domain.js';

/** What else people call the languages. */
const OTHER_NAMES: ReadonlyMap<string, Language> = new Map([
  ['apache', 'apache-httpd'],
  ['httpd', 'apache-httpd'],
  ['csharp', 'dotnet'],
  ['dot-net', 'dotnet'],
  ['dotnetcore', 'dotnet'],
  ['net', 'dotnet'],
  ['netcore', 'dotnet'],
  ['golang', 'go'],
  ['jvm', 'java'],
  ['kotlin', 'java'],
  ['scala', 'java'],
  ['javascript', 'nodejs'],
  ['js', 'nodejs'],
  ['node', 'nodejs'],
  ['node-js', 'nodejs'],
  ['typescript', 'nodejs'],
  ['py', 'python'],
  ['python3', 'python'],
]);

/** Languages that no agent is for: who names one does not mean the one whose name is like it. */
const WITHOUT_AGENT: readonly string[] = [
  ...['c', 'cpp', 'dart', 'deno', 'elixir', 'erlang', 'haskell', 'lua', 'perl', 'r', 'rust', 'swift'],
];

/** Words of keys that name no language. */
const OTHER_WORDS: readonly string[] = [
  ...['inject', 'injection', 'auto', 'instrument', 'instrumentation', 'enable', 'enabled', 'agent'],
  ...['container', 'containers', 'name', 'names'],
];

/** The language in the words of a key, or what is in its place. */
const extractLanguageName = (key: string): string =>
  key
    .toLowerCase()
    .split(/[-_.]/)
    .filter((word) => !OTHER_WORDS.includes(word))
    .join('-');

/** Tells whether a key says nothing but that a language is to be injected. */
export const isPlainRequest = (key: string): boolean =>
  key.toLowerCase() === `inject-${extractLanguageName(key)}`;

/** Tells whether a key names a language that no agent is for. */
export const isWithoutAgent = (key: string): boolean => WITHOUT_AGENT.includes(extractLanguageName(key));

/** The key that somebody meant who named its language in other words, as `java` or `enable-java`; undefined where none is named. */
export function findLanguageKey(key: string, allowed: readonly string[]): string | undefined {
  const name = extractLanguageName(key);
  const language = isMember(LANGUAGES, name) ? name : OTHER_NAMES.get(name);
  if (language === undefined) return undefined;
  const meant = /container/i.test(key) ? `${language}-container-names` : `inject-${language}`;
  return allowed.includes(meant) ? meant : undefined;
}
