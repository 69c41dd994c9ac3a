import type { Language } from '../domain.js';
import { apacheHttpd } from './apache-httpd.js';
import { dotnet } from './dotnet.js';
import { go } from './go.js';
import { java } from './java.js';
import { nginx } from './nginx.js';
import { nodejs } from './nodejs.js';
import { python } from './python.js';
import type { Recipe } from '../plan/recipe.js';
import { sdk } from './sdk.js';

/** Every language's recipe; a language without one does not compile. */
export const RECIPES: Readonly<Record<Language, Recipe>> = {
  java,
  nodejs,
  python,
  dotnet,
  go,
  'apache-httpd': apacheHttpd,
  nginx,
  sdk,
};
