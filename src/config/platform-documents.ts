import { isMap, type Document } from 'yaml';
import { err, ok, type Result } from '../core/result.js';
import { isRecord } from '../core/json.js';
import { locatorOf, objectNodes, parseDocuments, plainData, type Place } from './documents.js';
import { objectPlatforms } from './platform-objects.js';
import {
  flagsIn,
  flagsSource,
  hasTracingFlag,
  placed,
  together,
  type PlatformSources,
} from './platform-source.js';

/**
 * Finds the platform's choice in YAML or JSON: TracingPlatform objects, Argo CD cluster Secrets, and documents that are
 * a map of flags or have one as `addons`. Other objects are passed over. Of a Secret nothing but the labels is read.
 */
export function documentPlatforms(text: string, file: string): Result<PlatformSources> {
  const parsed = parseDocuments(text, file, { merge: true });
  if (!parsed.ok) return parsed;
  const { documents, place } = parsed.value;
  return together(documents.map((document) => documentSources(document, place)));
}

function documentSources(document: Document, place: Place): Result<PlatformSources> {
  const { contents } = document;
  if (!isMap(contents)) return ok({ sources: [], notices: [] });
  if (!contents.has('kind')) return mapSources({ document, node: contents }, place);
  const nodes = objectNodes({ documents: [document], place });
  return nodes.ok ? objectPlatforms(nodes.value, place) : nodes;
}

/** A map that is no object: `addons: { enable_tempo: true }`, or the flags by themselves. */
function mapSources(map: Parameters<typeof locatorOf>[0], place: Place): Result<PlatformSources> {
  const locate = locatorOf(map, place);
  const data = plainData(map.node, map.document);
  if (!data.ok) return err(data.error.map((each) => ({ ...each, path: locate('') })));
  const value = isRecord(data.value) ? data.value : {};
  const { addons, ...others } = value;
  if (addons !== undefined) {
    const notices = Object.keys(others).map((key) => ({
      path: placed(locate, key),
      message: 'is ignored beside addons; write a TracingPlatform to set more than flags',
    }));
    return ok({ sources: [flagsSource({ at: ['addons'], flags: addons, locate })], notices });
  }
  if (!hasTracingFlag(value)) return ok({ sources: [], notices: [] });
  return ok({ sources: [flagsSource({ at: [], flags: flagsIn(value), locate })], notices: [] });
}
