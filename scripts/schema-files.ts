// What `npm run schemas` writes: CustomResourceDefinitions and JSON Schemas, from the schemas that read the objects.
import { stringify } from 'yaml';
import { customResourceDefinitions, editorSchemas } from '../src/core/objects/definitions.js';

const HEADER = '# Made by `npm run schemas` from src/core/objects; do not edit.\n';

/** Text of every generated file by its path from the root of the repository. */
export function schemaFiles(): ReadonlyMap<string, string> {
  const definitions = Object.entries(customResourceDefinitions()).map(
    ([name, definition]) => [`manifests/crd/${name}.yaml`, `${HEADER}${yaml(definition)}`] as const,
  );
  const schemas = Object.entries(editorSchemas()).map(
    ([name, schema]) => [`schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`] as const,
  );
  return new Map([...definitions, ...schemas]);
}

const yaml = (value: unknown): string =>
  stringify(value, { singleQuote: true, lineWidth: 0, aliasDuplicateObjects: false });
