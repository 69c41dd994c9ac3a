import type { Document } from 'yaml';
import type { ObjectNode } from '../config/documents.js';
import type { Path } from '../core/objects/paths.js';
import { isRecord } from '../core/json.js';
import { err, ok, type Result } from '../core/result.js';
import type { EditableYaml } from '../yaml-edit/editable-yaml.js';
import { jsonText } from '../yaml-edit/kubernetes-yaml.js';

type Data = Readonly<Record<string, unknown>>;

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
  readonly object: Data;
  /** The pod that would be created, as far as it is known before that; of any shape. */
  readonly pod: unknown;
}

interface Kind {
  /** Where its pod template is. */
  readonly template: Path;
  /** What it makes its pods by, and names only then. */
  readonly between?: string;
}

/** https://kubernetes.io/docs/concepts/workloads/controllers/ by API group and kind. */
const KINDS: Readonly<Record<string, Kind>> = {
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
export function workloadOf(
  { apiVersion, kind, document, node, path }: ObjectNode,
  { place }: Pick<EditableYaml, 'place'>,
  namespace: string,
): Result<Workload | undefined> {
  const known = KINDS[`${apiVersion.replace(/(^|\/)[^/]*$/, '')}/${kind}`];
  if (known === undefined) return ok(undefined);
  const at = place(node.range?.[0] ?? 0);
  const object = dataOf(() => node.toJS(document));
  if (object === undefined)
    return err([{ path: at, message: 'has anchors that contain themselves or too many; write it out' }]);
  const template = valueAt(object, known.template);
  if (!isRecord(template)) return ok(undefined);
  const metadata = recordAt(object, 'metadata');
  const isPod = known.template.length === 0;
  return ok({
    ...{ apiVersion, kind, place: at, document, object },
    name: textOf(metadata['name']) ?? textOf(metadata['generateName']) ?? '',
    namespace: textOf(metadata['namespace']) ?? namespace,
    template: known.template,
    base: [...path, ...known.template],
    pod: isPod ? object : podFrom(template, ownersOf({ apiVersion, kind, metadata }, known)),
  });
}

function recordAt(data: Data, key: string): Data {
  const inner = data[key];
  return isRecord(inner) ? inner : {};
}

/** What stands at a place of plain data. */
export const valueAt = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((inner, key) => (isRecord(inner) ? inner[key] : undefined), data);

function dataOf(read: () => unknown): Data | undefined {
  try {
    return JSON.parse(jsonText(read())) as Data;
  } catch {
    return undefined;
  }
}

const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** Of a template only labels, annotations and the spec reach the pod; its name is made up later. */
function podFrom(template: Data, ownerReferences: readonly Data[]): Data {
  const { labels, annotations } = recordAt(template, 'metadata');
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
function ownersOf(
  { apiVersion, kind, metadata }: { apiVersion: string; kind: string; metadata: Data },
  { between }: Kind,
): readonly Data[] {
  const uid = textOf(metadata['uid']);
  const owner = {
    apiVersion,
    kind,
    name: textOf(metadata['name']) ?? '',
    ...(uid === undefined ? {} : { uid }),
  };
  return between === undefined ? [owner] : [{ kind: between, name: '' }, owner];
}
