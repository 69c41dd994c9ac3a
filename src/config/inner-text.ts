import { isMap } from 'yaml';
import { formatPath, type Path } from '../core/objects/paths.js';
import { err, ok, type Result } from '../core/result.js';
import type { LinePlace } from './document-stream.js';
import { createLocator, getStart, parsePlacedDocuments, readPlainData } from './documents.js';

/** A document that an object holds as a text. */
export interface InnerDocument {
  readonly value: unknown;
  /** The place of a path, or of the nearest thing above it. */
  readonly locate: (path: Path) => string;
}

/**
 * Parses a YAML or JSON text that an object holds, as a ConfigMap does; `formatPlace` gets lines of this text. Refuses what
 * is not YAML or nested too deep, anchors that contain themselves, aliases without one, and several documents.
 */
export function parseInnerDocument(
  text: string,
  formatPlace: (place: LinePlace) => string,
): Result<InnerDocument> {
  const parsed = parsePlacedDocuments(text, formatPlace, { merge: true });
  if (!parsed.ok) return parsed;
  const { documents, place } = parsed.value;
  const [document, second] = documents;
  if (second !== undefined)
    return err([
      { path: place(getStart(second.contents)), message: 'is behind another document; allowed: one' },
    ]);
  const node = document?.contents ?? null;
  if (document === undefined || node === null) return ok({ value: undefined, locate: () => place(0) });
  const data = readPlainData(node, document);
  if (!data.ok) return err(data.error.map((issue) => ({ ...issue, path: place(getStart(node)) })));
  const locate = isMap(node) ? createLocator({ document, node }, place) : () => place(0);
  return ok({ value: data.value, locate: (path) => locate(formatPath(path)) });
}

/** The value of such a text; undefined where it holds none. */
export function parseInnerValue(text: string): unknown {
  const parsed = parseInnerDocument(text, () => '');
  return parsed.ok ? parsed.value.value : undefined;
}
