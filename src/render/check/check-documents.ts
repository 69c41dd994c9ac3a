import { isRecord, type Fields } from '../../core/json.js';
import { formatPath, findValueAt } from '../../core/objects/paths.js';
import type { DifferenceLine } from '../../text/difference.js';
import type { RenderedPart } from '../parts.js';
import type { RenderSettings } from '../settings.js';
import { collectConfigs, listUnreadableConfigs } from './collector-config.js';
import {
  checkDropPolicy,
  checkExtractedFields,
  checkOptionVersions,
  checkImageComponents,
  checkNewNames,
  checkMetricsAddress,
  checkRemovedComponents,
} from './component-issues.js';
import { checkDatasources, collectDatasources } from './datasource-issues.js';
import { compareObjects } from './object-difference.js';
import { checkBackendHosts, checkGrpcScheme } from './exporter-issues.js';
import type { ConfigRule, CheckIssue } from './check-issue.js';
import type { CheckedDocument } from './checked-documents.js';
import { checkObject, findSampler, checkCollectorNames } from './object-issues.js';
import {
  checkExporterPorts,
  checkInsecureOption,
  checkGrpcSecurity,
  checkReceiverAddresses,
  checkSignalPaths,
} from './transport-issues.js';
import {
  checkNeededExtensions,
  checkUndefinedExtensions,
  checkUnusedExtensions,
} from './extension-issues.js';
import {
  checkConnectors,
  checkPipelineEnds,
  checkUndefinedComponents,
  checkUnusedComponents,
} from './pipeline-issues.js';
import { checkFormats, checkHttpPaths, checkHttpScheme, checkHttpSecurity } from './url-issues.js';

/** What a check found. */
export type Difference =
  | { readonly kind: 'fault'; readonly place: string; readonly message: string }
  | {
      readonly kind: 'drift';
      readonly object: string;
      readonly place: string;
      readonly lines: readonly DifferenceLine[];
    }
  | { readonly kind: 'missing'; readonly object: string };

/**
 * Compares existing documents with the rendered ones, and reports known mistakes in them. An empty result means little
 * if `hasCheckable` returns false.
 */
export function checkDocuments(
  found: readonly CheckedDocument[],
  parts: readonly RenderedPart[],
  settings: RenderSettings,
): readonly Difference[] {
  const index = indexDocuments(found);
  return [
    ...collectIssues(found, settings),
    ...parts.flatMap((part) => comparePart(index, part, parts.length === 1)),
  ];
}

/** Tells whether there is anything that can be compared or judged. */
export function hasCheckable(found: readonly CheckedDocument[], parts: readonly RenderedPart[]): boolean {
  const index = indexDocuments(found);
  return (
    found.some(isCheckable) ||
    parts.some(({ objects }) =>
      objects.some(({ value }) => findCounterpart(index, value as Fields) !== undefined),
    )
  );
}

const isCheckable = (found: CheckedDocument): boolean =>
  found.kind === 'OpenTelemetryCollector' ||
  findSampler(found) !== undefined ||
  collectConfigs(found).length > 0 ||
  listUnreadableConfigs(found).length > 0 ||
  collectDatasources(found).length > 0;

const CONFIG_RULES: readonly ConfigRule[] = [
  checkRemovedComponents,
  checkNewNames,
  checkOptionVersions,
  checkDropPolicy,
  checkExtractedFields,
  checkGrpcScheme,
  checkGrpcSecurity,
  checkInsecureOption,
  checkExporterPorts,
  checkSignalPaths,
  checkBackendHosts,
  checkHttpScheme,
  checkHttpSecurity,
  checkHttpPaths,
  checkFormats,
  checkReceiverAddresses,
  checkImageComponents,
  checkMetricsAddress,
  checkUndefinedComponents,
  checkUnusedComponents,
  checkConnectors,
  checkPipelineEnds,
  checkUndefinedExtensions,
  checkUnusedExtensions,
  checkNeededExtensions,
];

function collectIssues(found: readonly CheckedDocument[], settings: RenderSettings): readonly Difference[] {
  const ofObject = (each: CheckedDocument, { path, message }: CheckIssue): Difference => ({
    kind: 'fault',
    place: `${each.locate(path)}: ${formatPath(path)}`,
    message,
  });
  const own = found.flatMap((each) => [
    ...listUnreadableConfigs(each).map((text): Difference => ({ kind: 'fault', ...text })),
    ...checkObject(each, settings.platform).map((fault) => ofObject(each, fault)),
    ...checkDatasources(each, settings).map((fault) => ofObject(each, fault)),
    ...collectConfigs(each).flatMap((config) =>
      CONFIG_RULES.flatMap((rule) => rule(config, settings)).map(({ path, message }): Difference => ({
        kind: 'fault',
        place: config.place(path),
        message,
      })),
    ),
  ]);
  const unreached = checkCollectorNames(found, settings.platform);
  return [...unreached.map(([each, fault]) => ofObject(each, fault)), ...own];
}

/** Missing objects of a part count if the part was asked for, or if others of it exist. */
function comparePart(
  found: DocumentIndex,
  { objects }: RenderedPart,
  isAsked: boolean,
): readonly Difference[] {
  const compared = objects.map(({ value }) => {
    const object = value as Fields;
    return { object, there: findCounterpart(found, object) };
  });
  const countsMissing = isAsked || compared.some(({ there }) => there !== undefined);
  return compared.flatMap(({ object, there }): readonly Difference[] => {
    const name = formatObjectTitle(object);
    if (there === undefined) return countsMissing ? [{ kind: 'missing', object: name }] : [];
    const lines = compareObjects(inheritNamespace(object, there.value), object);
    return lines.length === 0 ? [] : [{ kind: 'drift', object: name, place: there.locate([]), lines }];
  });
}

/** Documents by their identity; the first one of each. */
interface DocumentIndex {
  readonly all: ReadonlyMap<string, CheckedDocument>;
  /** Documents without a namespace. */
  readonly unplaced: ReadonlyMap<string, CheckedDocument>;
}

function indexDocuments(found: readonly CheckedDocument[]): DocumentIndex {
  const byIdentity = (documents: readonly CheckedDocument[]): DocumentIndex['all'] =>
    new Map(documents.map((each) => [formatIdentity(each.value), each] as const).reverse());
  return {
    all: byIdentity(found),
    unplaced: byIdentity(
      found.filter(({ value: { metadata } }) => isRecord(metadata) && !('namespace' in metadata)),
    ),
  };
}

/** The existing object for a rendered one. An object without a namespace, as in kustomize, matches any. */
function findCounterpart({ all, unplaced }: DocumentIndex, object: Fields): CheckedDocument | undefined {
  const { metadata } = object;
  const bare = isRecord(metadata) ? { ...object, metadata: { name: metadata['name'] } } : object;
  return all.get(formatIdentity(object)) ?? unplaced.get(formatIdentity(bare));
}

/** An object with the namespace of another if it has none. */
function inheritNamespace(other: Fields, object: Fields): Fields {
  const [metadata, namespace] = [object['metadata'], findValueAt(other, ['metadata', 'namespace'])];
  if (!isRecord(metadata) || 'namespace' in metadata || namespace === undefined) return object;
  return { ...object, metadata: { ...metadata, namespace } };
}

/** What makes two objects the same: their kind, whatever its version, and their name. */
function formatIdentity(object: Fields): string {
  const group = String(object['apiVersion']).split('/').slice(0, -1).join('/');
  return `${group} ${formatObjectTitle(object)}`;
}

/** `Kind namespace/name`. */
function formatObjectTitle(object: Fields): string {
  const wordAt = (path: readonly string[]): string => {
    const value = findValueAt(object, path);
    return typeof value === 'string' ? value : '';
  };
  const namespace = wordAt(['metadata', 'namespace']);
  return `${wordAt(['kind'])} ${namespace === '' ? '' : `${namespace}/`}${wordAt(['metadata', 'name'])}`;
}
