import { parseAllDocuments } from 'yaml';

/** Keys whose values are sentences for people. */
const SENTENCES = new Set(['message', 'mend', 'remedy', 'warnings', 'description', 'says', 'summary']);
const MESSAGE = 'tracing.dokaseca.io/message';

/**
 * Puts a mark in the place of every sentence of an answer or a file in JSON or YAML, and leaves comments out; a patch in
 * base64 is decoded first. Other text stays as it is.
 */
export function maskSentences(text: string): string {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return text;
  return JSON.stringify(documents.map((document) => mask(document.toJS({ maxAliasCount: -1 }))));
}

function mask(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mask);
  if (typeof value !== 'object' || value === null) return value;
  if (isMessageOperation(value)) return { ...value, value: '*' };
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [
      key,
      SENTENCES.has(key) || key === MESSAGE ? '*' : key === 'patch' ? decode(inner) : mask(inner),
    ]),
  );
}

/** The operation that writes the message of a pod which has annotations already. */
const isMessageOperation = (value: object): boolean =>
  'path' in value && value.path === `/metadata/annotations/${MESSAGE.replace('/', '~1')}`;

const decode = (patch: unknown): unknown =>
  typeof patch === 'string' ? mask(JSON.parse(Buffer.from(patch, 'base64').toString())) : mask(patch);
