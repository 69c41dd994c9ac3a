import { visit, type Alias, type Document } from 'yaml';
import { formatJson } from './json-text.js';
import { createPlainNode } from './node-ownership.js';

/**
 * Changes a document in a way that may take an alias away from its anchor, or put another one in between: each alias
 * that is still there says what it said before, and is written out where it would not.
 */
export function keepAliases(document: Document, change: () => void): void {
  const said = new Map<Alias, unknown>();
  visit(document, {
    Alias: (_, alias) => {
      said.set(alias, alias.toJS(document));
    },
  });
  change();
  if (said.size === 0) return;
  visit(document, {
    Alias: (_, alias) =>
      !said.has(alias) || isSaying(document, alias, said.get(alias))
        ? undefined
        : createPlainNode(document, said.get(alias)),
  });
}

const isSaying = (document: Document, alias: Alias, data: unknown): boolean =>
  alias.resolve(document) !== undefined && formatJson(alias.toJS(document)) === formatJson(data);
