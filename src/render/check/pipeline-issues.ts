import { findValueAt } from '../../core/objects/paths.js';
import { isRecord, type Fields } from '../../core/json.js';
import { listComponents } from './collector-config.js';
import type { CheckIssue, ConfigRule } from './check-issue.js';
import { hasOpenPart, isOpen } from './open-values.js';

const ROLES = ['receivers', 'processors', 'exporters'] as const;

/** A name in a pipeline, and its place. */
interface ComponentUse {
  readonly id: string;
  readonly role: (typeof ROLES)[number];
  readonly path: readonly (string | number)[];
}

function collectUses(config: Fields): readonly ComponentUse[] {
  const pipelines = findValueAt(config, ['service', 'pipelines']);
  if (!isRecord(pipelines)) return [];
  return Object.entries(pipelines).flatMap(([pipeline, value]) =>
    ROLES.flatMap((role) => {
      const ids = findValueAt(value, [role]);
      return (Array.isArray(ids) ? (ids as readonly unknown[]) : []).map((id, index) => ({
        id: String(id),
        role,
        path: ['service', 'pipelines', pipeline, role, index],
      }));
    }),
  );
}

/** Tells whether only the Collector knows all that its pipelines name. */
const mayUseOthers = (config: Fields): boolean => hasOpenPart(findValueAt(config, ['service', 'pipelines']));

/** Connectors are both exporters and receivers. */
const listSections = (role: ComponentUse['role']): readonly string[] =>
  role === 'processors' ? [role] : [role, 'connectors'];

/** Components that are written down and that no pipeline uses; an exporter of them gets nothing. */
export const checkUnusedComponents: ConfigRule = ({ config, whole, isAdded }) => {
  if (mayUseOthers(whole)) return [];
  const used = new Set(
    collectUses(whole).flatMap(({ id, role }) => listSections(role).map((section) => `${section} ${id}`)),
  );
  return [...ROLES, 'connectors' as const].flatMap((section) =>
    listComponents(config, section)
      .filter(([id]) => !used.has(`${section} ${id}`) && !isAdded(section, id) && isKept(whole, section, id))
      .map(([id]) => ({
        path: [section, id],
        message: `is in no pipeline, so nothing passes through it; name it in one or remove it`,
      })),
  );
};

/** Tells whether a component is still there once defaults were taken away, or may be. */
const isKept = (whole: Fields, section: string, id: string): boolean => {
  const components = whole[section];
  return isRecord(components) ? id in components : isOpen(components);
};

export const checkUndefinedComponents: ConfigRule = ({ whole, isAdded }) =>
  collectUses(whole)
    .filter(
      ({ id, role }) =>
        !isOpen(id) &&
        !isAdded(role, id) &&
        !listSections(role).some((section) => isKept(whole, section, id)),
    )
    .map(({ id, role, path }) => ({
      path,
      message: `is ${id}, which is not among the ${role}, so the Collector does not start; add it or remove the name`,
    }));

/** Connectors that only one side uses: they end one pipeline and begin another. */
export const checkConnectors: ConfigRule = ({ whole, config }) => {
  if (mayUseOthers(whole)) return [];
  const uses = new Set(collectUses(whole).map(({ id, role }) => `${role} ${id}`));
  return listComponents(config, 'connectors').flatMap(([id]): readonly CheckIssue[] => {
    const [used, unused] = uses.has(`exporters ${id}`)
      ? (['exporters', 'receivers'] as const)
      : (['receivers', 'exporters'] as const);
    if (!uses.has(`${used} ${id}`) || uses.has(`${unused} ${id}`)) return [];
    const message = `is among the ${used} of a pipeline, but not among the ${unused} of any, so the Collector does not start; name it there`;
    return [{ path: ['connectors', id], message }];
  });
};

/** Pipelines with nothing to take in or to send to. */
export const checkPipelineEnds: ConfigRule = ({ whole, isAdded }) => {
  const pipelines = findValueAt(whole, ['service', 'pipelines']);
  if (!isRecord(pipelines)) return [];
  return Object.entries(pipelines).flatMap(([pipeline, value]) =>
    (['receivers', 'exporters'] as const)
      .filter((role) => isEmpty(findValueAt(value, [role])) && !isOpen(value))
      .filter((role) => !isAdded(`${role} of pipelines`, pipeline))
      .map((role) => ({
        path: ['service', 'pipelines', pipeline],
        message: `has no ${role}, so the Collector does not start; name one or remove the pipeline`,
      })),
  );
};

const isEmpty = (ids: unknown): boolean =>
  ids === undefined || ids === null || (Array.isArray(ids) && ids.length === 0);
