import { isDeepStrictEqual } from 'node:util';
import { SECTIONS } from '../../src/core/objects/instrumentation-sections.js';
import { buildEditorSchemas } from '../crd/definitions.js';
import type { JsonSchema } from '../crd/structural-schema.js';
import { formatCode, formatTable } from './markdown.js';
import { describeType, getFields, getPart } from './schema-type.js';

/** Fields that a pod has too, and the types that they have there; what is in them is not repeated. */
const POD_TYPES: Readonly<Record<string, string>> = {
  env: 'list of `EnvVar`',
  attrs: 'list of `EnvVar`',
  resources: '`ResourceRequirements`',
  resourceRequirements: '`ResourceRequirements`',
  volumeClaimTemplate: '`PersistentVolumeClaimTemplate`',
  volumeLimitSize: '`Quantity`',
  imagePullPolicy: '`Always`, `IfNotPresent`, `Never`',
  initContainerSecurityContext: '`SecurityContext`',
  securityContext: '`SecurityContext`',
};

/** What the schema does not say of its fields. */
const MEANINGS: Readonly<Record<string, string>> = {
  '<language>': `One of ${SECTIONS.map(formatCode).join(', ')}.`,
  'java.extensions[].image': 'Image with extensions.',
  'java.extensions[].dir': 'Directory of that image.',
};

/** Defaults that are not one value. */
const DEFAULTS: Readonly<Record<string, string>> = {
  '<language>.image': '[by language](versions.md)',
};

/** Every field of an Instrumentation: path, what it may be, default and meaning. */
export function buildInstrumentationFieldTable(): string {
  const schema = getPart(buildEditorSchemas()['instrumentations.opentelemetry.io']);
  const fields = getFields(getPart(getFields(schema)['spec']));
  const isSection = ([name]: readonly [string, unknown]): boolean => SECTIONS.some((each) => each === name);
  const common = Object.entries(fields).filter((entry) => !isSection(entry));
  const sections = Object.entries(fields).filter(isSection);
  const rows = [
    ...common.flatMap(([name, field]) => listRows(name, getPart(field))),
    [formatCode('<language>'), 'object', '–', getMeaning('<language>', {}).meaning],
    ...listSharedFields(sections).flatMap(([name, field]) => listRows(`<language>.${name}`, field)),
    ...sections.flatMap(([section, schemaOfSection]) =>
      listOwnFields(getPart(schemaOfSection), sections).flatMap(([name, field]) =>
        listRows(`${section}.${name}`, field),
      ),
    ),
  ];
  return formatTable(['field of `spec`', 'allowed', 'default', 'meaning'], rows);
}

type Field = readonly [string, JsonSchema];

/** The fields that every language has, in the same form. */
function listSharedFields(sections: readonly (readonly [string, unknown])[]): readonly Field[] {
  const [first, ...others] = sections.map(([, section]) => getFields(getPart(section)));
  return Object.entries(first ?? {})
    .filter(([name, field]) => others.every((each) => isDeepStrictEqual(each[name], field)))
    .map(([name, field]) => [name, getPart(field)]);
}

function listOwnFields(
  section: JsonSchema,
  sections: readonly (readonly [string, unknown])[],
): readonly Field[] {
  const shared = listSharedFields(sections).map(([name]) => name);
  return Object.entries(getFields(section))
    .filter(([name]) => !shared.includes(name))
    .map(([name, field]) => [name, getPart(field)]);
}

/** The row of a field, and those of the fields in it; a type of a pod stands for what is in it. */
function listRows(path: string, schema: JsonSchema): readonly (readonly string[])[] {
  const type = POD_TYPES[path.slice(path.lastIndexOf('.') + 1)];
  const { meaning, byDefault } = getMeaning(path, schema);
  const row = [formatCode(path), type ?? describeType(schema), DEFAULTS[path] ?? byDefault, meaning];
  if (type !== undefined) return [row];
  const items = getPart(schema['items']);
  const [prefix, fields] =
    schema['type'] === 'array' ? [`${path}[]`, getFields(items)] : [path, getFields(schema)];
  return [
    row,
    ...Object.entries(fields).flatMap(([name, field]) => listRows(`${prefix}.${name}`, getPart(field))),
  ];
}

/** A description ends with the default where there is one: `Version of the server; 2.4 when absent.` */
const DEFAULT = /^([^;]+); ([^;]+) when absent\.$/;

/** What a field means, and its default. Throws where neither its schema nor the notes say so. */
function getMeaning(path: string, schema: JsonSchema): { meaning: string; byDefault: string } {
  const said = schema['description'] ?? MEANINGS[path];
  if (typeof said !== 'string') throw new Error(`spec.${path} has no description; write one`);
  const [, meaning = said.slice(0, -1), byDefault] = DEFAULT.exec(said) ?? [];
  return { meaning: `${meaning}.`, byDefault: byDefault === undefined ? '–' : formatCode(byDefault) };
}
