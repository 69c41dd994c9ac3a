// Writes the generated blocks of docs; run it after a change of reasons, capabilities, presets or options.
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PAGE_PATHS, buildPageText } from './doc-pages.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

for (const path of PAGE_PATHS) {
  writeFileSync(join(root, path), await buildPageText(root, path));
  console.log(`wrote ${path}`);
}
