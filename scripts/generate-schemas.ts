// Writes the CustomResourceDefinitions and JSON Schemas; run it after a change in src/core/objects.
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSchemaFiles } from './schema-files.js';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

for (const [path, text] of buildSchemaFiles()) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  console.log(`wrote ${path}`);
}
