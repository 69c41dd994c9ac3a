import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { definitionPath, schemaFiles } from '../../../scripts/schema-files.js';
import { customResourceDefinitions } from '../../../scripts/crd/definitions.js';

const root = fileURLToPath(new URL('../../../', import.meta.url));

test.each([...schemaFiles()])('%s is what `npm run schemas` writes', (path, text) => {
  expect(readFileSync(`${root}${path}`, 'utf8')).toBe(text);
});

test.each(Object.entries(customResourceDefinitions()))(
  'the file of %s reads as the definition',
  (name, definition) => {
    expect(parse(schemaFiles().get(definitionPath(name)) ?? '')).toEqual(definition);
  },
);
