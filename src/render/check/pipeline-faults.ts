import { componentsIn, isRecord, valueAt } from './collector-config.js';
import type { ConfigRule } from './fault.js';

type Fields = Readonly<Record<string, unknown>>;

const ROLES = ['receivers', 'processors', 'exporters'] as const;

/** A name in a pipeline, and where it stands. */
interface Use {
  readonly id: string;
  readonly role: (typeof ROLES)[number];
  readonly path: readonly (string | number)[];
}

function usesIn(config: Fields): readonly Use[] {
  const pipelines = valueAt(config, ['service', 'pipelines']);
  if (!isRecord(pipelines)) return [];
  return Object.entries(pipelines).flatMap(([pipeline, value]) =>
    ROLES.flatMap((role) => {
      const ids = valueAt(value, [role]);
      return (Array.isArray(ids) ? (ids as readonly unknown[]) : []).map((id, index) => ({
        id: String(id),
        role,
        path: ['service', 'pipelines', pipeline, role, index],
      }));
    }),
  );
}

/** Connectors stand as exporters and as receivers. */
const sectionsOf = (role: Use['role']): readonly string[] =>
  role === 'processors' ? [role] : [role, 'connectors'];

/** Components that are written down and that no pipeline uses; an exporter of them gets nothing. */
export const unusedComponents: ConfigRule = ({ config }) => {
  const uses = usesIn(config);
  return [...ROLES, 'connectors' as const].flatMap((section) =>
    componentsIn(config, section)
      .filter(([id]) => !uses.some((use) => use.id === id && sectionsOf(use.role).includes(section)))
      .map(([id]) => ({
        path: [section, id],
        message: `is in no pipeline, so nothing passes through it; name it in one or remove it`,
      })),
  );
};

export const undefinedComponents: ConfigRule = ({ config }) =>
  usesIn(config)
    .filter(
      ({ id, role }) =>
        !sectionsOf(role).some((section) => isRecord(config[section]) && id in config[section]),
    )
    .map(({ id, role, path }) => ({
      path,
      message: `is ${id}, which is not among the ${role}, so the Collector does not start; add it or remove the name`,
    }));
