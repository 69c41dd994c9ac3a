import { LANGUAGES, type Language } from '../domain.js';
import type { Agent } from './agent.js';
import { apacheHttpdAgent } from './apache-httpd.js';
import { dotnetAgent } from './dotnet.js';
import { goAgent } from './go.js';
import { javaAgent } from './java.js';
import { nginxAgent } from './nginx.js';
import { nodejsAgent } from './nodejs.js';
import { phpAgent } from './php.js';
import { pythonAgent } from './python.js';
import { rubyAgent } from './ruby.js';
import { sdkAgent } from './sdk.js';

/** One row for each language; a language without one does not compile. */
export const AGENTS: Readonly<Record<Language, Agent>> = {
  java: javaAgent,
  nodejs: nodejsAgent,
  php: phpAgent,
  python: pythonAgent,
  ruby: rubyAgent,
  dotnet: dotnetAgent,
  go: goAgent,
  'apache-httpd': apacheHttpdAgent,
  nginx: nginxAgent,
  sdk: sdkAgent,
};

/** Languages that are on without any flag. */
export const DEFAULT_LANGUAGES: readonly Language[] = LANGUAGES.filter(
  (language) => AGENTS[language].isDefault,
);
