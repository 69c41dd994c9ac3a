import type { Recipe } from './recipe.js';

/** The program brings its own SDK: it gets the variables that all languages share, and no files. */
export const sdk: Recipe = () => ({ ok: true, value: {} });
