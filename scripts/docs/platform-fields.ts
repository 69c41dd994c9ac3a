import { isDeepStrictEqual } from 'node:util';
import { BACKENDS, LANGUAGES } from '../../src/core/domain.js';
import { editorSchemas } from '../crd/definitions.js';
import type { JsonSchema } from '../crd/structural-schema.js';
import { defaultOf, MEANINGS, WITHOUT_EFFECT } from './platform-notes.js';
import { code, table } from './markdown.js';
import { fieldsOf, partOf, typeOf, variantsOf } from './schema-type.js';

interface Field {
  /** Path below `spec`. */
  readonly path: string;
  readonly schema: JsonSchema;
}

const SAMPLING = 'sampling';

function specSchema(): JsonSchema {
  const schema = editorSchemas()['tracingplatforms.tracing.dokaseca.io'];
  return partOf(fieldsOf(partOf(schema))['spec']);
}

/** Every field of a TracingPlatform but those of sampling: path, what it may be, default and meaning. */
export function platformFieldTable(): string {
  const rows = fieldsBelow('', specSchema())
    .filter(({ path }) => !path.startsWith(`${SAMPLING}.`))
    .map(({ path, schema }) => [
      code(path),
      path === SAMPLING ? 'object, below' : typeOf(schema),
      defaultOf(path),
      meaningOf({ path, schema }),
    ]);
  return table(['field of `spec`', 'allowed', 'default', 'meaning'], rows);
}

/** The fields of every sampling strategy, one row each; a field without a default must be given. */
export function samplingFieldTable(): string {
  const rows = variantsOf(partOf(fieldsOf(specSchema())[SAMPLING])).flatMap((variant) => {
    const { strategy, mode, ...fields } = fieldsOf(variant);
    const name = wordsOf('const', strategy, mode).join(', ');
    const required: unknown = variant['required'];
    const sentence = wordsOf('description', strategy, mode).join(' ');
    return [
      [code(name), '–', '–', '–', sentence],
      ...Object.entries(fields).map(([field, schema]) => {
        const path = `${SAMPLING}.${field}`;
        const isNeeded = Array.isArray(required) && required.includes(field);
        return [
          code(name),
          code(path),
          typeOf(partOf(schema)),
          isNeeded ? 'must be given' : defaultOf(path),
          meaningOf({ path, schema: partOf(schema) }),
        ];
      }),
    ];
  });
  return table(['strategy, mode', 'field of `spec`', 'allowed', 'default', 'meaning'], rows);
}

const wordsOf = (keyword: string, ...schemas: readonly unknown[]): readonly string[] =>
  schemas.map((each) => partOf(each)[keyword]).filter((word) => typeof word === 'string');

/** The fields below a path, each with those below it; selectors and unions stand for what is in them. */
function fieldsBelow(prefix: string, schema: JsonSchema): readonly Field[] {
  return Object.entries(together(prefix, fieldsOf(schema))).flatMap(([name, value]) => {
    const field = { path: prefix === '' ? name : `${prefix}.${name}`, schema: partOf(value) };
    if (name.endsWith('Selector')) return [field];
    const items = partOf(field.schema['items']);
    const isList = field.schema['type'] === 'array';
    return [field, ...fieldsBelow(isList ? `${field.path}[]` : field.path, isList ? items : field.schema)];
  });
}

/** Takes fields that are the same for every backend or language as one. Throws where they differ. */
function together(prefix: string, fields: JsonSchema): JsonSchema {
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
function meaningOf({ path, schema }: Field): string {
  const said = schema['description'] ?? MEANINGS[path];
  if (typeof said !== 'string') throw new Error(`spec.${path} has no description; write one`);
  return WITHOUT_EFFECT.includes(path) ? `${said} _For [render](rendering.md)._` : said;
}
