// What `npm run schemas` writes: CustomResourceDefinitions and JSON Schemas, from the schemas that read the objects.
import { stringify } from 'yaml';
import { buildCustomResourceDefinitions, buildEditorSchemas } from './crd/definitions.js';

const HEADER = '# Made by `npm run schemas` from src/core/objects; do not edit.\n';

/** Where the manifest of a CustomResourceDefinition is: ours is in every installation, the Operator's only on demand. */
export const getDefinitionPath = (name: string): string =>
  `manifests/${name.startsWith('instrumentations.') ? 'components/instrumentation-crd' : 'base'}/${name}.yaml`;

/** Text of every generated file by its path from the root of the repository. */
export function buildSchemaFiles(): ReadonlyMap<string, string> {
  const definitions = Object.entries(buildCustomResourceDefinitions()).map(
    ([name, definition]) => [getDefinitionPath(name), `${HEADER}${formatYaml(definition)}`] as const,
  );
  const schemas = Object.entries(buildEditorSchemas()).map(
    ([name, schema]) => [`schemas/${name}.schema.json`, `${JSON.stringify(schema, null, 2)}\n`] as const,
  );
  return new Map([...definitions, ...schemas]);
}

const formatYaml = (value: unknown): string =>
  stringify(value, { singleQuote: true, lineWidth: 0, aliasDuplicateObjects: false });
