import { isDeepStrictEqual } from 'node:util';
import { BACKENDS, LANGUAGES } from '../../src/core/domain.js';
import { buildEditorSchemas } from '../crd/definitions.js';
import type { JsonSchema } from '../crd/structural-schema.js';
import { getFieldDefault, MEANINGS, WITHOUT_EFFECT } from './platform-notes.js';
import { formatCode, formatTable } from './markdown.js';
import { getFields, getPart, describeType, listVariants } from './schema-type.js';

interface PlatformField {
  /** Path below `spec`. */
  readonly path: string;
  readonly schema: JsonSchema;
}

const SAMPLING = 'sampling';

function getSpecSchema(): JsonSchema {
  const schema = buildEditorSchemas()['tracingplatforms.tracing.dokaseca.io'];
  return getPart(getFields(getPart(schema))['spec']);
}

/** Every field of a TracingPlatform but those of sampling: path, what it may be, default and meaning. */
export function buildPlatformFieldTable(): string {
  const rows = listFields('', getSpecSchema())
    .filter(({ path }) => !path.startsWith(`${SAMPLING}.`))
    .map(({ path, schema }) => [
      formatCode(path),
      path === SAMPLING ? 'object, below' : describeType(schema),
      getFieldDefault(path),
      getMeaning({ path, schema }),
    ]);
  return formatTable(['field of `spec`', 'allowed', 'default', 'meaning'], rows);
}

/** The fields of every sampling strategy, one row each; a field without a default must be given. */
export function buildSamplingFieldTable(): string {
  const rows = listVariants(getPart(getFields(getSpecSchema())[SAMPLING])).flatMap((variant) => {
    const { strategy, mode, ...fields } = getFields(variant);
    const name = collectKeyword('const', strategy, mode).join(', ');
    const required: unknown = variant['required'];
    const sentence = collectKeyword('description', strategy, mode).join(' ');
    return [
      [formatCode(name), '–', '–', '–', sentence],
      ...Object.entries(fields).map(([field, schema]) => {
        const path = `${SAMPLING}.${field}`;
        const isNeeded = Array.isArray(required) && required.includes(field);
        return [
          formatCode(name),
          formatCode(path),
          describeType(getPart(schema)),
          isNeeded ? 'must be given' : getFieldDefault(path),
          getMeaning({ path, schema: getPart(schema) }),
        ];
      }),
    ];
  });
  return formatTable(['strategy, mode', 'field of `spec`', 'allowed', 'default', 'meaning'], rows);
}

const collectKeyword = (keyword: string, ...schemas: readonly unknown[]): readonly string[] =>
  schemas.map((each) => getPart(each)[keyword]).filter((word) => typeof word === 'string');

/** The fields below a path, each with those below it; selectors and unions stand for what is in them. */
function listFields(prefix: string, schema: JsonSchema): readonly PlatformField[] {
  return Object.entries(mergeSameFields(prefix, getFields(schema))).flatMap(([name, value]) => {
    const field = { path: prefix === '' ? name : `${prefix}.${name}`, schema: getPart(value) };
    if (name.endsWith('Selector')) return [field];
    const items = getPart(field.schema['items']);
    const isList = field.schema['type'] === 'array';
    return [field, ...listFields(isList ? `${field.path}[]` : field.path, isList ? items : field.schema)];
  });
}

/** Takes fields that are the same for every backend or language as one. Throws where they differ. */
function mergeSameFields(prefix: string, fields: JsonSchema): JsonSchema {
  const sets: Readonly<Record<string, readonly string[]>> = { backends: BACKENDS, agents: LANGUAGES };
  const names = sets[prefix];
  if (names === undefined) return fields;
  const [first, ...others] = names.map((name) => fields[name]);
  if (!others.every((each) => isDeepStrictEqual(each, first)))
    throw new Error(`the fields below spec.${prefix} differ; write a row for each of them`);
  const rest = Object.entries(fields).filter(([name]) => !names.includes(name));
  return { ...Object.fromEntries(rest), [prefix === 'backends' ? '<backend>' : '<language>']: first };
}

/** What a field means. Throws where neither its schema nor the notes say so. */
function getMeaning({ path, schema }: PlatformField): string {
  const said = schema['description'] ?? MEANINGS[path];
  if (typeof said !== 'string') throw new Error(`spec.${path} has no description; write one`);
  return WITHOUT_EFFECT.includes(path) ? `${said} _For [render](rendering.md)._` : said;
}
