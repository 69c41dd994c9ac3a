import { isRecord, readRecord, type Fields } from '../../core/json.js';
import { findValueAt, formatPath, type Path } from '../../core/objects/paths.js';
import { parseInnerDocument, type InnerDocument } from '../../config/inner-text.js';
import type { Result } from '../../core/result.js';
import { completeConfig, isOfPreset } from './chart-defaults.js';
import type { CheckedDocument } from './checked-documents.js';

/** A Collector's configuration that a file holds, in whatever form. */
export interface CheckedConfig {
  readonly config: Fields;
  /** The same with the defaults over which it is merged. */
  readonly whole: Fields;
  /**
   * Tells whether something else than the configuration adds a component, and puts it into pipelines; with a section such as
   * `receivers of pipelines`, whether it does so to a pipeline.
   */
  readonly isAdded: (section: string, id: string) => boolean;
  /** Image of the Collector, where the file tells it. */
  readonly image?: string;
  /** Namespace of the Collector, where the file tells it. */
  readonly namespace?: string;
  /** Whether it runs in the pods that send to it. */
  readonly isSidecar: boolean;
  /** Whether what installs it says where receivers listen, if the configuration does not. */
  readonly fillsAddresses: boolean;
  /** The place of a path of the configuration: `file:line:column: path`. */
  readonly place: (path: Path) => string;
}

/** Tells whether plain data is a Collector's configuration. */
const isCollectorConfig = (value: unknown): value is Fields =>
  isRecord(value) &&
  isRecord(value['service']) &&
  (isRecord(value['receivers']) || isRecord(value['exporters']));

/** Where a file without a kind holds a configuration: it is one, or it is values of the Collector's chart. */
const IN_FILES: readonly Path[] = [[], ['config'], ['alternateConfig']];

/** The configurations that a document holds: its own, that of an OpenTelemetryCollector, or those of a ConfigMap. */
export function collectConfigs(found: CheckedDocument): readonly CheckedConfig[] {
  switch (found.kind) {
    case 'OpenTelemetryCollector':
      return readCollectorObject(found);
    case 'ConfigMap':
      return readConfigMapConfigs(found);
    case '':
      return IN_FILES.flatMap((path) =>
        readConfigAt(found, path).map((each) => ({ ...each, ...describeChart(found, path, each) })),
      );
    default:
      return [];
  }
}

/** What the Collector's chart makes of a configuration in its values; the alternative one has no defaults. */
function describeChart(
  found: CheckedDocument,
  [key]: Path,
  { config }: CheckedConfig,
): Partial<CheckedConfig> {
  if (key === undefined) return {};
  const ofChart = {
    ...readChartImage(found),
    isAdded: (section: string, id: string) => isOfPreset(found.value, section, id),
  };
  return key === 'config' ? { ...ofChart, fillsAddresses: true, whole: completeConfig(config) } : ofChart;
}

/** The image in values of the Collector's chart, which has no default. */
function readChartImage({ value }: CheckedDocument): Pick<CheckedConfig, 'image'> {
  const image = findValueAt(value, ['image', 'repository']);
  return typeof image === 'string' ? { image } : {};
}

/** A configuration of which nothing else is known. */
const buildPlainConfig = (config: Fields, place: CheckedConfig['place']): CheckedConfig => ({
  ...{ isSidecar: false, fillsAddresses: false, isAdded: () => false },
  ...{ config, whole: config, place },
});

function readCollectorObject(found: CheckedDocument): readonly CheckedConfig[] {
  const { spec, metadata } = found.value;
  if (!isRecord(spec)) return [];
  const [image, namespace] = [spec['image'], isRecord(metadata) ? metadata['namespace'] : undefined];
  const about = {
    isSidecar: spec['mode'] === 'sidecar',
    fillsAddresses: true,
    ...(typeof image === 'string' ? { image } : {}),
    ...(typeof namespace === 'string' ? { namespace } : {}),
  };
  return readConfigAt(found, ['spec', 'config']).map((each) => ({ ...each, ...about }));
}

/** A configuration at a path, as a map or as a text. */
function readConfigAt(found: CheckedDocument, path: Path): readonly CheckedConfig[] {
  const config = findValueAt(found.value, path);
  if (typeof config === 'string') return parseConfigText(found, path, config);
  return isCollectorConfig(config) ? [buildPlainConfig(config, createPlaceFormatter(found, path))] : [];
}

function readConfigMapConfigs(found: CheckedDocument): readonly CheckedConfig[] {
  const { data } = found.value;
  if (!isRecord(data)) return [];
  return Object.entries(data).flatMap(([key, text]) =>
    typeof text === 'string' ? parseConfigText(found, ['data', key], text) : [],
  );
}

const createPlaceFormatter =
  (found: CheckedDocument, prefix: Path): CheckedConfig['place'] =>
  (path) =>
    `${found.locate([...prefix, ...path])}: ${formatPath([...prefix, ...path])}`;

/** Something that cannot be read, with its place: `file:line:column: path`. */
export interface UnreadableText {
  readonly place: string;
  readonly message: string;
}

/** Configurations that are texts, but not YAML: a Collector does not start with them. Texts of others are not judged. */
export function listUnreadableConfigs(found: CheckedDocument): readonly UnreadableText[] {
  return listConfigTexts(found).flatMap(({ at, text }) => {
    const parsed = parseTextAt(found, at, text);
    return parsed.ok
      ? []
      : parsed.error.map(({ path, message }) => ({ place: `${path}: ${formatPath(at)}`, message }));
  });
}

/** Sections that every configuration has, at the beginning of a line. */
const SECTIONS = [/^receivers:/m, /^exporters:/m, /^service:/m];

/** A text that something else is made of first: https://pkg.go.dev/text/template */
const isTemplate = (text: string): boolean => text.includes('{{');

function listConfigTexts({ kind, value }: CheckedDocument): readonly ConfigText[] {
  return listTextPlaces(kind, value).flatMap((at) => {
    const text = findValueAt(value, at);
    const isConfig =
      typeof text === 'string' && SECTIONS.every((section) => section.test(text)) && !isTemplate(text);
    return isConfig ? [{ at, text }] : [];
  });
}

function listTextPlaces(kind: string, value: Fields): readonly Path[] {
  switch (kind) {
    case 'ConfigMap':
      return Object.keys(readRecord(value, 'data')).map((key) => ['data', key]);
    case 'OpenTelemetryCollector':
      return [['spec', 'config']];
    case '':
      return IN_FILES;
    default:
      return [];
  }
}

interface ConfigText {
  readonly at: Path;
  readonly text: string;
}

/** A configuration inside of a text. */
function parseConfigText(found: CheckedDocument, at: Path, text: string): readonly CheckedConfig[] {
  const parsed = parseTextAt(found, at, text);
  if (!parsed.ok) return [];
  const { value: config, locate } = parsed.value;
  if (!isCollectorConfig(config)) return [];
  return [buildPlainConfig(config, (path) => `${locate(path)}: ${formatPath(path)}`)];
}

/** What a text of a file holds; where that is a block, its places are those of the file. */
function parseTextAt(found: CheckedDocument, at: Path, text: string): Result<InnerDocument> {
  const block = found.blockAt(at);
  return parseInnerDocument(text, ({ line, col }) =>
    block === undefined
      ? found.locate(at)
      : `${block.file}:${(block.line + line - 1).toString()}:${(block.indent + col).toString()}`,
  );
}

/** Components of a section, by their ids. */
export function listComponents(config: Fields, section: string): readonly (readonly [string, Fields])[] {
  const components = config[section];
  if (!isRecord(components)) return [];
  return Object.entries(components).map(([id, value]) => [id, isRecord(value) ? value : {}] as const);
}
