import { Composer, CST, Parser, type Document, type parseAllDocuments } from 'yaml';
import { err, ok, type Result } from '../core/result.js';
import { MOST_TEXT_LEVELS } from './bounds.js';

/** Options of the parser of YAML. */
export type YamlParseOptions = Omit<
  NonNullable<Parameters<typeof parseAllDocuments>[1]>,
  'lineCounter' | 'prettyErrors'
>;

/**
 * Parses a text as `parseAllDocuments` does, whose errors are in the documents. Refuses one that is nested too deep with
 * the offset of the first part that is, before anything calls itself for each level.
 */
export function composeDocuments(
  text: string,
  options: YamlParseOptions,
): Result<readonly Document[], number> {
  const tokens = [...new Parser().parse(text)];
  for (const token of tokens) {
    const offset = token.type === 'document' ? findTooDeep(token.value) : undefined;
    if (offset !== undefined) return err(offset);
  }
  return ok([...new Composer(options).compose(tokens)]);
}

/** Where the first collection is that is nested too deep. */
function findTooDeep(value: CST.Token | undefined): number | undefined {
  let level = selectCollections([value]);
  for (let depth = 1; level.length > 0; depth += 1) {
    if (depth > MOST_TEXT_LEVELS) return level[0]?.offset;
    level = selectCollections(level.flatMap(({ items }) => items.flatMap((item) => [item.key, item.value])));
  }
  return undefined;
}

const selectCollections = (tokens: readonly (CST.Token | null | undefined)[]): readonly CollectionToken[] =>
  tokens.filter((token) => token !== undefined && CST.isCollection(token));

type CollectionToken = CST.BlockMap | CST.BlockSequence | CST.FlowCollection;
