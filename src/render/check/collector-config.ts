import { isMap, LineCounter, parseDocument } from 'yaml';
import { formatPath, type Path } from '../../core/objects/paths.js';
import { locatorOf } from '../../config/documents.js';
import type { Found } from './found.js';

type Fields = Readonly<Record<string, unknown>>;

/** A Collector's configuration that a file holds, in whatever form. */
export interface FoundConfig {
  readonly config: Fields;
  /** Image of the Collector, where the file tells it. */
  readonly image?: string;
  /** Namespace of the Collector, where the file tells it. */
  readonly namespace?: string;
  /** Where a path of the configuration stands: `file:line:column: path`. */
  readonly place: (path: Path) => string;
}

/** Tells whether plain data is a Collector's configuration. */
const isCollectorConfig = (value: unknown): value is Fields =>
  isRecord(value) &&
  isRecord(value['service']) &&
  (isRecord(value['receivers']) || isRecord(value['exporters']));

export const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Where a file without a kind holds a configuration: it is one, or it is values of the Collector's chart. */
const IN_FILES: readonly Path[] = [[], ['config']];

/** The configurations that a document holds: its own, that of an OpenTelemetryCollector, or those of a ConfigMap. */
export function configsIn(found: Found): readonly FoundConfig[] {
  switch (found.kind) {
    case 'OpenTelemetryCollector':
      return collectorObject(found);
    case 'ConfigMap':
      return configMap(found);
    case '':
      return IN_FILES.flatMap((path) => configAt(found, path));
    default:
      return [];
  }
}

function collectorObject(found: Found): readonly FoundConfig[] {
  const { spec, metadata } = found.value;
  if (!isRecord(spec)) return [];
  const [image, namespace] = [spec['image'], isRecord(metadata) ? metadata['namespace'] : undefined];
  const about = {
    ...(typeof image === 'string' ? { image } : {}),
    ...(typeof namespace === 'string' ? { namespace } : {}),
  };
  return configAt(found, ['spec', 'config']).map((each) => ({ ...each, ...about }));
}

/** A configuration at a path, as a map or as a text. */
function configAt(found: Found, path: Path): readonly FoundConfig[] {
  const config = valueAt(found.value, path);
  if (typeof config === 'string') return textConfig(found, path, config);
  return isCollectorConfig(config) ? [{ config, place: placeUnder(found, path) }] : [];
}

function configMap(found: Found): readonly FoundConfig[] {
  const { data } = found.value;
  if (!isRecord(data)) return [];
  return Object.entries(data).flatMap(([key, text]) =>
    typeof text === 'string' ? textConfig(found, ['data', key], text) : [],
  );
}

const placeUnder =
  (found: Found, prefix: Path): FoundConfig['place'] =>
  (path) =>
    `${found.locate([...prefix, ...path])}: ${formatPath([...prefix, ...path])}`;

/** A configuration inside of a text; where that is a block, its places are those of the file. */
function textConfig(found: Found, at: Path, text: string): readonly FoundConfig[] {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const { contents: node } = document;
  const config: unknown = document.errors.length > 0 ? undefined : document.toJS();
  if (!isMap(node) || !isCollectorConfig(config)) return [];
  const block = found.blockAt(at);
  const locate = locatorOf({ document, node }, (offset) => {
    if (block === undefined) return found.locate(at);
    const { line, col } = lines.linePos(offset);
    return `${block.file}:${(block.line + line - 1).toString()}:${(block.indent + col).toString()}`;
  });
  return [{ config, place: (path) => `${locate(formatPath(path))}: ${formatPath(path)}` }];
}

/** Components of a section, by their ids. */
export function componentsIn(config: Fields, section: string): readonly (readonly [string, Fields])[] {
  const components = config[section];
  if (!isRecord(components)) return [];
  return Object.entries(components).map(([id, value]) => [id, isRecord(value) ? value : {}] as const);
}

/** What stands at a path of plain data; undefined where there is nothing. */
export function valueAt(value: unknown, path: Path): unknown {
  let inner = value;
  for (const key of path) {
    if (Array.isArray(inner) && typeof key === 'number') inner = inner[key] as unknown;
    else if (isRecord(inner)) inner = inner[key];
    else return undefined;
  }
  return inner;
}
