import { isRecord, readNonEmptyText } from '../core/json.js';
import { findValueAt, formatPath, type Path } from '../core/objects/paths.js';
import { extractGroup } from '../workload/template-kinds.js';
import type { JudgedTemplate } from './workload.js';

/**
 * A file may hold a part of an object: a strategic merge patch, as kustomize reads it. What is decided by a part is not
 * what the whole would get, and what is written into it may take the place of what the whole has.
 * https://github.com/kubernetes/community/blob/master/contributors/devel/sig-api-machinery/strategic-merge-patch.md
 */

/** API groups of Kubernetes whose pod templates are complete, or refused by the API server. */
const COMPLETE_GROUPS: readonly string[] = ['', 'apps', 'batch'];

/** What makes a template a part of another one. */
export interface PartialSign {
  readonly message: string;
  /** In the object. */
  readonly path: Path;
}

/** Finds the first sign that an object is a part of another one; undefined where it may be whole. */
export function findPartialSign(workload: JudgedTemplate): PartialSign | undefined {
  const directive = findDirective(workload.object, []);
  if (directive !== undefined)
    return { message: `${formatPath(directive)} makes this a patch of another object.`, path: directive };
  const missing = findMissingField(workload);
  if (missing === undefined) return undefined;
  const message = `${formatPath(missing)} is missing, so this is a patch of another object, or not complete.`;
  return { message, path: missing };
}

/** The first key that only a patch has, such as `$patch` or `$setElementOrder/env`. */
function findDirective(value: unknown, path: Path): Path | undefined {
  const fields = Array.isArray(value) ? [...value.entries()] : isRecord(value) ? Object.entries(value) : [];
  for (const [key, inner] of fields) {
    const at = [...path, key];
    const found = DIRECTIVE.test(String(key)) ? at : findDirective(inner, at);
    if (found !== undefined) return found;
  }
  return undefined;
}

const DIRECTIVE = /^\$(?:patch|retainKeys|setElementOrder\/|deleteFromPrimitiveList\/)/;

/** The first field that a whole template must have. */
function findMissingField({ apiVersion, kind, template, object }: JudgedTemplate): Path | undefined {
  if (!COMPLETE_GROUPS.includes(extractGroup(apiVersion)) || kind === 'DeploymentConfig') return undefined;
  const spec = [...template, 'spec'];
  if (findValueAt(object, spec) === undefined) return spec;
  const lists = (['initContainers', 'containers'] as const).map((field) => [...spec, field]);
  if (findValueAt(object, lists[1] ?? spec) === undefined) return lists[1];
  return lists.map((list) => findMissingImage(object, list)).find((path) => path !== undefined);
}

function findMissingImage(object: unknown, list: Path): Path | undefined {
  const containers = findValueAt(object, list);
  if (!Array.isArray(containers)) return undefined;
  const index = containers.findIndex(
    (container) =>
      isRecord(container) &&
      (container['image'] === undefined || container['image'] === null || container['image'] === '') &&
      readNonEmptyText(container['name']) !== undefined,
  );
  return index < 0 ? undefined : [...list, index, 'image'];
}
