import { stringify } from 'yaml';
import { isRecord } from '../../src/core/json.js';
import { wrapText } from '../../src/text/wrap.js';
import type { JsonSchema } from '../crd/structural-schema.js';
import { buildValuesSchema } from './values.js';

const WIDTH = 110;

/** The text of `values.yaml`: every value with its default, and above it what it means. */
export const buildValuesFile = (): string => `${writeValues(buildValuesSchema(), '').join('\n')}\n`;

function writeValues(schema: JsonSchema, indent: string): readonly string[] {
  const values = isRecord(schema['properties']) ? schema['properties'] : {};
  return Object.entries(values).flatMap(([name, value]) => {
    const part = isRecord(value) ? value : {};
    const below = Object.hasOwn(part, 'default')
      ? writeDefault(name, part['default'])
      : writeGroup(name, writeValues(part, '  '));
    if (below.length === 0) return [];
    return [...writeComment(String(part['description'])), ...below].map((line) => `${indent}${line}`);
  });
}

const writeGroup = (name: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`${name}:`, ...lines];

const writeDefault = (name: string, value: unknown): readonly string[] =>
  stringify({ [name]: value }, { singleQuote: true, lineWidth: 0 })
    .trimEnd()
    .split('\n');

/** A text as comments that are no wider than all files here. */
const writeComment = (text: string): readonly string[] =>
  wrapText(text, WIDTH - '# '.length).map((line) => `# ${line}`);
