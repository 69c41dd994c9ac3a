import { findValueAt } from '../../core/objects/paths.js';
import { isRecord, type Fields } from '../../core/json.js';
import { listComponents } from './collector-config.js';
import type { ConfigRule } from './check-issue.js';

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

/** Connectors are both exporters and receivers. */
const listSections = (role: ComponentUse['role']): readonly string[] =>
  role === 'processors' ? [role] : [role, 'connectors'];

/** Components that are written down and that no pipeline uses; an exporter of them gets nothing. */
export const checkUnusedComponents: ConfigRule = ({ config }) => {
  const used = new Set(
    collectUses(config).flatMap(({ id, role }) => listSections(role).map((section) => `${section} ${id}`)),
  );
  return [...ROLES, 'connectors' as const].flatMap((section) =>
    listComponents(config, section)
      .filter(([id]) => !used.has(`${section} ${id}`))
      .map(([id]) => ({
        path: [section, id],
        message: `is in no pipeline, so nothing passes through it; name it in one or remove it`,
      })),
  );
};

export const checkUndefinedComponents: ConfigRule = ({ config }) =>
  collectUses(config)
    .filter(
      ({ id, role }) =>
        !listSections(role).some((section) => isRecord(config[section]) && id in config[section]),
    )
    .map(({ id, role, path }) => ({
      path,
      message: `is ${id}, which is not among the ${role}, so the Collector does not start; add it or remove the name`,
    }));
