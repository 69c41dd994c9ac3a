import type { Language } from '../domain.js';
import { buildApacheEdits } from './apache-httpd.js';
import { buildDotnetEdits } from './dotnet.js';
import { buildGoEdits } from './go.js';
import { buildJavaEdits } from './java.js';
import { buildNginxEdits } from './nginx.js';
import { buildNodejsEdits } from './nodejs.js';
import { buildPhpEdits } from './php.js';
import { buildPythonEdits } from './python.js';
import { buildRubyEdits } from './ruby.js';
import type { Recipe } from '../plan/recipe.js';

/** The program brings its own SDK: it gets the variables that all languages share, and no files. */
const buildSdkEdits: Recipe = () => ({ ok: true, value: {} });

/** Every language's recipe; a language without one does not compile. */
export const RECIPES: Readonly<Record<Language, Recipe>> = {
  java: buildJavaEdits,
  nodejs: buildNodejsEdits,
  php: buildPhpEdits,
  python: buildPythonEdits,
  ruby: buildRubyEdits,
  dotnet: buildDotnetEdits,
  go: buildGoEdits,
  'apache-httpd': buildApacheEdits,
  nginx: buildNginxEdits,
  sdk: buildSdkEdits,
};
