import { isAlias, visit, type Alias, type Document, type Node } from 'yaml';
import type { OffsetFormatter } from '../config/documents.js';
import type { Issue } from '../core/result.js';

/**
 * What keeps a parsed document from being plain data, naming `file:line:column`: aliases without an anchor in front of
 * them, inside of their own anchor, or too many, and merge keys of what is no map. A parser alone finds none of it.
 */
export function listDataIssues(document: Document, place: OffsetFormatter): readonly Issue[] {
  const issues: Issue[] = [];
  const anchors = new Map<string, Node>();
  visit(document, {
    Node: (_, node, path) => {
      if (isAlias(node))
        issues.push(...listAliasIssues(node, { path, meant: anchors.get(node.source), place }));
      else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return issues.length > 0 ? issues : buildReadIssue(document, place);
}

interface Meaning {
  /** What the alias is in. */
  readonly path: readonly unknown[];
  readonly meant: Node | undefined;
  readonly place: OffsetFormatter;
}

function listAliasIssues({ range }: Alias, { path, meant, place }: Meaning): readonly Issue[] {
  const at = place(range?.[0] ?? 0);
  if (meant === undefined)
    return [{ path: at, message: 'is an alias whose anchor is not in front of it; write it out' }];
  return path.includes(meant)
    ? [{ path: at, message: 'is an alias inside of its own anchor, which contains itself; write it out' }]
    : [];
}

function buildReadIssue(document: Document, place: OffsetFormatter): readonly Issue[] {
  try {
    document.toJS();
    return [];
  } catch (error) {
    if (!isOfAliases(error)) throw error;
    const path = place(document.contents?.range?.[0] ?? 0);
    return [
      {
        path,
        message: 'has too many aliases, or a `<<` that merges something that is not a map; write them out',
      },
    ];
  }
}

/** The library throws a ReferenceError for aliases; for merge keys an Error that only its message tells apart. */
const isOfAliases = (error: unknown): boolean =>
  error instanceof ReferenceError || (error instanceof Error && error.message.startsWith('Merge sources '));
