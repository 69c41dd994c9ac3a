import { isRecord, type Fields } from '../../core/json.js';
import { findValueAt, type Path } from '../../core/objects/paths.js';
import type { CheckIssue, ConfigRule } from './check-issue.js';
import { listComponents } from './collector-config.js';
import { hasOpenPart, isOpen } from './open-values.js';

const STARTED: Path = ['service', 'extensions'];

/** Tells whether only the Collector knows all that it starts. */
const mayStartOthers = (config: Fields): boolean => hasOpenPart(findValueAt(config, STARTED));

const listStarted = (config: Fields): readonly string[] => {
  const ids = findValueAt(config, STARTED);
  return Array.isArray(ids) ? (ids as readonly unknown[]).map(String) : [];
};

/** Extensions that are to start, and that nothing describes. */
export const checkUndefinedExtensions: ConfigRule = ({ whole, isAdded }) => {
  if (isOpen(whole['extensions'])) return [];
  const defined = new Set(listComponents(whole, 'extensions').map(([id]) => id));
  return listStarted(whole).flatMap((id, index): readonly CheckIssue[] =>
    defined.has(id) || isOpen(id) || isAdded('extensions', id)
      ? []
      : [
          {
            path: [...STARTED, index],
            message: `is ${id}, which is not among the extensions, so the Collector does not start; add it or remove the name`,
          },
        ],
  );
};

/** Extensions that are described, and do not start. */
export const checkUnusedExtensions: ConfigRule = ({ config, whole, isAdded }) => {
  if (mayStartOthers(whole)) return [];
  const started = new Set(listStarted(whole));
  const defined = new Set(listComponents(whole, 'extensions').map(([id]) => id));
  return listComponents(config, 'extensions')
    .filter(([id]) => defined.has(id) && !started.has(id) && !isAdded('extensions', id))
    .map(([id]) => ({
      path: ['extensions', id],
      message: 'is not in service.extensions, so it does not run; name it there or remove it',
    }));
};

/** Components that need an extension which does not start: one that authenticates, or one that keeps a queue. */
export const checkNeededExtensions: ConfigRule = ({ config, whole, isAdded }) => {
  if (mayStartOthers(whole)) return [];
  const started = new Set(listStarted(whole));
  return ['receivers', 'exporters'].flatMap((section) =>
    listComponents(config, section).flatMap(([id, component]) =>
      listNeeded(component)
        .filter(({ extension }) => !started.has(extension) && !isAdded('extensions', extension))
        .map(({ extension, path }) => ({
          path: [section, id, ...path],
          message: `is ${extension}, which is not in service.extensions, so the Collector does not start; name it there, and describe it among the extensions`,
        })),
    ),
  );
};

interface NeededExtension {
  readonly path: Path;
  readonly extension: string;
}

function listNeeded(component: Fields): readonly NeededExtension[] {
  const { protocols } = component;
  const places: readonly Path[] = [
    ['auth', 'authenticator'],
    ...(findValueAt(component, ['sending_queue', 'enabled']) === false ? [] : [['sending_queue', 'storage']]),
    ...(isRecord(protocols) ? Object.keys(protocols) : []).map((name) => [
      'protocols',
      name,
      'auth',
      'authenticator',
    ]),
  ];
  return places.flatMap((path) => {
    const extension = findValueAt(component, path);
    return typeof extension === 'string' && !isOpen(extension) ? [{ path, extension }] : [];
  });
}
