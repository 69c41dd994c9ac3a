import { isMap, type Document } from 'yaml';
import { err, ok, type Result } from '../core/result.js';
import { isRecord } from '../core/json.js';
import {
  createLocator,
  listObjectNodes,
  parseDocuments,
  readPlainData,
  type OffsetFormatter,
} from './documents.js';
import { readObjectPlatforms } from './platform-objects.js';
import {
  selectEnableFlags,
  FACT_NAMES,
  formatPlace,
  hasTracingFlag,
  mergeSources,
  readFlagsSource,
  selectClusterFacts,
  type PlatformSources,
} from './platform-source.js';

/**
 * Finds the platform's choice in YAML or JSON: TracingPlatform objects, Argo CD cluster Secrets, and documents that are
 * a map of flags or have one as `addons`. Other objects are ignored. Of a Secret, only labels and known annotations are
 * read.
 */
export function parseDocumentPlatforms(text: string, file: string): Result<PlatformSources> {
  const parsed = parseDocuments(text, file, { merge: true });
  if (!parsed.ok) return parsed;
  const { documents, place } = parsed.value;
  return mergeSources(documents.map((document) => readDocumentSources(document, place)));
}

function readDocumentSources(document: Document, place: OffsetFormatter): Result<PlatformSources> {
  const { contents } = document;
  if (!isMap(contents)) return ok({ sources: [], notices: [] });
  if (!contents.has('kind')) return readMapSources({ document, node: contents }, place);
  const nodes = listObjectNodes({ documents: [document], place });
  return nodes.ok ? readObjectPlatforms(nodes.value, place) : nodes;
}

/** A map that is no object: `addons: { enable_tempo: true }`, or the flags by themselves. */
function readMapSources(
  map: Parameters<typeof createLocator>[0],
  place: OffsetFormatter,
): Result<PlatformSources> {
  const locate = createLocator(map, place);
  const data = readPlainData(map.node, map.document);
  if (!data.ok) return err(data.error.map((each) => ({ ...each, path: locate('') })));
  const value = isRecord(data.value) ? data.value : {};
  const { addons, ...others } = value;
  const facts = selectClusterFacts(value, []);
  if (addons !== undefined) {
    const ignored = Object.keys(others).filter((key) => FACT_NAMES.every(([name]) => name !== key));
    const notices = ignored.map((key) => ({
      path: formatPlace(locate, key),
      message: 'is ignored next to addons; write a TracingPlatform to set more than flags',
    }));
    const read = readFlagsSource({ at: ['addons'], flags: addons, facts, locate });
    return ok({ ...read, notices: [...notices, ...read.notices] });
  }
  if (!hasTracingFlag(value)) return ok({ sources: [], notices: [] });
  return ok(readFlagsSource({ at: [], flags: selectEnableFlags(value), facts, locate }));
}
