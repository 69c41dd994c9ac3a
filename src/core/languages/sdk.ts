import type { Recipe } from '../plan/recipe.js';

/** The program brings its own SDK: it gets the variables that all languages share, and no files. */
export const buildSdkEdits: Recipe = () => ({ ok: true, value: {} });
