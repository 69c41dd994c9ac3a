import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { getDefinitionPath, buildSchemaFiles } from '../../../scripts/schema-files.js';
import { buildCustomResourceDefinitions } from '../../../scripts/crd/definitions.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test.each([...buildSchemaFiles()])('%s is what `npm run schemas` writes', (path, text) => {
  expect(readFileSync(`${root}${path}`, 'utf8')).toBe(text);
});

test.each(Object.entries(buildCustomResourceDefinitions()))(
  'the file of %s reads as the definition',
  (name, definition) => {
    expect(parse(buildSchemaFiles().get(getDefinitionPath(name)) ?? '')).toEqual(definition);
  },
);
