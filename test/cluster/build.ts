// Makes everything expensive that the test cluster needs, as far as the cache does not have it.
import { archiveOf, imageRecipes } from './images/catalogue.js';
import { imageNames } from './images/image-names.js';
import { buildBinaries } from './kubernetes/binaries.js';
import { ensureRequirements } from './machine/requirements.js';

ensureRequirements();
const binaries = await buildBinaries();
await Promise.all(imageRecipes(binaries, imageNames()).map(archiveOf));
