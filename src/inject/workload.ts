import type { Document } from 'yaml';
import type { ObjectNode } from '../config/documents.js';
import { findValueAt, type Path } from '../core/objects/paths.js';
import { isRecord, type Fields } from '../core/json.js';
import { err, ok, type Result } from '../core/result.js';
import type { EditableYaml } from '../yaml-edit/editable-yaml.js';
import { formatJson } from '../yaml-edit/json-text.js';

/** An object that is a pod or makes pods. */
export interface Workload {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string;
  /** Its name, or the beginning of a name that is still to be made up. */
  readonly name: string;
  /** `file:line:column`. */
  readonly place: string;
  readonly document: Document;
  /** Place of the pod or pod template in the document. */
  readonly base: Path;
  /** Place of the pod template in the object; empty for a pod. */
  readonly template: Path;
  /** The object as plain data. */
  readonly object: Fields;
  /** The pod that would be created, as far as it is known before that; of any shape. */
  readonly pod: unknown;
}

interface WorkloadKind {
  /** Where its pod template is. */
  readonly template: Path;
  /** What it makes its pods by, and names only then. */
  readonly between?: string;
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/ by API group and kind. */
const KINDS: Readonly<Record<string, WorkloadKind>> = {
  '/Pod': { template: [] },
  'apps/Deployment': { template: ['spec', 'template'], between: 'ReplicaSet' },
  'apps/ReplicaSet': { template: ['spec', 'template'] },
  'apps/StatefulSet': { template: ['spec', 'template'] },
  'apps/DaemonSet': { template: ['spec', 'template'] },
  'batch/Job': { template: ['spec', 'template'] },
  'batch/CronJob': { template: ['spec', 'jobTemplate', 'spec', 'template'], between: 'Job' },
};

/**
 * Reads an object as a workload; `undefined` for every other kind, and for a workload without a pod template.
 * `namespace` is that of objects which name none. Refuses anchors that contain themselves.
 */
export function readWorkload(
  { apiVersion, kind, document, node, path }: ObjectNode,
  { place }: Pick<EditableYaml, 'place'>,
  namespace: string,
): Result<Workload | undefined> {
  const known = KINDS[`${apiVersion.replace(/(^|\/)[^/]*$/, '')}/${kind}`];
  if (known === undefined) return ok(undefined);
  const at = place(node.range?.[0] ?? 0);
  const object = readPlainData(() => node.toJS(document));
  if (object === undefined)
    return err([{ path: at, message: 'has anchors that contain themselves or too many; write it out' }]);
  const template = findValueAt(object, known.template);
  if (!isRecord(template)) return ok(undefined);
  const metadata = readRecord(object, 'metadata');
  const isPod = known.template.length === 0;
  return ok({
    ...{ apiVersion, kind, place: at, document, object },
    name: readNonEmptyText(metadata['name']) ?? readNonEmptyText(metadata['generateName']) ?? '',
    namespace: readNonEmptyText(metadata['namespace']) ?? namespace,
    template: known.template,
    base: [...path, ...known.template],
    pod: isPod
      ? object
      : buildTemplatePod(template, buildOwnerReferences({ apiVersion, kind, metadata }, known)),
  });
}

function readRecord(data: Fields, key: string): Fields {
  const inner = data[key];
  return isRecord(inner) ? inner : {};
}

function readPlainData(read: () => unknown): Fields | undefined {
  try {
    return JSON.parse(formatJson(read())) as Fields;
  } catch {
    return undefined;
  }
}

const readNonEmptyText = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Of a template only labels, annotations and the spec reach the pod; its name is made up later. */
function buildTemplatePod(template: Fields, ownerReferences: readonly Fields[]): Fields {
  const { labels, annotations } = readRecord(template, 'metadata');
  return {
    ...template,
    metadata: {
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
      ownerReferences,
    },
  };
}

/**
 * The owners of the pod, as far as they are known now. The ReplicaSet or Job in between has no name before it exists,
 * and an invented one would end up in the resource attributes; without it those name what is written in the file.
 */
function buildOwnerReferences(
  { apiVersion, kind, metadata }: { apiVersion: string; kind: string; metadata: Fields },
  { between }: WorkloadKind,
): readonly Fields[] {
  const uid = readNonEmptyText(metadata['uid']);
  const owner = {
    apiVersion,
    kind,
    name: readNonEmptyText(metadata['name']) ?? '',
    ...(uid === undefined ? {} : { uid }),
  };
  return between === undefined ? [owner] : [{ kind: between, name: '' }, owner];
}
