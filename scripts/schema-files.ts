// What `npm run schemas` writes: CustomResourceDefinitions and JSON Schemas, from the schemas that read the objects; the
// values of the Helm chart, and its templates from the manifests; what monitors the webhook.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { buildTemplates } from './chart/templates.js';
import { buildValuesFile } from './chart/values-file.js';
import { buildValuesSchema } from './chart/values.js';
import { buildMonitoringFiles } from './monitoring/objects.js';
import { buildCustomResourceDefinitions, buildEditorSchemas } from './crd/definitions.js';
import { buildReportSchemas } from './report-schemas.js';

const HEADER = '# Made by `npm run schemas` from src/core/objects; do not edit.\n';
const VALUES_HEADER = '# Made by `npm run schemas` from scripts/chart/values.ts; do not edit.\n\n';
const CHART = 'manifests/chart';

const isOnDemand = (name: string): boolean => name.startsWith('instrumentations.');

/** Where the manifest of a CustomResourceDefinition is: ours is in every installation, the Operator's only on demand. */
export const getDefinitionPath = (name: string): string =>
  `manifests/${isOnDemand(name) ? 'components/instrumentation-crd' : 'base'}/${name}.yaml`;

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Text of every generated file by its path from the root of the repository. */
export function buildSchemaFiles(): ReadonlyMap<string, string> {
  const definitions = Object.entries(buildCustomResourceDefinitions()).flatMap(([name, definition]) => {
    const text = `${HEADER}${formatYaml(definition)}`;
    return [[getDefinitionPath(name), text] as const, buildChartDefinition(name, text)];
  });
  const schemas = Object.entries({ ...buildEditorSchemas(), ...buildReportSchemas() }).map(
    ([name, schema]) => [`schemas/${name}.schema.json`, formatJson(schema)] as const,
  );
  const monitoring = [...buildMonitoringFiles()].map(
    ([path, text]) => [`manifests/components/${path}`, text] as const,
  );
  const made = new Map<string, string>(monitoring);
  const readManifest = (path: string): string =>
    made.get(`manifests/${path}`) ?? readFileSync(join(ROOT, 'manifests', path), 'utf8');
  const templates = [...buildTemplates(readManifest)].map(
    ([name, text]) => [`${CHART}/templates/${name}`, text] as const,
  );
  return new Map([
    ...definitions,
    ...schemas,
    ...monitoring,
    ...templates,
    [`${CHART}/values.schema.json`, formatJson(buildValuesSchema())],
    [`${CHART}/values.yaml`, `${VALUES_HEADER}${buildValuesFile()}`],
  ]);
}

/**
 * The definition as the chart has it. Helm creates what is in `crds` before all else, so that a release may hold an object
 * of that kind, and never touches it again. The Operator's is a template, since it is a value whether it is installed; it
 * is annotated to stay when the release goes, as every Instrumentation would go with it.
 * https://helm.sh/docs/chart_best_practices/custom_resource_definitions/
 */
function buildChartDefinition(name: string, text: string): readonly [string, string] {
  if (!isOnDemand(name)) return [`${CHART}/crds/${name}.yaml`, text];
  if (text.includes('{{')) throw new Error(`${name} has {{ in its text, which Helm would take as its own.`);
  const kept = text.replace(
    `\nmetadata:\n  name: ${name}\n`,
    `\nmetadata:\n  name: ${name}\n  annotations:\n    helm.sh/resource-policy: keep\n`,
  );
  return [`${CHART}/templates/${name}.yaml`, `{{- if .Values.instrumentationCRD }}\n${kept}{{- end }}\n`];
}

const formatJson = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const formatYaml = (value: unknown): string =>
  stringify(value, { singleQuote: true, lineWidth: 0, aliasDuplicateObjects: false });
