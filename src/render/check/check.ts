import { formatPath } from '../../core/objects/paths.js';
import type { DifferenceLine } from '../../text/difference.js';
import type { RenderedPart } from '../parts.js';
import type { RenderSettings } from '../settings.js';
import { configsIn, isRecord, valueAt } from './collector-config.js';
import {
  earlyDrop,
  extractedFields,
  gatedOptions,
  imageWithout,
  newNames,
  ownMetricsAddress,
  removedComponents,
} from './component-faults.js';
import { datasourceFaults, datasourcesIn } from './datasource-faults.js';
import { driftOf } from './drift.js';
import { backendHosts, grpcScheme } from './exporter-faults.js';
import type { ConfigRule, Fault } from './fault.js';
import type { Found } from './found.js';
import { objectFaults, samplerIn, unreachedCollectors } from './object-faults.js';
import { undefinedComponents, unusedComponents } from './pipeline-faults.js';

type Fields = Readonly<Record<string, unknown>>;

/** What a check found. */
export type Finding =
  | { readonly kind: 'fault'; readonly place: string; readonly message: string }
  | {
      readonly kind: 'drift';
      readonly object: string;
      readonly place: string;
      readonly lines: readonly DifferenceLine[];
    }
  | { readonly kind: 'missing'; readonly object: string };

/**
 * Compares what is there with what is rendered, and says what is known to be wrong in it. That there is nothing says
 * little where `holdsKnown` is false.
 */
export function check(
  found: readonly Found[],
  parts: readonly RenderedPart[],
  settings: RenderSettings,
): readonly Finding[] {
  return [...faultsIn(found, settings), ...parts.flatMap((part) => driftIn(found, part, parts.length === 1))];
}

/** Tells whether there is anything that can be compared or judged. */
export const holdsKnown = (found: readonly Found[], parts: readonly RenderedPart[]): boolean =>
  found.some(isJudged) ||
  parts.some(({ objects }) => objects.some(({ value }) => counterpart(found, value as Fields) !== undefined));

const isJudged = (found: Found): boolean =>
  found.kind === 'OpenTelemetryCollector' ||
  samplerIn(found) !== undefined ||
  configsIn(found).length > 0 ||
  datasourcesIn(found).length > 0;

const CONFIG_RULES: readonly ConfigRule[] = [
  removedComponents,
  newNames,
  gatedOptions,
  earlyDrop,
  extractedFields,
  grpcScheme,
  backendHosts,
  imageWithout,
  ownMetricsAddress,
  undefinedComponents,
  unusedComponents,
];

function faultsIn(found: readonly Found[], settings: RenderSettings): readonly Finding[] {
  const ofObject = (each: Found, { path, message }: Fault): Finding => ({
    kind: 'fault',
    place: `${each.locate(path)}: ${formatPath(path)}`,
    message,
  });
  const own = found.flatMap((each) => [
    ...objectFaults(each, settings.platform).map((fault) => ofObject(each, fault)),
    ...datasourceFaults(each, settings).map((fault) => ofObject(each, fault)),
    ...configsIn(each).flatMap((config) =>
      CONFIG_RULES.flatMap((rule) => rule(config, settings)).map(({ path, message }): Finding => ({
        kind: 'fault',
        place: config.place(path),
        message,
      })),
    ),
  ]);
  const unreached = unreachedCollectors(found, settings.platform);
  return [...unreached.map(([each, fault]) => ofObject(each, fault)), ...own];
}

/** Objects of a part that are not there count where the part was asked for, or others of it are there. */
function driftIn(found: readonly Found[], { objects }: RenderedPart, isAsked: boolean): readonly Finding[] {
  const compared = objects.map(({ value }) => {
    const object = value as Fields;
    return { object, there: counterpart(found, object) };
  });
  const countsMissing = isAsked || compared.some(({ there }) => there !== undefined);
  return compared.flatMap(({ object, there }): readonly Finding[] => {
    const name = titleOf(object);
    if (there === undefined) return countsMissing ? [{ kind: 'missing', object: name }] : [];
    const lines = driftOf(inNamespaceOf(object, there.value), object);
    return lines.length === 0 ? [] : [{ kind: 'drift', object: name, place: there.locate([]), lines }];
  });
}

/** The object that is there for one that is rendered; one without a namespace, as in kustomize, is for any. */
function counterpart(found: readonly Found[], object: Fields): Found | undefined {
  const same = found.find((each) => identity(each.value) === identity(object));
  return same ?? found.find((each) => identity(inNamespaceOf(object, each.value)) === identity(object));
}

/** An object with the namespace of another where it has none. */
function inNamespaceOf(other: Fields, object: Fields): Fields {
  const [metadata, namespace] = [object['metadata'], valueAt(other, ['metadata', 'namespace'])];
  if (!isRecord(metadata) || 'namespace' in metadata || namespace === undefined) return object;
  return { ...object, metadata: { ...metadata, namespace } };
}

/** What makes two objects the same: their kind, whatever its version, and their name. */
function identity(object: Fields): string {
  const group = String(object['apiVersion']).split('/').slice(0, -1).join('/');
  return `${group} ${titleOf(object)}`;
}

/** `Kind namespace/name`. */
function titleOf(object: Fields): string {
  const wordAt = (path: readonly string[]): string => {
    const value = valueAt(object, path);
    return typeof value === 'string' ? value : '';
  };
  const namespace = wordAt(['metadata', 'namespace']);
  return `${wordAt(['kind'])} ${namespace === '' ? '' : `${namespace}/`}${wordAt(['metadata', 'name'])}`;
}
