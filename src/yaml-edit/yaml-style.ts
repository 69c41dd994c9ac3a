import { isMap, isSeq, visit, type Document } from 'yaml';
import type { YamlStyle } from './kubernetes-yaml.js';
import type { Collection } from './node-ownership.js';
import { isOriginalBlock, type Layout } from './source-layout.js';
import { getColumn } from './line-offsets.js';

/** How a parsed document is indented, by the first map and the first list below a key; else as most are. */
export function detectYamlStyle(source: string, document: Document, layout: Layout): YamlStyle {
  const columnAt = (node: Collection): number => getColumn(source, layout.get(node)?.starts[0] ?? 0);
  let indent: number | undefined;
  let listIndent: number | undefined;
  visit(document, {
    Map: (_, map) => {
      if (indent !== undefined && listIndent !== undefined) return visit.BREAK;
      if (!isOriginalBlock(layout, map)) return undefined;
      const values = map.items.map(({ value }) => value).filter((value) => isOriginalBlock(layout, value));
      const map_ = values.find(isMap);
      const list = values.find(isSeq);
      indent ??= map_ && columnAt(map_) - columnAt(map);
      listIndent ??= list && columnAt(list) - columnAt(map);
      return undefined;
    },
  });
  return { indent: clampIndent(indent ?? 2), indentSeq: (listIndent ?? 2) > 0 };
}

/** Between what a list item needs and what is still readable. */
const clampIndent = (indent: number): number => Math.min(Math.max(indent, 2), 8);
